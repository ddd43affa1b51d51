import type { Code } from './errors/codes.ts'
import type { Pointed } from './errors/gateway-error.ts'

/** A JSON object as it came. */
export type Members = Readonly<Record<string, unknown>>

/**
 * What of a reply can't be understood, and where: a few words for whoever looks for the cause. The names and places of members
 * may stand in it, their values never.
 */
export type Unclear = string

/** What an operation may know of the app it works for; never a key. */
export interface AppFacts {
  /** Custom friend fields, by bare name, that the app declared as integers. */
  readonly integerFields: readonly string[]
}

/** What a row's `call` fills in beside the body. */
export interface Places {
  /** Stands where the upstream body takes the items; undefined where there are none. */
  readonly items: unknown
  /** Where the page begins, in the upstream's own counting; 0 for the first. */
  readonly position: number
}

/** What an operation without items answers beside its outcome, and where the next page begins if there is one. */
export interface Answered {
  readonly answer: Members
  readonly next?: number | undefined
}

/** Where an operation's items stand in its body and in the upstream's reply, and how one is told from another. */
export interface ItemRules<Item> {
  /** Member of our body that holds the items. */
  readonly member: string
  /** Where the body may leave the items out altogether. */
  readonly optional?: true
  readonly id: (item: Item) => string
  readonly toUpstream: (item: Item) => unknown
  /** Member of the upstream reply that holds one result per item. */
  readonly results: string
  /** Most items the upstream takes in one call. */
  readonly limit: number
  /** Member of an item that holds fields of the app's own naming: they alone can be so many that an item is too large. */
  readonly fields?: string
  /** What an item that is ok answers beside that, or why its entry can't be understood. */
  readonly read?: (entry: Members) => Members | Unclear
  /** Where an item sets values, so that several requests for it can go out as one, of each value the latest. */
  readonly sets?: true
  /** Where consent may be asked for, an item may end as `pending`. */
  readonly mayPend?: true
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
  /** A read has no effect that could be unknown. */
  readonly effect: 'read' | 'write'
  /** Where a repeat after an attempt of unknown effect could do harm; only the caller decides then. */
  readonly repeatable?: false
  /** Calls a second that the upstream takes of an app, a whole number; where it is left out, the setting says it, which is for 200. */
  readonly rate?: number
  /** A part of the app of which the upstream takes fewer calls a second, such as a group; the same rate for the same part. */
  readonly narrow?: (body: Body) => readonly [of: string, rate: number]
  /** The upstream body, its members in the order of the page's sample. */
  readonly call: (body: Body, places: Places) => Members
  readonly items?: ItemRules<Item>
  /** What an operation without items reads from the reply, or why that can't be understood. */
  readonly answer?: (reply: Members, body: Body, position: number) => Answered | Unclear
  /** What 30001 means here by the end of its info text, before the meanings that hold everywhere. */
  readonly infoMeans?: readonly (readonly [suffix: string, code: Code])[]
  /** The refusal that, after an attempt of unknown effect, says that this attempt did the work. */
  readonly alreadyDone?: Code
  /** Faults that only the app's own facts show; the schema has seen to the rest. */
  readonly check?: (body: Body, app: AppFacts) => readonly Pointed[]
}

/** A row as the flow reads it: bodies are known to have passed the row's own schema. */
// biome-ignore lint/suspicious/noExplicitAny: rows of different bodies stand in one table; each row's own file is fully typed
export type AnyOperation = Operation<any, any>

/** Refuses a malformed row when it is loaded, not when the first caller meets it. */
export function defineOperation<Body, Item = unknown>(row: Operation<Body, Item>): Operation<Body, Item> {
  const faults = [
    /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(row.name) || 'its name is not family.operation in lower case',
    /^v4\/[a-z_]+\/[a-z_]+$/.test(row.path) || 'its path is not v4/service/command',
    URL.canParse(row.page) || 'its page is no URL',
    !row.items || row.items.limit >= 1 || 'its limit is below 1',
    !(row.items && row.answer) || 'it has both items and an answer of its own',
    row.rate === undefined || (Number.isInteger(row.rate) && row.rate >= 1) || 'its rate is no whole number from 1 on',
    row.effect === 'write' || !row.alreadyDone || 'a read is never already done',
  ].filter((fault) => fault !== true)
  if (faults.length > 0) throw new Error(`operation ${row.name}: ${faults.join(', ')}`)
  return Object.freeze(row)
}
