import type { AnyOperation, ItemRules } from '../../../lib/operation.ts'
import type { Told } from '../../../lib/told.ts'
import { schemas } from '../../../scripts/request-schemas.ts'

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}

/**
 * Members of a row that only words or numbers depend on: whatever they say, the flow goes the same way. The cases prove the words, and
 * tests of their own the rest (`merge` and `turn` by queued work, `rate` by the quota, `byName` by the grants, `nowIn`, `lookFor` and `pages` by the messages, `check` and `fields` by the rows that have them).
 */
const WORDS = [
  'name',
  'summary',
  'path',
  'query',
  'page',
  'call',
  'infoMeans',
  'turn',
  'rate',
  'byName',
  'check',
  'refuses',
  'nowIn',
  'lookFor',
  'pages',
  'fields',
  'items',
] as const
const WORDS_OF_ITEMS = ['member', 'id', 'toUpstream', 'fields', 'large', 'merge', 'isNeverDone'] as const

/** What makes the flow go another way, by the members that say so. */
const ways = {
  effect: ({ effect }: AnyOperation) => effect,
  read: ({ name, read }: AnyOperation) => (hasCursor(name) ? 'a page' : read && 'an answer'),
  done: ({ done }: AnyOperation) => done && 'a refusal that says it is done',
  repeatFor: ({ repeatFor }: AnyOperation) =>
    repeatFor === undefined ? undefined : repeatFor === 0 ? 'never repeated' : 'repeated for a while',
  takesRepeated: ({ takesRepeated }: AnyOperation) => takesRepeated && 'may be a repeat',
  sends: ({ sends }: AnyOperation) => sends && 'a send',
  alsoDone: ({ alsoDone }: AnyOperation) => alsoDone && 'other words for done',
}
const waysOfItems = {
  optional: ({ optional }: ItemRules<unknown, unknown>) => optional && 'items that may be left out',
  told: ({ told }: ItemRules<unknown, unknown>) => `items told by ${told ? formsIn(told) : 'the call'}`,
  as: ({ as }: ItemRules<unknown, unknown>) => typeof as === 'function' && 'items named by one of several members',
  limit: ({ limit }: ItemRules<unknown, unknown>) => limit === 1 && 'one item a call',
  beside: ({ beside }: ItemRules<unknown, unknown>) => beside && 'something beside the items',
  callFor: ({ callFor }: ItemRules<unknown, unknown>) => callFor && 'a form by its items',
  inOrder: ({ inOrder }: ItemRules<unknown, unknown>) => inOrder && 'calls in order',
  read: ({ read }: ItemRules<unknown, unknown>) => read && 'items that are read',
  mayPend: ({ mayPend }: ItemRules<unknown, unknown>) => mayPend && 'items that may wait',
}

const formsIn = (told: Told): string =>
  [
    told.form,
    'fails' in told && told.fails && 'fails',
    'absent' in told && told.absent && `absence (${told.absent === 'ok' ? 'ok' : 'a failure'})`,
    'isFinal' in told && told.isFinal && 'no more than once',
  ]
    .filter(Boolean)
    .join(' and ')

const schemaOf = (name: string) => (schemas[name] as Schema).properties ?? {}
const hasCursor = (name: string): boolean => schemaOf(name).cursor !== undefined
const formOf = ({ name, items }: AnyOperation) =>
  items && (schemaOf(name)[items.member]?.items?.properties ? 'items that are objects' : 'items that are ids')

/** What makes the flow treat a row in a way of its own. Rows of one kind differ in words alone. */
export const kindOf = (row: AnyOperation): string =>
  [
    ...Object.values(ways).map((way) => way(row)),
    formOf(row),
    ...(row.items ? Object.values(waysOfItems).map((way) => way(row.items!)) : []),
  ]
    .filter(Boolean)
    .join(', ')

/** Members of a row that nobody has judged: whether they make a kind is to be said above. */
export function unjudged(row: AnyOperation): string[] {
  const judged = new Set<string>([...WORDS, ...Object.keys(ways)])
  const judgedOfItems = new Set<string>([...WORDS_OF_ITEMS, ...Object.keys(waysOfItems)])
  return [
    ...Object.keys(row).filter((member) => !judged.has(member)),
    ...Object.keys(row.items ?? {}).flatMap((member) => (judgedOfItems.has(member) ? [] : [`items.${member}`])),
  ]
}
