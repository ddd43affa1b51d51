import type { Pointed } from './errors/gateway-error.ts'

/** What an operation may know of the app it works for; never a key. */
export interface AppFacts {
  /** Custom friend fields, by bare name, that the app declared as integers. */
  readonly integerFields: readonly string[]
}

/** Where an operation's items stand in its body and in the upstream call, and how one is told from another. */
export interface ItemRules<Item> {
  /** Member of our body that holds the items. */
  readonly member: string
  readonly id: (item: Item) => string
  /** Member of the upstream body that takes the items. */
  readonly upstreamList: string
  readonly toUpstream: (item: Item) => unknown
  /** Member of the upstream reply that holds one result per item. */
  readonly resultList: string
  /** Most items the upstream takes in one call. */
  readonly limit: number
}

/** A row: all that is special about an operation. Everything else is the flow (`run.ts`). */
export interface Operation<Body = never, Item = never> {
  /** Ours, `family.operation`: the path, the event, the metric and the log all use it. */
  readonly name: string
  readonly summary: string
  /** Upstream path below the host. */
  readonly path: string
  /** The upstream's page. */
  readonly page: string
  readonly schema: object
  /** Whether the call may be sent again after an attempt whose effect is not known. */
  readonly repeatable: boolean
  /** The account acted for: its writes go one after another. */
  readonly account: (body: Body) => string
  /** The upstream body without its items. */
  readonly envelope: (body: Body) => Readonly<Record<string, unknown>>
  readonly items: ItemRules<Item>
  /** Faults that only the app's own facts show; the schema has seen to the rest. */
  readonly check?: (body: Body, app: AppFacts) => readonly Pointed[]
}

/** A row as the flow reads it: bodies are known to have passed the row's own schema. */
// biome-ignore lint/suspicious/noExplicitAny: rows of different bodies stand in one table; each row's own file is fully typed
export type AnyOperation = Operation<any, any>

/** Refuses a malformed row when it is loaded, not when the first caller meets it. */
export function defineOperation<Body, Item>(row: Operation<Body, Item>): Operation<Body, Item> {
  const faults = [
    /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(row.name) || 'its name is not family.operation in lower case',
    /^v4\/[a-z_]+\/[a-z_]+$/.test(row.path) || 'its path is not v4/service/command',
    URL.canParse(row.page) || 'its page is no URL',
    row.items.limit >= 1 || 'its limit is below 1',
  ].filter((fault) => fault !== true)
  if (faults.length > 0) throw new Error(`operation ${row.name}: ${faults.join(', ')}`)
  return Object.freeze(row)
}
