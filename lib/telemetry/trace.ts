import { randomFillSync } from 'node:crypto'

/** Version, trace id, parent id and flags, then whatever a later version than 00 adds. https://www.w3.org/TR/trace-context/ */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-.*)?$/
/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
const XRAY_ROOT = /(?:^|;)\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/
const XRAY_PARENT = /(?:^|;)\s*Parent=([0-9a-f]{16})(?:;|$)/
const XRAY_SAMPLED = /(?:^|;)\s*Sampled=1(?:;|$)/
/** A longer header is not read. */
const MOST_CHARACTERS = 512

/**
 * The trace that a request belongs to, as a W3C `traceparent`. It is the given one if that is valid, else the invocation's, else a
 * new one. We make no spans of our own, so the caller's span stays the parent for whoever gets it from us.
 * @param given a header or an event's member, as it came; a malformed one is ignored
 * @param xray Lambda's own trace header
 */
export const traceparentOf = (given: unknown, xray: string | undefined = process.env._X_AMZN_TRACE_ID): string =>
  fromTraceparent(given) ?? fromXray(xray ?? '') ?? `00-${randomHex(16)}-${randomHex(8)}-00`

/** The trace id, the second part of a `traceparent`; all requests of a trace share it. */
export const traceIdOf = (traceparent: string | undefined): string | undefined => traceparent?.slice(3, 35)

function fromTraceparent(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length > MOST_CHARACTERS) return undefined
  const [, version, ids, more] = TRACEPARENT.exec(given) ?? []
  return version === '00' && more !== undefined ? undefined : ids && `00-${ids}`
}

function fromXray(header: string): string | undefined {
  const [, time, rest] = XRAY_ROOT.exec(header) ?? []
  if (time === undefined) return undefined
  const parent = XRAY_PARENT.exec(header)?.[1] ?? randomHex(8)
  return `00-${time}${rest}-${parent}-${XRAY_SAMPLED.test(header) ? '01' : '00'}`
}

/** Random bytes in stock: asking for them twice took a twentieth of all that a small request takes. */
const stock = Buffer.alloc(4096)
let used = stock.length

function randomHex(bytes: number): string {
  if (used + bytes > stock.length) {
    randomFillSync(stock)
    used = 0
  }
  used += bytes
  return stock.toString('hex', used - bytes, used)
}
