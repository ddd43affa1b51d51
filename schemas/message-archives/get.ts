import { count, listOf, plainAnswer, someText, utcTime } from '../answer-parts.ts'
import { app, time } from '../fragments.ts'

export const body = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'hour'],
  properties: {
    app,
    kind: { type: 'string', enum: ['one-to-one', 'group'] },
    hour: { ...time, format: 'whole-hour', description: 'a whole hour in UTC, written like `2023-11-14T22:00:00Z`' },
  },
} as const

const file = { url: someText, expiresAt: utcTime, bytes: count, md5: someText, gzipBytes: count, gzipMd5: someText }

export const answer = plainAnswer({ files: listOf(file, ['url', 'bytes', 'md5', 'gzipBytes', 'gzipMd5']) }, ['files'])
