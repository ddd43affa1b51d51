import type { Failures, Told } from '../../../lib/told.ts'
import type { Sent } from '../../../lib/upstream/send.ts'
import type { AnswerBody } from '../../support/gateway/answer.ts'
import { conversationIn } from './replies.ts'

/**
 * What one call proves about one item, read from the contract: an item is done only where a reply of HTTP 200 that says OK as a whole
 * tells so of it alone, in the form of its row; a refusal is a code of its own, or of the call.
 */
export type Proof = 'ok' | 'pending' | 'refused' | 'done before' | 'unsent' | 'doubt'

/** A call that went out: the items it carried (none where it did one thing) and what came back. */
export interface Exchange {
  readonly ids: readonly string[]
  readonly sent: Sent
  /** When it was sent; milliseconds. */
  readonly at: number
  /** MsgSeq and MsgRandom, where it has them. */
  readonly numbers: string
}

/** What is known of an operation beside its items. */
export interface Known {
  readonly name: string
  readonly isRead: boolean
  readonly hasItems: boolean
  /** How the reply tells of each item; undefined where its own verdict is that of all. */
  readonly told?: Told | undefined
  /** Words of ActionStatus that are a success beside the usual ones. */
  readonly alsoDone?: readonly string[] | undefined
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
  'accounts.delete': [70107],
  'messages.recall': [20023],
  'conversation-groups.update': [51009],
  'conversation-groups.delete': [51009],
}
/** Of these a refusal of the call is that of all it does: it has no items, or carries one at a time. */
const OF_ONE = new Set(['messages.recall', 'conversation-groups.update', 'conversation-groups.delete'])
/** Messages: Chat knows a repeat of one by its numbers, and for about a second. */
const SENDS = new Set(['messages.send', 'messages.send-batch'])
/** So long after its first attempt began a call of theirs may be sent again, once it is in doubt. */
const SEND_AGAIN_MS = 900
const AMBIGUOUS = 30001
/** Never sent again by us where the first time may have been enough. */
const ONCE = new Set(['friends.delete-all', 'push.send', 'conversation-groups.create'])

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

function proofOfRefusal(code: number, info: unknown, known: Known): Proof {
  if (OF_ONE.has(known.name)) return proofOfCode(code, info, known)
  return EFFECT_UNKNOWN.has(code) ? 'doubt' : 'refused'
}

export function proofOf({ ids, sent }: Exchange, id: string, known: Known): Proof {
  if (sent.kind === 'unsent') return 'unsent'
  if (sent.kind === 'lost' || sent.status !== 200) return 'doubt'
  const body = parse(sent.text)
  if (!isNumber(body.ErrorCode)) return 'doubt'
  if (body.ErrorCode !== 0) return proofOfRefusal(body.ErrorCode, body.ErrorInfo, known)
  const good = [undefined, null, '', 'OK', ...(known.alsoDone ?? [])]
  if (!good.includes(body.ActionStatus as string)) return 'doubt'
  return known.hasItems && known.told ? proofOfItem(body, ids, id, known, known.told) : 'ok'
}

function proofOfItem(body: Members, ids: readonly string[], id: string, known: Known, told: Told): Proof {
  if (told.form === 'fails') return failureIn(body, told, id, known).proof ?? 'ok'
  // Where who is absent is done, a list that is missing names nobody.
  const list = at(body, told.list) ?? (told.form === 'names' && told.absent === 'ok' ? [] : undefined)
  if (!Array.isArray(list)) return 'doubt'
  if (told.form === 'order')
    return proofOfEntry(list.length === ids.length ? list[ids.indexOf(id)] : undefined, told, known)
  const own = list.filter((entry) => idIn(entry, told) === id)
  if (told.form === 'own') return own.length === 1 ? proofOfEntry(own[0], told, known) : 'doubt'
  const isFound = own.length === 1
  const failure = told.fails && failureIn(body, told.fails, id, known)
  if (failure?.isListed) return isFound ? 'doubt' : (failure.proof ?? 'doubt')
  if (isFound) return 'ok'
  if (own.length > 0 || !told.absent || failure?.proof !== undefined) return 'doubt'
  return told.absent === 'ok' ? 'ok' : 'refused'
}

type Coded = Extract<Told, { readonly form: 'own' | 'order' }>

function proofOfEntry(entry: unknown, { code, info, means }: Coded, known: Known): Proof {
  const number = at(entry, code)
  if (!isNumber(number)) return 'doubt'
  const meant = means?.[number] ?? (number === 0 ? 'ok' : undefined)
  if (meant !== undefined) return meant === 'ok' || meant === 'pending' ? meant : 'refused'
  return proofOfCode(number, info === undefined ? undefined : at(entry, info), known)
}

/** What a list of failures proves of an item; nothing where it is whole, and the item is not in it. */
function failureIn(body: Members, { list, ...rules }: Failures, id: string, known: Known) {
  const entries: unknown = at(body, list) ?? []
  if (!Array.isArray(entries)) return { isListed: false, proof: 'doubt' as const }
  const own = entries.filter((entry) => idIn(entry, rules) === id)
  const isListed = own.length > 0
  if (!isListed)
    return { isListed, proof: entries.some((one) => idIn(one, rules) === undefined) ? ('doubt' as const) : undefined }
  if (!rules.code) return { isListed, proof: 'refused' as const }
  const number = at(own[0], rules.code)
  const isClear = own.length === 1 && isNumber(number) && number !== 0
  const info = rules.info === undefined ? undefined : at(own[0], rules.info)
  return { isListed, proof: isClear ? proofOfCode(number, info, known) : ('doubt' as const) }
}

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, step) => {
    const holds = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
    return holds ? (inner as Members)[step] : undefined
  }, value)

interface Named {
  readonly id?: string | ((entry: Members) => string | undefined)
  readonly hasNumbers?: true
}

/** Whom an entry is about: it is the bare id, or holds it; what several members name is a conversation. */
function idIn(entry: unknown, { id, hasNumbers }: Named): string | undefined {
  if (typeof id === 'function') return conversationIn(entry)
  const value = id === undefined ? entry : isObject(entry) ? at(entry, id) : undefined
  if (hasNumbers) return isNumber(value) ? String(value) : undefined
  return typeof value === 'string' ? value : undefined
}

type Status = NonNullable<AnswerBody['results']>[number]['status'] | 'pending'

/** What is wrong with a verdict, after these calls; nothing where it is borne out. */
export function verdictFaults(id: string, status: Status, exchanges: readonly Exchange[], known: Known): string[] {
  const calls = known.hasItems ? exchanges.filter(({ ids }) => ids.includes(id)) : exchanges
  const proofs = calls.map((call) => proofOf(call, id, known))
  const isAgain = ONCE.has(known.name) && proofs.slice(0, -1).includes('doubt')
  const faults = [
    ...contradictions(status, proofs, known),
    ...(isAgain ? ['sent again after a call in doubt'] : []),
    ...(SENDS.has(known.name) ? faultsOfSend(status, calls, proofs) : []),
  ]
  return faults.map((fault) => `${JSON.stringify(id)} is ${status}: ${fault} (${proofs.join(', ') || 'no call'})`)
}

/** Chat drops a repeat only where it has the same numbers and comes at once. */
function* faultsOfSend(status: Status, calls: readonly Exchange[], proofs: readonly Proof[]): Generator<string> {
  if (new Set(calls.map(({ numbers }) => numbers)).size > 1) yield 'sent again with other numbers'
  const doubt = proofs.indexOf('doubt')
  const isLate = ({ at }: Exchange, index: number) => doubt >= 0 && index > doubt && at - calls[0]!.at > SEND_AGAIN_MS
  if (calls.some(isLate)) yield 'sent again though Chat may not know it for a repeat any more'
  // What refuses the repeat may have come to be after the first was delivered.
  if (status === 'failed' && doubt >= 0) yield 'though an attempt before its refusal may have sent it'
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
