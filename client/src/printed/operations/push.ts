// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Write } from '../../answers/methods.ts'
import type { OneOf, SomeOf } from '../../answers/choice.ts'
import type { Element, OfflinePush } from '../parts.ts'

/** The operations of `push`. */
export interface Push {
  /**
   * Pushes a message to all users of the app, or to those whom tags or attributes choose.
   *
   * Writes. Where its effect is unknown, look before it is sent again. At most 1 calls a second of an app. Granted
   * only by its own name or its family’s.
   *
   * @see https://trtc.io/document/37166
   * @example
   * await gateway.push.send({"audience":{"tags":{"all":["beta"]}},"elements":[{"type":"text","text":"The new version is here."}],"offlinePush":{"title":"News","text":"The new version is here."},"clientMessageId":"version-2"})
   */
  readonly send: Write<PushSendBody, PushSendAnswer>
}

/** The body of `push.send`. */
export interface PushSendBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** Who gets it. An object with exactly one of `everyone`, `tags`, `attributes`. */
  readonly audience: OneOf<{
    /** All users of the app. */
    readonly everyone?: true | undefined
    /** Tags of accounts. An object with at least one of `all`, `any`. */
    readonly tags?: SomeOf<{
      /** Whoever has all of these. 1 to 10 of: a string of 1 to 50 bytes, none twice. */
      readonly all?: readonly string[] | undefined
      /** Whoever has at least one of these. 1 to 10 of: a string of 1 to 50 bytes, none twice. */
      readonly any?: readonly string[] | undefined
    }, 'all' | 'any'> | undefined
    /** Values of attributes, by their names. An object with at least one of `all`, `any`. */
    readonly attributes?: SomeOf<{
      /** Whoever has all of these. */
      readonly all?: Readonly<Record<string, string>> | undefined
      /** Whoever has at least one of these. */
      readonly any?: Readonly<Record<string, string>> | undefined
    }, 'all' | 'any'> | undefined
  }, 'everyone' | 'tags' | 'attributes'>
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId?: string | undefined
  /** What the message is made of, part by part. */
  readonly elements: readonly Element[]
  /** How long Chat keeps it for those who are not there; with 0 it reaches only those who are. */
  readonly lifetimeSeconds?: number | undefined
  /** What phones show of it while the app is not open. */
  readonly offlinePush?: OfflinePush | undefined
  /** Tells one send from another: two requests with the same one are the same send. A string of 1 to 64 bytes. */
  readonly clientMessageId?: string | undefined
}

/** What `push.send` answers where all is done. */
export interface PushSendAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Tells one send from another: two requests with the same one are the same send. */
  readonly clientMessageId: string
  /** How Chat calls the push. */
  readonly taskId?: string
}
