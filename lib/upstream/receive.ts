import type http from 'node:http'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'

/** The answer to one HTTP request, as far as it came. */
export interface Received {
  readonly kind: 'reply'
  readonly status: number
  readonly text: string
  /** What its `Date` header says, in Unix milliseconds, by the second; undefined where that is missing or unreadable. */
  readonly date?: number | undefined
  readonly contentType?: string | undefined
  /** Of its body as it came over the wire. */
  readonly bytes?: number
}

/** An answer with HTTP 200 that could not be read to its end. */
export interface Unread {
  readonly kind: 'lost'
  readonly reason: 'cut' | 'oversize' | 'undecodable'
}

/** A reply to 1,000 items with the longest texts stays far below; what is larger is no answer of Chat's. */
const MOST_REPLY_BYTES = 8 * 1024 * 1024

/** A reply's text is bounded as it is read, not only as it comes: a few kilobytes of a coding can stand for gigabytes. */
const bounded = { maxOutputLength: MOST_REPLY_BYTES }

/**
 * Reads an answer. Of one with another status than 200 the status says all there is to say, so it counts however its body ends.
 * @param end is told what was read, and whether that is all of it, so that the connection can serve another call
 * @returns what a time-out or an error of the connection finds: the answer where it counts by now, else undefined
 */
export function receive(
  response: http.IncomingMessage,
  end: (read: Received | Unread, isWhole: boolean) => void,
): () => Received | undefined {
  const { statusCode: status = 0, headers } = response
  const parts: Buffer[] = []
  let bytes = 0
  const reply = (text: string): Received => {
    return { kind: 'reply', status, text, date: dateOf(headers), contentType: headers['content-type'], bytes }
  }
  const early = () => (status === 200 ? undefined : reply(''))
  response.on('data', (part: Buffer) => {
    parts.push(part)
    bytes += part.length
    if (bytes > MOST_REPLY_BYTES) end(early() ?? unread('oversize'), false)
  })
  response.on('end', () => {
    const whole = early()
    if (whole) end(whole, true)
    else
      decode(Buffer.concat(parts), headers['content-encoding'], (text) => {
        end(typeof text === 'string' ? reply(text) : text, true)
      })
  })
  response.on('error', () => end(early() ?? unread('cut'), false))
  return early
}

const unread = (reason: Unread['reason']): Unread => ({ kind: 'lost', reason })

type Decoder = (raw: Buffer, bounds: typeof bounded, done: (error: Error | null, plain: Buffer) => void) => void

/** Codings are not asked for, but a proxy may use them all the same. */
function decode(raw: Buffer, coding: string | undefined, done: (text: string | Unread) => void): void {
  const names = (coding ?? '').toLowerCase().split(',')
  const name = names
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'identity')
    .join()
  const decoder = decoderOf(name, raw)
  if (name === '') done(raw.toString('utf8'))
  else if (!decoder) done(unread('undecodable'))
  else {
    decoder(raw, bounded, (error, plain) => {
      const { code } = (error ?? {}) as NodeJS.ErrnoException
      if (!error) done(plain.toString('utf8'))
      else done(unread(code === 'ERR_BUFFER_TOO_LARGE' ? 'oversize' : 'undecodable'))
    })
  }
}

function decoderOf(coding: string, raw: Buffer): Decoder | undefined {
  if (coding === 'gzip' || coding === 'x-gzip') return gunzip
  if (coding === 'br') return brotliDecompress
  if (coding !== 'deflate') return undefined
  return hasZlibHeader(raw) ? inflate : inflateRaw
}

/** By its name `deflate` is the zlib format (RFC 9110), but some send the bare one. */
const hasZlibHeader = (raw: Buffer): boolean =>
  raw.length >= 2 && ((raw[0] ?? 0) & 0x0f) === 8 && raw.readUInt16BE(0) % 31 === 0

function dateOf(headers: http.IncomingHttpHeaders): number | undefined {
  const date = Date.parse(headers.date ?? '')
  return Number.isNaN(date) ? undefined : date
}
