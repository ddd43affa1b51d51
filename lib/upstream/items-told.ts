import { titleOf } from '../errors/codes.ts'
import { isObject, type Members } from '../json.ts'
import type { Failures, Told } from '../told.ts'
import { about, type RefusalRules, refusal, toldOf, unnumberedRefusal } from './refusal.ts'
import { valueAt } from './reply-text.ts'
import { isWorthRepeating } from './retry.ts'
import { isFault, type Refused, unclear, type Verdict } from './verdict.ts'

/** How the items of one kind of call are read. */
export interface ItemReading extends RefusalRules {
  /** What an entry that is ok proves; of `fails`, what the reply as a whole does. */
  readonly readOk: (entry: Members) => Verdict
  /** Whether waiting for consent is an end of its own rather than a refusal. */
  readonly mayPend?: boolean | undefined
}

/** What a reply proves about each item, and how many of its entries are about nobody who was asked for. */
export interface ItemsTold {
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly strangers: number
}

type Coded = Extract<Told, { readonly form: 'own' | 'order' }>
type Listed = Extract<Told, { readonly form: 'own' | 'names' }>

/** Reads what a reply whose ErrorCode is 0 says of each item: an item is ok only on proof. */
export function readItems(reply: Members, told: Told, ids: readonly string[], how: ItemReading): ItemsTold {
  if (told.form === 'order') return { verdicts: inOrder(reply, told, ids, how), strangers: 0 }
  if (told.form === 'fails') return withFailures(reply, told, ids, how)
  const { seen, ...named } = byName(reply, told, ids, how)
  return 'fails' in told ? besideFailures(reply, told.fails, named, seen, how) : named
}

/** The verdicts of a list whose entries name their items, and which of these it names at all. */
function byName(
  reply: Members,
  told: Listed,
  ids: readonly string[],
  how: ItemReading,
): ItemsTold & { readonly seen: ReadonlySet<string> } {
  const { list } = told
  const entries = valueAt(reply, list)
  const missing = missingFrom(entries, told)
  const verdicts = new Map<string, Verdict>(ids.map((id) => [id, missing]))
  const seen = new Set<string>()
  let strangers = 0
  for (const entry of Array.isArray(entries) ? entries : []) {
    const id = idOf(entry, told.id, told.hasNumbers)
    if (id === undefined || !verdicts.has(id)) {
      strangers++
      continue
    }
    if (seen.has(id)) verdicts.set(id, unclear(`${list} has two entries about it`))
    else verdicts.set(id, told.form === 'own' ? coded(entry, told, how) : how.readOk(entry))
    seen.add(id)
  }
  return { verdicts, strangers, seen }
}

/** What an item is that no entry is about. */
function missingFrom(entries: unknown, told: Listed): Verdict {
  const absent = told.form === 'names' ? told.absent : undefined
  const isOfFound = told.form === 'names' && !(absent || told.fails)
  const isLeftOut = (isOfFound || absent === 'ok') && (entries ?? null) === null
  if (!isLeftOut && !Array.isArray(entries)) return unclear(`${told.list} is no list`)
  if (absent !== undefined) return absent === 'ok' ? { status: 'ok' } : unnumberedRefusal(absent)
  // Chat may leave out whom it does not know. More than one further try would use up what other calls of the app may be repeated.
  return unclear(`no entry of ${told.list} is about it`, isOfFound ? 'once' : 'backoff')
}

function coded(entry: Members, { code, info, means, isFinal }: Coded, how: ItemReading): Verdict {
  const number = valueAt(entry, code)
  if (!isCode(number)) return unclear(`${code} is no integer`)
  const meant = means?.[number] ?? (number === 0 ? 'ok' : undefined)
  if (meant === 'ok') return how.readOk(entry)
  if (meant === 'pending') return { status: 'pending' }
  const said = { number, info: infoOf(entry, info) }
  if (meant !== undefined) return unnumberedRefusal(meant, toldOf(said, how.clean))
  const refused = about('item', refusal(said, how))
  if (isFinal !== undefined) return asFinal(refused, isFinal)
  return how.mayPend && refused.fault.code === 'AWAITING_CONSENT' ? { status: 'pending' } : asItem(refused)
}

/** Whoever is told that it may pass would send the call again: what to do instead is said in the place of that. */
function asFinal(refused: Refused, instead: string): Refused {
  const { code, retry } = refused.fault
  const said = isWorthRepeating(retry) ? { detail: `${titleOf(code)} ${instead}` } : {}
  return { ...refused, fault: { ...refused.fault, ...said, retry: 'no' } }
}

/** A UserSig refusal is about the call; inside an item it is no more than that item's failure. */
function asItem(verdict: Refused): Refused {
  if (verdict.fault.retry !== 'resign' && verdict.fault.retry !== 'hold') return verdict
  return { ...verdict, fault: { ...verdict.fault, retry: 'no' } }
}

/** By the items' own places: a list of another length proves nothing about any. */
function inOrder(
  reply: Members,
  told: Extract<Told, { readonly form: 'order' }>,
  ids: readonly string[],
  how: ItemReading,
): ReadonlyMap<string, Verdict> {
  const entries = valueAt(reply, told.list)
  const isWhole = Array.isArray(entries) && entries.length === ids.length
  const verdictAt = (index: number) => {
    const entry: unknown = isWhole ? entries[index] : undefined
    if (!isWhole) return unclear(`${told.list} has not one entry for each item`)
    return isObject(entry) ? coded(entry, told, how) : unclear(`${told.list}/${index} is no object`)
  }
  return new Map(ids.map((id, index) => [id, verdictAt(index)]))
}

/** Of those that failed alone: whoever is not among them is ok, unless an entry does not say whom it is about. */
function withFailures(reply: Members, failures: Failures, ids: readonly string[], how: ItemReading): ItemsTold {
  const { failed, strangers, fault } = readFailures(reply, failures, new Set(ids), how)
  const rest: Verdict = fault === undefined ? how.readOk(reply) : unclear(fault)
  return { verdicts: new Map(ids.map((id) => [id, failed.get(id) ?? rest])), strangers }
}

/** Both lists together: an item that stands in both proves nothing. */
function besideFailures(
  reply: Members,
  failures: Failures,
  named: ItemsTold,
  seen: ReadonlySet<string>,
  how: ItemReading,
): ItemsTold {
  const ids = new Set(named.verdicts.keys())
  const { failed, strangers, fault } = readFailures(reply, failures, ids, how)
  const verdicts = [...named.verdicts].map(([id, verdict]): [string, Verdict] => {
    const failure = failed.get(id)
    if (!failure) return [id, fault === undefined || !isFault(verdict) ? verdict : unclear(fault)]
    return [id, seen.has(id) ? unclear(`it stands in ${failures.list} as well`) : failure]
  })
  return { verdicts: new Map(verdicts), strangers: named.strangers + strangers }
}

function readFailures(
  reply: Members,
  { list, id: member, code, info }: Failures,
  ids: ReadonlySet<string>,
  how: ItemReading,
) {
  const entries = valueAt(reply, list) ?? []
  const failed = new Map<string, Verdict>()
  if (!Array.isArray(entries)) return { failed, strangers: 0, fault: `${list} is no list` }
  let strangers = 0
  let fault: string | undefined
  for (const [index, entry] of entries.entries()) {
    const id = idOf(entry, member)
    if (id === undefined) fault = `${list}/${index} names no item`
    else if (!ids.has(id)) strangers++
    else if (code === undefined) failed.set(id, unexplained)
    else if (failed.has(id)) failed.set(id, unclear(`${list} has two entries about it`))
    else failed.set(id, codedFailure(entry as Members, { list, code, info }, how))
  }
  return { failed, strangers, fault }
}

/** Of a bare id nobody knows why: it is worth one more try. */
const unexplained = unnumberedRefusal('UNEXPLAINED_FAILURE')

function codedFailure(
  entry: Members,
  { list, code, info }: { readonly list: string; readonly code: string; readonly info: string | undefined },
  how: ItemReading,
): Verdict {
  const number = valueAt(entry, code)
  if (!isCode(number) || number === 0) return unclear(`an entry of ${list} about it says no failure`)
  return asItem(about('item', refusal({ number, info: infoOf(entry, info) }, how)))
}

const infoOf = (entry: Members, info: string | undefined): unknown =>
  info === undefined ? undefined : valueAt(entry, info)

/** The item an entry is about; undefined where it names none. */
function idOf(entry: unknown, member: Listed['id'] | undefined, hasNumbers = false): string | undefined {
  if (typeof member === 'function') return isObject(entry) ? member(entry) : undefined
  const id = member === undefined ? entry : isObject(entry) ? valueAt(entry, member) : undefined
  if (hasNumbers) return isCode(id) ? String(id) : undefined
  return typeof id === 'string' ? id : undefined
}

/** Whether a value can be a code or number of Chat's. */
export const isCode = (value: unknown): value is number => Number.isSafeInteger(value)
