import type { Failures, Told } from '../../../lib/told.ts'
import type { Sent } from '../../../lib/upstream/send.ts'
import type { AnswerBody } from '../../support/gateway/answer.ts'

/**
 * What one call proves about one item, read from the contract: an item is done only where the form of its reply says so, in a reply
 * of HTTP 200 that says OK as a whole; a refusal is a code of its own, or of the call.
 */
export type Proof = 'ok' | 'pending' | 'refused' | 'done before' | 'unsent' | 'doubt'

/** A call that went out: the items it carried (none where it did one thing) and what came back. */
export interface Exchange {
  readonly ids: readonly string[]
  readonly sent: Sent
}

/** What is known of an operation beside its items. */
export interface Known {
  readonly name: string
  readonly isRead: boolean
  /** Where there are items: how the reply tells of each; `call` where the call's own verdict is every item's. */
  readonly told?: Told | 'call' | undefined
  /** Whether the entry of an item that is done has to tell something that can be unreadable. */
  readonly tells: boolean
  readonly isRepeated: boolean
}

const EFFECT_UNKNOWN = new Set([20004, 30007, 50005, 60008, 60013, 60014, 70169, 70202, 90992])
const AWAITING_CONSENT = 30539
/** The refusals that say the work was done before: by number, or by the end of the text of 30001. */
const DONE_BEFORE: Readonly<Record<string, readonly (number | string)[]>> = {
  'friends.add': ['_Friend_Exist', '_Already_Exist'],
  'friends.import': ['_Friend_Exist', '_Already_Exist'],
  'friends.delete': [31704, '_Not_Friend', '_Not_Exist'],
  'blocklist.add': [31307, '_Already_Exist'],
  'blocklist.delete': ['_Not_Exist'],
}
const AMBIGUOUS = 30001

type Members = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(text: string): Members {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)

function proofOfCode(code: number, info: unknown, { name }: Known): Proof {
  if (EFFECT_UNKNOWN.has(code)) return 'doubt'
  if (code === AWAITING_CONSENT && name === 'friends.add') return 'pending'
  const saysSo = (sign: number | string) =>
    typeof sign === 'number' ? sign === code : code === AMBIGUOUS && typeof info === 'string' && info.endsWith(sign)
  return (DONE_BEFORE[name] ?? []).some(saysSo) ? 'done before' : 'refused'
}

/** What stands at a path such as `To_Account` or `Extension.Key`. */
const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((inner, step) => Object(inner)[step], value)

const about = (list: unknown, id: string, member?: string): unknown[] =>
  (Array.isArray(list) ? list : []).filter(
    (entry) => (member === undefined ? entry : isObject(entry) && at(entry, member)) === id,
  )

/** A code of an item's own, in an entry that stands once. */
function proofOfEntry(
  entries: readonly unknown[],
  { code = '', info = '' }: { code?: string; info?: string },
  known: Known,
): Proof {
  const number = at(entries[0], code)
  if (entries.length !== 1 || !isNumber(number)) return 'doubt'
  return number === 0 ? 'ok' : proofOfCode(number, at(entries[0], info), known)
}

/** What a list of failures says; undefined where it does not name the item. */
function proofOfFailure(body: Members, failures: Failures, id: string, known: Known): Proof | undefined {
  const entries = about(body[failures.list], id, failures.id)
  if (entries.length === 0) return undefined
  if (failures.id === undefined) return 'refused'
  const proof = proofOfEntry(entries, failures, known)
  return proof === 'ok' ? 'doubt' : proof
}

/** Whether a list of failures is one, and each of its entries says whom it is about. */
const isLegible = (list: unknown, member: string | undefined): boolean =>
  list === undefined ||
  list === null ||
  (Array.isArray(list) &&
    list.every((entry) => typeof (member === undefined ? entry : isObject(entry) && at(entry, member)) === 'string'))

function proofOfItem(body: Members, told: Told, id: string, ids: readonly string[], known: Known): Proof {
  if (told.form === 'fails') {
    return proofOfFailure(body, told, id, known) ?? (isLegible(body[told.list], told.id) ? 'ok' : 'doubt')
  }
  const list = at(body, told.list)
  if (told.form === 'order') {
    const isWhole = Array.isArray(list) && list.length === ids.length
    return isWhole ? proofOfEntry([list[ids.indexOf(id)]], told, known) : 'doubt'
  }
  const own = about(list, id, told.id)
  if (told.form === 'own') return proofOfEntry(own, told, known)
  const failure = told.fails && proofOfFailure(body, told.fails, id, known)
  if (failure !== undefined) return own.length === 0 ? failure : 'doubt'
  return own.length === 1 ? 'ok' : 'doubt'
}

/** @param ids of the items that the call carried */
export function proofOf(sent: Sent, id: string, known: Known, ids: readonly string[] = [id]): Proof {
  if (sent.kind === 'unsent') return 'unsent'
  if (sent.kind === 'lost' || sent.status !== 200) return 'doubt'
  const body = parse(sent.text)
  if (!isNumber(body.ErrorCode)) return 'doubt'
  if (body.ErrorCode !== 0) return EFFECT_UNKNOWN.has(body.ErrorCode) ? 'doubt' : 'refused'
  if (![undefined, null, '', 'OK'].includes(body.ActionStatus as string)) return 'doubt'
  if (known.told === undefined || known.told === 'call') return 'ok'
  return proofOfItem(body, known.told, id, ids, known)
}

type Status = NonNullable<AnswerBody['results']>[number]['status'] | 'pending'

/** What is wrong with a verdict, after these calls; nothing where it is borne out. */
export function verdictFaults(id: string, status: Status, exchanges: readonly Exchange[], known: Known): string[] {
  const calls = known.told === undefined ? exchanges : exchanges.filter(({ ids }) => ids.includes(id))
  const proofs = calls.map(({ sent, ids }) => proofOf(sent, id, known, ids))
  const faults = [...contradictions(status, proofs, known)]
  return faults.map((fault) => `${JSON.stringify(id)} is ${status}: ${fault} (${proofs.join(', ') || 'no call'})`)
}

function* contradictions(
  status: Status,
  proofs: readonly Proof[],
  { isRead, isRepeated, tells }: Known,
): Generator<string> {
  const last = proofs.at(-1)
  const isDoubtful = proofs.includes('doubt') || isRepeated
  const isProved = proofs.includes('ok') || (last === 'done before' && isDoubtful)
  if (status === 'ok' && !isProved) yield 'without proof'
  if (status !== 'ok' && proofs.includes('ok') && !tells) yield 'though it is proved to be done'
  if (status === 'pending' && !proofs.includes('pending')) yield 'though nobody said so'
  if (isRead && status === 'unknown') yield 'though a read has no effect'
  if (status === 'unknown' && !isDoubtful) yield 'though nothing is in doubt'
  const isRefused =
    last === 'refused' || last === 'done before' || (last === 'unsent' && !isDoubtful) || last === undefined
  if (status === 'failed' && !isRead && !isRefused) yield 'though it may be done'
}
