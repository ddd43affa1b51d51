// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Read, Write } from '../../answers/methods.ts'

/** The operations of `bots`. */
export interface Bots {
  /**
   * Lists the bots of an app.
   *
   * Reads, so it is safe to send again.
   *
   * @see https://trtc.io/document/55280
   * @example
   * await gateway.bots.list({})
   */
  readonly list: Read<BotsListBody, BotsListAnswer>

  /**
   * Makes a bot, or changes the profile of one that is there.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/55281
   * @example
   * await gateway.bots.create({"userId":"@RBT#guide","nick":"Guide","signature":"Ask me"})
   */
  readonly create: Write<BotsCreateBody, BotsCreateAnswer>

  /**
   * Takes a bot out of service; its account stays.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/55282
   * @example
   * await gateway.bots.delete({"userId":"@RBT#guide"})
   */
  readonly delete: Write<BotsDeleteBody, BotsDeleteAnswer>
}

/** The body of `bots.list`. */
export interface BotsListBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
}

/** What `bots.list` answers where all is done. */
export interface BotsListAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** UserIDs of accounts. */
  readonly userIds: readonly string[]
}

/** The body of `bots.create`. */
export interface BotsCreateBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. The UserID of a
   * bot: "@RBT#" and something behind it, of 1 to 32 bytes. It holds no U+FFFD, the mark of a character that was
   * lost on the way.
   */
  readonly userId: string
  /**
   * The name that the account shows. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly nick?: string | undefined
  /**
   * Where its picture is. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that was lost on
   * the way.
   */
  readonly avatarUrl?: string | undefined
  /**
   * What the account says of itself. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly signature?: string | undefined
}

/** What `bots.create` answers where all is done. */
export interface BotsCreateAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}

/** The body of `bots.delete`. */
export interface BotsDeleteBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. The UserID of a
   * bot: "@RBT#" and something behind it, of 1 to 32 bytes.
   */
  readonly userId: string
}

/** What `bots.delete` answers where all is done. */
export interface BotsDeleteAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}
