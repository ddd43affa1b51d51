import { randomBytes } from 'node:crypto'

/** Version, then trace id, parent id and flags, then what a version after 00 may add. https://www.w3.org/TR/trace-context/ */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-.*)?$/
/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
const XRAY_ROOT = /(?:^|;)\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/
const XRAY_PARENT = /(?:^|;)\s*Parent=([0-9a-f]{16})(?:;|$)/
const XRAY_SAMPLED = /(?:^|;)\s*Sampled=1(?:;|$)/
/** No header that says more is worth looking at. */
const MOST_CHARACTERS = 512

/**
 * The trace a request belongs to, as W3C's `traceparent`: the one given where it is valid, else that of the invocation, else a new
 * one. We make no spans of our own, so whoever gets it from us has the caller's as its parent.
 * @param given a header or an event's member, as it came; what is malformed is ignored
 * @param xray Lambda's own trace header
 */
export const traceparentOf = (given: unknown, xray: string | undefined = process.env._X_AMZN_TRACE_ID): string =>
  fromTraceparent(given) ?? fromXray(xray ?? '') ?? `00-${randomHex(16)}-${randomHex(8)}-00`

/** The second part, which all requests of a trace share. */
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

const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex')
