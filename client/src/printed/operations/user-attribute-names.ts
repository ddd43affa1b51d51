// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Read, Write } from '../../answers/methods.ts'
import type { SomeOf } from '../../answers/choice.ts'

/** The operations of `user-attribute-names`. */
export interface UserAttributeNames {
  /**
   * Names the attributes that users of the app may have; slots left out keep their names.
   *
   * Writes. Where its effect is unknown, it is safe to send again. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/37167
   * @example
   * await gateway.userAttributeNames.set({"names":{"1":"level","2":"team"}})
   */
  readonly set: Write<UserAttributeNamesSetBody, UserAttributeNamesSetAnswer>

  /**
   * Reads the names of the attributes that users of the app may have, by slot.
   *
   * Reads, so it is safe to send again. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/37168
   * @example
   * await gateway.userAttributeNames.get({})
   */
  readonly get: Read<UserAttributeNamesGetBody, UserAttributeNamesGetAnswer>
}

/** The body of `user-attribute-names.set`. */
export interface UserAttributeNamesSetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** What the attributes are called, by their slots. */
  readonly names: SomeOf<{
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '0'?: string | undefined
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '1'?: string | undefined
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '2'?: string | undefined
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '3'?: string | undefined
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '4'?: string | undefined
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '5'?: string | undefined
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '6'?: string | undefined
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '7'?: string | undefined
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '8'?: string | undefined
    /** A string of 1 to 50 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
    readonly '9'?: string | undefined
  }, '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'>
}

/** What `user-attribute-names.set` answers where all is done. */
export interface UserAttributeNamesSetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}

/** The body of `user-attribute-names.get`. */
export interface UserAttributeNamesGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
}

/** What `user-attribute-names.get` answers where all is done. */
export interface UserAttributeNamesGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** What the attributes are called, by their slots. */
  readonly names: Readonly<Record<string, string>>
}
