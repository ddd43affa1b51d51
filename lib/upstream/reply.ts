import type { Code } from '../errors/codes.ts'
import { RoundedNumber } from '../errors/rounded-number.ts'
import type { InfoMeaning } from '../errors/upstream-codes.ts'
import type { Members } from '../json.ts'
import type { Refusing } from '../operation.ts'
import type { Redactor } from '../telemetry/log.ts'
import type { Told } from '../told.ts'
import { type ItemsTold, isCode, readItems } from './items-told.ts'
import { about, type Clean, refusal, unnumberedRefusal } from './refusal.ts'
import { isOverfull, parseExactly, parseObject } from './reply-text.ts'
import type { Sent } from './send.ts'
import { type Fault, isFault, unclear, type Verdict } from './verdict.ts'

/** How the replies of one kind of call are read. */
export interface ReplyRules {
  /** How the reply tells what became of each item; undefined where the call's own verdict is all there is. */
  readonly told?: Told | undefined
  /**
   * What an entry that is ok says (or the whole reply, where there are none), by itself and by what stands beside it in the reply: its
   * value, that it was refused all the same, or in words what of it can't be understood.
   * @throws RoundedNumber where it must be read from the exact reply
   */
  readonly read?: ((members: Members, reply: Members) => object | Refusing | string) | undefined
  /** What a reply says beside its items. */
  readonly beside?: ((reply: Members) => Members) | undefined
  /** Whether a call never carries more than one item: then what is said of the call is said of the item. */
  readonly isOfOne?: boolean | undefined
  readonly infoMeans?: readonly InfoMeaning[] | undefined
  /** Words of ActionStatus that are a success beside OK. */
  readonly alsoDone?: readonly string[] | undefined
  /** Whether the call acts for an account: a refusal of the whole is then about that one. */
  readonly actsForAccount?: boolean | undefined
  /** Whether waiting for consent is an end of its own rather than a refusal. */
  readonly mayPend?: boolean | undefined
}

/** What one attempt proves: about the call as a whole, or about each item by its id. */
export type Reading = { readonly kind: 'whole'; readonly verdict: Verdict } | ({ readonly kind: 'items' } & ItemsTold)

const unreached: Verdict = { status: 'failed', fault: { code: 'UPSTREAM_UNREACHABLE', retry: 'backoff' } }
const lost = (code: Code): Verdict => ({ status: 'unknown', fault: { code, retry: 'backoff' } })
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
 * and `ErrorCode: 0` even when items failed (https://trtc.io/document/34620), so an item is ok only on proof: what the row's form
 * of reply (`told`) says of it, in a reply whose ErrorCode is 0.
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
  const { told, infoMeans, mayPend, beside } = rules
  if (number !== 0) return { kind: 'whole', verdict: refusalOfAll(number, body, rules, clean) }
  if (!isWithoutDoubt(body.ActionStatus, rules.alsoDone)) {
    return { kind: 'whole', verdict: unclear('ActionStatus is not OK, though ErrorCode is 0') }
  }
  const readOk = (members: Members) => readAnswer(members, body, rules)
  if (told === undefined) return { kind: 'whole', verdict: readOk(body) }
  const { verdicts, strangers } = readItems(body, told, ids, { infoMeans, clean, mayPend, readOk })
  return { kind: 'items', strangers, verdicts: beside ? saidBeside(verdicts, beside(body)) : verdicts }
}

/**
 * ErrorCode is the proof. ActionStatus may be left out (it is optional in Chat's own SDK, and some services have none), but must not
 * say otherwise.
 */
const isWithoutDoubt = (status: unknown, alsoDone: readonly string[] | undefined): boolean =>
  status === 'OK' ||
  status === undefined ||
  status === null ||
  status === '' ||
  (alsoDone?.includes(status as string) ?? false)

const saidBeside = (verdicts: ItemsTold['verdicts'], beside: Members): ItemsTold['verdicts'] =>
  new Map([...verdicts].map(([id, verdict]) => [id, { ...verdict, beside }]))

function readAnswer(members: Members, reply: Members, { read }: ReplyRules): Verdict {
  if (!read) return { status: 'ok' }
  const value = read(members, reply)
  if (typeof value === 'string') return unclear(value)
  return 'refused' in value ? unnumberedRefusal(value.refused) : { status: 'ok', value }
}

/**
 * What is said of a call as a whole proves of no single item that it is done, or waits for consent. Where the call is the one thing
 * done, or its verdict every item's, its code may say that it is done already.
 */
function refusalOfAll(
  number: number,
  body: Members,
  { infoMeans, told, actsForAccount = true, isOfOne = false }: ReplyRules,
  clean: Clean,
): Verdict {
  const said = { number, info: body.ErrorInfo, display: body.ErrorDisplay }
  const refused = refusal(said, { infoMeans, clean })
  const verdict = actsForAccount ? about('account', refused) : refused
  const { mayBeDone, ...fault } = verdict.fault
  return { ...verdict, fault: { ...fault, ...(mayBeDone && (!told || isOfOne) && { mayBeDone }), ofCall: true } }
}

/** Why the call as a whole is not done, or not proved to be; undefined where it is, or where each item has its own end. */
export const wholeFault = (reading: Reading): Fault | undefined =>
  reading.kind === 'whole' && isFault(reading.verdict) ? reading.verdict.fault : undefined
