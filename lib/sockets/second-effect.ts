import { MOST_IDLE_MS } from './kept.ts'

/**
 * What happens if a call to AWS takes effect twice, because the first answer was lost with its connection and the call was sent again.
 * docs/decisions/0019-thaw.md judges every call that the gateway makes.
 * - `harmless`: state and answer are the same as after one.
 * - `counted`: it uses up something that others could have had, but breaks no promise.
 * - `doubled`: others see it twice.
 */
export type SecondEffect = 'harmless' | 'counted' | 'doubled'

interface ConnectionRule {
  /** The call goes out on a connection that was unused for at most so many milliseconds; 0 means on a new one. */
  readonly mostIdleMs: number
  /** Whether the call is sent again on a new connection, if a used connection was cut before any byte of an answer. */
  readonly goesAgain: boolean
}

/** No peer closes a connection within a second, so one used so lately is as good as new. A TLS handshake for every slot would cost more. */
export const connectionRules: Readonly<Record<SecondEffect, ConnectionRule>> = {
  harmless: { mostIdleMs: MOST_IDLE_MS, goesAgain: true },
  counted: { mostIdleMs: 1000, goesAgain: false },
  doubled: { mostIdleMs: 0, goesAgain: false },
}
