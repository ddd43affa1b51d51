import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Limits } from '../limits.ts'
import type { App } from './app.ts'
import { textOf } from './china-time.ts'

/** The messages of an hour in a file. https://trtc.io/document/34885 */

const HOUR_MS = 3_600_000

export const archiveKinds = ['C2C', 'Group'] as const
export type ArchiveKind = (typeof archiveKinds)[number]

/** Whether the hour's file can be had: an hour must be over, and not for too long. */
export function stageOf(begin: number, limits: Limits, now: number): 'early' | 'ready' | 'gone' {
  const end = begin + HOUR_MS
  if (now < end + limits.archiveDelayMs) return 'early'
  return now - end >= limits.archiveKeptMs ? 'gone' : 'ready'
}

/** The file of an hour. There are no messages in the emulator, so each is an hour's empty list. */
export function archiveOf(app: App, kind: ArchiveKind, hour: string, limits: Limits, now: number) {
  const content = Buffer.from(
    `{"Head":${JSON.stringify({ SdkAppid: app.sdkAppId, ChatType: kind, MsgTime: hour })},"MsgList":[\n]}`,
  )
  const zipped = gzipSync(content)
  return {
    URL: `https://archives.invalid/${app.sdkAppId}/${kind}/${hour}.gz`,
    ExpireTime: textOf(now + limits.archiveAddressMs),
    FileSize: content.length,
    FileMD5: md5(content),
    GzipSize: zipped.length,
    GzipMD5: md5(zipped),
  }
}

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex')
