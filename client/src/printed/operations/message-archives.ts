// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Read } from '../../answers/methods.ts'

/** The operations of `message-archives`. */
export interface MessageArchives {
  /**
   * Tells where the files with all messages of one hour can be fetched.
   *
   * Reads, so it is safe to send again. At most 10 calls a second of an app. Granted only by its own name or its
   * family’s.
   *
   * @see https://trtc.io/document/34885
   * @example
   * await gateway.messageArchives.get({"kind":"one-to-one","hour":"2015-12-01T13:00:00Z"})
   */
  readonly get: Read<MessageArchivesGetBody, MessageArchivesGetAnswer>
}

/** The body of `message-archives.get`. */
export interface MessageArchivesGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** Which kind is meant. */
  readonly kind: 'one-to-one' | 'group'
  /** A whole hour in UTC, written like `2023-11-14T22:00:00Z`. */
  readonly hour: string
}

/** What `message-archives.get` answers where all is done. */
export interface MessageArchivesGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** The files of the archive. */
  readonly files: ReadonlyArray<{
    /** Where it is. */
    readonly url: string
    /** Until when it can be fetched. */
    readonly expiresAt?: string
    /** Its size in bytes. */
    readonly bytes: number
    /** The MD5 sum of the file. */
    readonly md5: string
    /** The size of the packed file in bytes. */
    readonly gzipBytes: number
    /** The MD5 sum of the packed file. */
    readonly gzipMd5: string
  }>
}
