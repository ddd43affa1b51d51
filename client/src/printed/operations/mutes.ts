// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Read, Write } from '../../answers/methods.ts'
import type { SomeOf } from '../../answers/choice.ts'
import type { MuteTime } from '../parts.ts'

/** The operations of `mutes`. */
export interface Mutes {
  /**
   * Silences an account between two or in groups, or lifts that; what is left out stays as it is.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/34923
   * @example
   * await gateway.mutes.set({"userId":"gina","oneToOne":{"seconds":3600},"group":{"forever":true}})
   */
  readonly set: Write<MutesSetBody, MutesSetAnswer>

  /**
   * Tells whether an account is silenced between two and in groups, and for how long yet.
   *
   * Reads, so it is safe to send again.
   *
   * @see https://trtc.io/document/34924
   * @example
   * await gateway.mutes.get({"userId":"gina"})
   */
  readonly get: Read<MutesGetBody, MutesGetAnswer>
}

/**
 * The body of `mutes.set`.
 *
 * An object with at least one of `oneToOne`, `group`.
 */
export type MutesSetBody = SomeOf<{
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Of messages to single accounts. */
  readonly oneToOne?: MuteTime | undefined
  /** Of messages to groups. */
  readonly group?: MuteTime | undefined
}, 'oneToOne' | 'group'>

/** What `mutes.set` answers where all is done. */
export interface MutesSetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}

/** The body of `mutes.get`. */
export interface MutesGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
}

/** What `mutes.get` answers where all is done. */
export interface MutesGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Of messages to single accounts. */
  readonly oneToOne: {
    /** Whether the account may not send. */
    readonly muted: false
  } | {
    /** Whether the account may not send. */
    readonly muted: true
    /** How long, in seconds. */
    readonly seconds: number
  } | {
    /** Whether the account may not send. */
    readonly muted: true
    /** Without an end. */
    readonly forever: true
  }
  /** Of messages to groups. */
  readonly group: {
    /** Whether the account may not send. */
    readonly muted: false
  } | {
    /** Whether the account may not send. */
    readonly muted: true
    /** How long, in seconds. */
    readonly seconds: number
  } | {
    /** Whether the account may not send. */
    readonly muted: true
    /** Without an end. */
    readonly forever: true
  }
}
