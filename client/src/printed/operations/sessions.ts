// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Write } from '../../answers/methods.ts'

/** The operations of `sessions`. */
export interface Sessions {
  /**
   * Ends all sessions of an account; it may log in again with a new UserSig.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/34957
   * @example
   * await gateway.sessions.kick({"userId":"alice"})
   */
  readonly kick: Write<SessionsKickBody, SessionsKickAnswer>
}

/** The body of `sessions.kick`. */
export interface SessionsKickBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
}

/** What `sessions.kick` answers where all is done. */
export interface SessionsKickAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}
