import { frameOf } from '../flow/calls.ts'
import { faultOfSize } from '../flow/item-size.ts'
import { type Task, type TaskItems, withItems } from '../flow/task.ts'
import { isObject, type Members } from '../json.ts'

/** One of the tasks that go out together. */
export interface Part {
  readonly task: Task
  /** Ids of items of which a later part set a value anew. */
  readonly superseded: Set<string>
}

/** Tasks that go out together, as one. */
export interface Merged {
  readonly task: Task
  readonly parts: readonly Part[]
  /** How many parts have an item of this id. */
  readonly shares: ReadonlyMap<string, number>
}

/**
 * About how many calls a task adds to those that wait.
 * @param joins whether another of its account waits, with which it may share one
 */
export function callsOf({ operation, items }: Pick<Task, 'operation' | 'items'>, joins: boolean): number {
  if (!items) return 1
  const calls = items.list.length / items.rules.limit
  return joins && operation.effect !== 'read' ? calls : Math.ceil(calls)
}

/** What is being merged, until a task comes that does not fit. */
interface Draft {
  readonly first: Task
  /** Equal for tasks that could stand in one call; undefined where a task stays by itself. */
  readonly frame: string | undefined
  readonly items: Map<string, unknown>
  /** By an item's id: the parts that have it, each with its own. */
  readonly owners: Map<string, { readonly part: Part; readonly item: Members }[]>
  readonly parts: Part[]
}

/**
 * Merges tasks of one account, given in their order, into as few as can be without another outcome: neighbours of one kind whose
 * items are different ones, or set values of which the later wins. The order of what stays apart is kept.
 */
export function merge(tasks: readonly Task[]): Merged[] {
  const drafts: Draft[] = []
  for (const task of tasks) {
    const draft = drafts.at(-1)
    if (draft && fits(draft, task)) join(draft, task)
    else drafts.push(join(draftOf(task), task))
  }
  return drafts.map(({ first, items, owners, parts }) => ({
    task: parts.length === 1 ? first : withItems(first, [...items.values()]),
    parts,
    shares: new Map([...owners].map(([id, { length }]) => [id, length])),
  }))
}

const draftOf = (first: Task): Draft => ({
  first,
  frame: mergeableFrame(first),
  items: new Map(),
  owners: new Map(),
  parts: [],
})

/**
 * A repeat reads refusals another way than a first attempt, and an app that is missing is another's fault where a body names it, so
 * neither shares a call with the other kind.
 */
function mergeableFrame(task: Task): string | undefined {
  const { operation, items, body } = task
  if (!items?.rules.merge) return undefined
  return JSON.stringify([operation.name, frameOf(task), task.isUnnamed, Boolean(body.repeated), task.isRepeat])
}

function fits({ frame, items: known }: Draft, task: Task): boolean {
  const { items } = task
  if (frame === undefined || !items || mergeableFrame(task) !== frame) return false
  const ids = items.list.map((item) => items.rules.id(item))
  const fresh = ids.filter((id) => !known.has(id))
  if (known.size + fresh.length > items.rules.limit) return false
  return fresh.length === ids.length || (items.rules.merge === 'sets' && fitTogether(known, items, task.body))
}

/** Items that are small enough each can be too large as one. */
function fitTogether(known: ReadonlyMap<string, unknown>, { list, rules, limits }: TaskItems, body: Members): boolean {
  return list.every((item) => {
    const before = known.get(rules.id(item))
    return before === undefined || !faultOfSize(combine(before as Members, item as Members), body, rules, limits)
  })
}

function join(draft: Draft, task: Task): Draft {
  const part = { task, superseded: new Set<string>() }
  draft.parts.push(part)
  for (const item of task.items?.list ?? []) add(draft, part, item, task.items as TaskItems)
  return draft
}

function add({ items, owners }: Draft, part: Part, item: unknown, { rules }: TaskItems): void {
  const id = rules.id(item)
  const before = owners.get(id) ?? []
  const own = { part, item: item as Members }
  items.set(id, before.length === 0 ? item : combine(items.get(id) as Members, own.item))
  for (const earlier of before)
    if (overlap(withoutName(earlier.item, rules), withoutName(own.item, rules))) earlier.part.superseded.add(id)
  owners.set(id, before)
  before.push(own)
}

/** What an item sets under a name. Callers choose some of these names, and every object inherits `toString` and `valueOf`. */
const valueIn = (members: Members, name: string): unknown => (Object.hasOwn(members, name) ? members[name] : undefined)

/** Of each value the later one; objects value by value. */
function combine(earlier: Members, later: Members): Members {
  const both = Object.entries(later).map(([name, value]) => {
    const before = valueIn(earlier, name)
    return [name, isObject(before) && isObject(value) ? combine(before, value) : value]
  })
  return { ...earlier, ...Object.fromEntries(both) }
}

/** What an item sets: what names it is no part of that. */
const withoutName = (item: Members, { as }: TaskItems['rules']): Members =>
  Object.fromEntries(Object.entries(item).filter(([name]) => name !== as))

/** Whether both set one value. */
function overlap(earlier: Members, later: Members): boolean {
  return Object.entries(later).some(([name, value]) => {
    const before = valueIn(earlier, name)
    return isObject(before) && isObject(value)
      ? Object.keys(value).some((inner) => Object.hasOwn(before, inner))
      : before !== undefined
  })
}
