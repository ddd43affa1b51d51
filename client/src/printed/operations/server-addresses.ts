// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Read } from '../../answers/methods.ts'

/** The operations of `server-addresses`. */
export interface ServerAddresses {
  /**
   * Lists the addresses that Chat’s servers answer at, or call webhooks from.
   *
   * Reads, so it is safe to send again.
   *
   * @see https://trtc.io/document/36742
   * @example
   * await gateway.serverAddresses.get({"kind":"webhooks-china"})
   */
  readonly get: Read<ServerAddressesGetBody, ServerAddressesGetAnswer>
}

/** The body of `server-addresses.get`. */
export interface ServerAddressesGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** Which kind is meant. */
  readonly kind?: 'all' | 'native-china' | 'native-abroad' | 'web-china' | 'web-abroad' | 'webhooks-china' | 'webhooks-abroad' | undefined
}

/** What `server-addresses.get` answers where all is done. */
export interface ServerAddressesGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Addresses of Chat’s servers. */
  readonly addresses: readonly string[]
}
