import type { Code } from '../errors/codes.ts'
import type { Subject, UpstreamFault } from '../errors/gateway-error.ts'
import { RoundedNumber } from '../errors/rounded-number.ts'
import { classify, type InfoMeaning, type RetryClass } from '../errors/upstream-codes.ts'
import type { Redactor } from '../telemetry/log.ts'
import { isObject, isOverfull, parseExactly, parseObject } from './reply-text.ts'
import type { Sent } from './send.ts'

type Members = Readonly<Record<string, unknown>>

/** Why an item is not done, and what a repeat is worth. */
export interface Fault {
  readonly code: Code
  readonly retry: RetryClass
  /** What happened, where the code's own words say less. */
  readonly detail?: string
  readonly upstream?: UpstreamFault
  /** What came in place of an answer of Chat's, or what of its answer could not be understood and where; no value of it. */
  readonly particular?: string
  /** The status of an answer that had another one than 200. */
  readonly httpStatus?: number
  /** Which account is missing, where one is: the one acted for, or the item's. */
  readonly subject?: Subject
  /** Said of the call as a whole, so it may be another item's doing. */
  readonly ofCall?: true
  /** Where it says that no attempt before this one can have done the work either, though an operator must act. */
  readonly isNeverDone?: true
  /** Where an item's own refusal may say that an earlier attempt did the work. */
  readonly mayBeDone?: true
  /** An earlier attempt of the same call may have done what this one was refused. */
  readonly isAfterDoubt?: true
  /** The time of the call's credentials is over, by Chat's clock. */
  readonly isExpiry?: true
}

/** What one attempt proves about one item. */
export type Verdict =
  | { readonly status: 'ok'; readonly value?: object }
  | { readonly status: 'pending' }
  | { readonly status: 'failed'; readonly fault: Fault }
  | { readonly status: 'unknown'; readonly fault: Fault }

type Refused = Exclude<Verdict, { status: 'ok' | 'pending' }>

/** Whether a verdict says that something is not done, or not proved to be. */
export const isFault = (verdict: Verdict): verdict is Refused =>
  verdict.status === 'failed' || verdict.status === 'unknown'

/** How the replies of one kind of call are read. */
export interface ReplyRules {
  /** Member of the reply that holds one entry per item; undefined where the call as a whole is the one thing done. */
  readonly list?: string | undefined
  /**
   * What an entry that is ok says (or the whole reply, without a list), or in words what of it can't be understood.
   * @throws RoundedNumber where it must be read from the exact reply
   */
  readonly read?: ((members: Members) => object | string) | undefined
  readonly infoMeans?: readonly InfoMeaning[] | undefined
  /** Whether waiting for consent is an end of its own rather than a refusal. */
  readonly mayPend?: boolean | undefined
}

/** What one attempt proves: about the call as a whole, or about each item by its id. */
export type Reading =
  | { readonly kind: 'whole'; readonly verdict: Verdict }
  | { readonly kind: 'items'; readonly verdicts: ReadonlyMap<string, Verdict>; readonly strangers: number }

type Clean = (text: string) => string

/** Our own checks point at the place; Chat only names it in its text. */
const REFUSED_VALUE =
  'Chat refuses a value here, though it keeps every documented limit; `upstream.info` names the field.'

/** Longest upstream text that leaves the gateway, in UTF-8 bytes. */
const MOST_INFO_BYTES = 200

const unreached: Verdict = { status: 'failed', fault: { code: 'UPSTREAM_UNREACHABLE', retry: 'backoff' } }
const lost = (code: Code): Verdict => ({ status: 'unknown', fault: { code, retry: 'backoff' } })
const unclear = (particular: string): Verdict => ({
  status: 'unknown',
  fault: { code: 'UPSTREAM_MALFORMED', retry: 'backoff', particular },
})
const lostFor = {
  timeout: lost('UPSTREAM_TIMEOUT'),
  cut: lost('UPSTREAM_UNREACHABLE'),
  oversize: unclear('it is larger than 8 MiB'),
  undecodable: unclear('its content-encoding can’t be read'),
} as const

/** Whoever refuses a call over HTTP refuses it again; only these two may pass. */
const passing: readonly number[] = [408, 429]
const isTriedOnce = (httpStatus: number): boolean =>
  httpStatus >= 300 && httpStatus < 500 && !passing.includes(httpStatus)

/** Chat answers HTTP 200 even to what it refuses, so something on the way may have answered in its place. */
const answeredBy = (httpStatus: number): Verdict => ({
  status: 'unknown',
  fault: {
    code: 'UPSTREAM_UNREACHABLE',
    retry: isTriedOnce(httpStatus) ? 'caller' : 'backoff',
    particular: `HTTP ${httpStatus} came in its place`,
    httpStatus,
  },
})

/**
 * Reads the end of one attempt; the only place that judges a reply. Chat answers HTTP 200 to every processed call
 * and `ErrorCode: 0` even when items failed (https://trtc.io/document/34620), so an item is ok only on proof:
 * its own ResultCode 0, once, in a reply whose ErrorCode is 0.
 * @param ids of the entries sent
 * @param redactor takes secrets out of all texts of the reply
 */
export function readReply(sent: Sent, rules: ReplyRules, ids: readonly string[], redactor: Redactor): Reading {
  if (sent.kind === 'unsent') return { kind: 'whole', verdict: unreached }
  if (sent.kind === 'lost') return { kind: 'whole', verdict: lostFor[sent.reason] }
  if (sent.status !== 200) return { kind: 'whole', verdict: answeredBy(sent.status) }
  if (isOverfull(sent.text)) return { kind: 'whole', verdict: unclear('it holds too many values') }
  const text = redactor.json(sent.text)
  try {
    return readBody(parseObject(text), rules, ids, redactor.text)
  } catch (error) {
    if (!(error instanceof RoundedNumber)) throw error
    return readBody(parseExactly(text), rules, ids, redactor.text)
  }
}

function readBody(body: Members | undefined, rules: ReplyRules, ids: readonly string[], clean: Clean): Reading {
  if (!body) return { kind: 'whole', verdict: unclear('it is no JSON object') }
  const number = body.ErrorCode
  if (!isCode(number)) return { kind: 'whole', verdict: unclear('ErrorCode is no integer') }
  if (number !== 0) return { kind: 'whole', verdict: refusalOfAll(number, body, rules, clean) }
  if (!isWithoutDoubt(body.ActionStatus)) {
    return { kind: 'whole', verdict: unclear('ActionStatus is not OK, though ErrorCode is 0') }
  }
  return rules.list === undefined
    ? { kind: 'whole', verdict: readOk(body, rules) }
    : readItems(body[rules.list], rules.list, rules, ids, clean)
}

/** ErrorCode is the proof. ActionStatus may be left out (it is optional in Chat's own SDK), but must not say otherwise. */
const isWithoutDoubt = (status: unknown): boolean =>
  status === 'OK' || status === undefined || status === null || status === ''

const isCode = (value: unknown): value is number => Number.isSafeInteger(value)

function refusal(number: number, info: unknown, display: unknown, rules: ReplyRules, clean: Clean): Refused {
  const text = typeof info === 'string' ? info : ''
  const shown = typeof display === 'string' ? cut(clean(display)) : ''
  const { code, retry, effect, ...marks } = classify(number, text, rules.infoMeans)
  const upstream = { code: number, info: cut(clean(text)), ...(shown === '' ? {} : { display: shown }) }
  const detail = code === 'INVALID_REQUEST' ? { detail: REFUSED_VALUE } : {}
  const fault = { code, retry, upstream, ...detail, ...marks }
  return { status: effect === 'unknown' ? 'unknown' : 'failed', fault }
}

/** Cut at a character's edge, so that the text stays UTF-8. */
function cut(text: string): string {
  if (Buffer.byteLength(text) <= MOST_INFO_BYTES) return text
  const bytes = Buffer.alloc(MOST_INFO_BYTES)
  const { written } = new TextEncoder().encodeInto(text, bytes)
  // A slice of it would keep all of it alive.
  return bytes.toString('utf8', 0, written)
}

function readOk(members: Members, { read }: ReplyRules): Verdict {
  if (!read) return { status: 'ok' }
  const value = read(members)
  return typeof value === 'string' ? unclear(value) : { status: 'ok', value }
}

function readItems(entries: unknown, list: string, rules: ReplyRules, ids: readonly string[], clean: Clean): Reading {
  const isList = Array.isArray(entries)
  const missing = unclear(isList ? `no entry of ${list} is about it` : `${list} is no list`)
  const verdicts = new Map<string, Verdict>(ids.map((id) => [id, missing]))
  const seen = new Set<unknown>()
  let strangers = 0
  for (const entry of isList ? entries : []) {
    const id = isObject(entry) ? entry.To_Account : undefined
    if (typeof id !== 'string' || !verdicts.has(id)) strangers++
    else verdicts.set(id, seen.has(id) ? unclear(`${list} has two entries about it`) : readItem(entry, rules, clean))
    seen.add(id)
  }
  return { kind: 'items', verdicts, strangers }
}

function readItem(entry: Members, rules: ReplyRules, clean: Clean): Verdict {
  const number = entry.ResultCode
  if (!isCode(number)) return unclear('ResultCode is no integer')
  if (number === 0) return readOk(entry, rules)
  const refused = about('item', refusal(number, entry.ResultInfo, undefined, rules, clean))
  return rules.mayPend && refused.fault.code === 'AWAITING_CONSENT' ? { status: 'pending' } : asItem(refused)
}

/** Whom Chat does not know, by the place where it says so: a call as a whole is about the account acted for. */
function about(subject: Subject, refused: Refused): Refused {
  if (refused.fault.code !== 'ACCOUNT_NOT_FOUND') return refused
  return { ...refused, fault: { ...refused.fault, subject } }
}

/** What is said of a call as a whole proves of no single item that it is done, or waits for consent. */
function refusalOfAll(number: number, body: Members, rules: ReplyRules, clean: Clean): Verdict {
  const verdict = about('account', refusal(number, body.ErrorInfo, body.ErrorDisplay, rules, clean))
  const { mayBeDone: _, ...fault } = verdict.fault
  return { ...verdict, fault: { ...fault, ofCall: true } }
}

/** A UserSig refusal is about the call; inside an item it is no more than that item's failure. */
function asItem(verdict: Refused): Verdict {
  if (verdict.fault.retry !== 'resign' && verdict.fault.retry !== 'hold') return verdict
  return { ...verdict, fault: { ...verdict.fault, retry: 'no' } }
}

/** Why the call as a whole is not done, or not proved to be; undefined where it is, or where each item has its own end. */
export const wholeFault = (reading: Reading): Fault | undefined =>
  reading.kind === 'whole' && isFault(reading.verdict) ? reading.verdict.fault : undefined
