import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import type { Code } from './errors/codes.ts'
import type { Pointed } from './errors/gateway-error.ts'
import type { Unnumbered } from './errors/upstream/unnumbered.ts'
import type { Members } from './json.ts'
import type { Told } from './told.ts'

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

/** Where a page begins, as JSON in the upstream's own words; a cursor carries it. */
export type Position = unknown

/** Of a list that is read page by page, where its pages do not simply count from 0. */
export interface PageRules {
  /** Members of the body that a page belongs to; left out, all but the limit. */
  readonly of?: readonly string[]
  /** Whether a page can begin there: anybody can make up a cursor. */
  readonly isPosition: (position: Position) => boolean
}

/** Numbers by which the upstream tells a repeat from a new send: the same at every attempt, in every call and every turn of a job. */
export interface Numbers {
  /** Unsigned integers of 32 bits. */
  readonly random: number
  readonly seq: number
}

/** What a row's `call` fills in beside the body. */
export interface Fill {
  /** Stands where the upstream body takes the items; undefined where there are none. */
  readonly items: unknown
  /** Where the page begins; undefined for the first. */
  readonly from: Position
  /** Of a row that `sends`; zeros for any other. */
  readonly numbers: Numbers
}

/** What an operation without items answers beside its outcome, and where the next page begins if there is one. */
export interface Answered {
  readonly answer: Members
  readonly next?: Position
}

/** A reply that says OK, and yet that the work was not done. */
export interface Refusing {
  readonly refused: Unnumbered
}

/** Where an operation's items stand in its body and in the upstream's reply, and how one is told from another. */
export interface ItemRules<Body, Item> {
  /** Member of our body that holds the items. */
  readonly member: string
  /** Where the body may leave the items out altogether. */
  readonly optional?: true
  readonly id: (item: Item) => string
  /** What names an item in its result: a member that holds its id, or the members that the id stands for. */
  readonly as: string | ((id: string) => Members)
  readonly toUpstream: (item: Item, body: Body) => unknown
  /**
   * Where the form of the call depends on the items it carries: its whole body, in place of `call`, and no longer than that with the
   * items as `toUpstream` writes them, since by these the calls are cut.
   */
  readonly callFor?: (items: readonly Item[], body: Body) => Members
  /** Where the reply says what became of each item; left out, the call's own verdict is every item's. */
  readonly told?: Told
  /** Most items the upstream takes in one call. */
  readonly limit: number
  /** What is `done` already is said of the body without items alone. */
  readonly isNeverDone?: true
  /** Calls go out one after another, and none after the first that leaves an item undone. */
  readonly inOrder?: true
  /** Member of an item that holds fields of the app's own naming: they alone can be so many that an item is too large. */
  readonly fields?: string
  /**
   * What an item that is ok answers beside that, by its entry and what the reply says beside it; or why its entry can't be understood.
   * Of `fails` no entry tells: it reads the reply.
   */
  readonly read?: (entry: Members, body: Body, reply: Members) => Members | Unclear
  /** What is answered beside all results, whatever became of them, by the reply of their one call. */
  readonly beside?: (reply: Members) => Members
  /** Member of that which a very large answer leaves out, since it can be read again. */
  readonly large?: string
  /**
   * Whether queued requests may share a call: where their items are `distinct`, or also where both name one, since an item `sets`
   * values, of each the latest.
   */
  readonly merge?: 'distinct' | 'sets'
  /** Where consent may be asked for, an item may end as `pending`. */
  readonly mayPend?: true
}

/** A row: all that is special about an operation. Everything else is the flow (`flow/run.ts`). */
export interface Operation<Body = never, Item = never> {
  /** Ours, `family.operation`: the path, the event, the metric and the log all use it. Its schema stands at the same address. */
  readonly name: string
  readonly summary: string
  /** Upstream path below the host. */
  readonly path: string
  /** What its URL asks for beside the five parameters of every call. */
  readonly query?: (body: Body) => Readonly<Record<string, string>>
  /** The upstream's page. */
  readonly page: string
  /** A read has no effect that could be unknown. */
  readonly effect: 'read' | 'write'
  /** Granted only by its own name or its family's: `accounts.delete`, `accounts.*`, never `*.delete` (lib/access.ts). */
  readonly byName?: true
  /** Of whom there is one writer at a time, within the app; left out, nobody waits. Jobs of one turn are done in their order. */
  readonly turn?: (body: Body) => string
  /** Calls a second that the upstream takes of an app, a whole number, where that is not the setting's. */
  readonly rate?: number
  /** A part of the app of which the upstream takes fewer calls a second, such as a group; the same rate for the same part. */
  readonly narrow?: (body: Body) => readonly [of: string, rate: number]
  /** How long after its first attempt a call may be repeated though that may have taken effect, in milliseconds; left out, for ever. */
  readonly repeatFor?: number
  /**
   * Where the upstream tells a repeat from a new send by numbers: for whom it is sent. These are made from that and
   * `clientMessageId`, which is answered whatever became of the send.
   */
  readonly sends?: (body: Body) => string
  /** How to look whether a call of unknown effect was done, where it must not simply be sent again: a sentence for the caller. */
  readonly lookFor?: (body: Body, numbers: Numbers) => string
  /**
   * Member that stands for the time of the request where the body leaves it out: the same for every attempt, in `retry` and in a job.
   */
  readonly nowIn?: string
  /** The upstream body, its members in the order of the page's sample. */
  readonly call: (body: Body, fill: Fill) => Members
  readonly items?: ItemRules<Body, Item>
  /** Member of the body that holds fields of the app's own naming, where they are not an item's. */
  readonly fields?: string
  /**
   * What an operation without items reads from the reply, or why that can't be understood. Where items may be left out, this is then
   * answered in the place of their results.
   */
  readonly read?: (reply: Members, body: Body, from: Position) => Answered | Refusing | Unclear
  readonly pages?: PageRules
  /** Words of ActionStatus that are a success as well, where ErrorCode is 0. */
  readonly alsoDone?: readonly string[]
  /** What 30001 means here by the end of its info text, before the meanings that hold everywhere. */
  readonly infoMeans?: readonly (readonly [suffix: string, code: Code])[]
  /** Refusals that, after an attempt of unknown effect, say that this attempt did the work. */
  readonly done?: readonly Code[]
  /** Whether the body may say that an earlier request for the same may have taken effect (`repeated`). */
  readonly takesRepeated?: true
  /** Faults that the body shows and its schema can't tell: found with the schema's, before anything is sent or queued. */
  readonly refuses?: (body: Body) => readonly Pointed[]
  /** Faults that only the app's own facts show; the schema has seen to the rest. */
  readonly check?: (body: Body, app: AppFacts) => readonly Pointed[]
}

/** A row as the flow reads it: bodies are known to have passed the row's own schema. */
// biome-ignore lint/suspicious/noExplicitAny: rows of different bodies stand in one table; each row's own file is fully typed
export type AnyOperation = Operation<any, any>

/** What a start knows of a row: enough to say who may use it, how it is counted, and what of its answers can be left out. */
export interface Facts extends Pick<AnyOperation, 'effect' | 'byName' | 'rate'> {
  /** Of its items' rules. */
  readonly large?: string
}

/** What the file at a row's address in `schemas/` exports: the shape of its body, and of its answer. */
export interface Shapes {
  readonly body: object
  readonly answer: object
}

/** A body that has passed the schema. */
export type BodyOf<S extends Shapes> = S['body'] extends JSONSchema ? FromSchema<S['body']> : never

/**
 * Refuses a malformed row when it is loaded, not when the first caller meets it.
 * The first parameter is the type of the row's own schema file, which is loaded only once a body is to be checked.
 */
export function defineOperation<S extends Shapes, Item = unknown>(
  row: Operation<BodyOf<S>, Item>,
): Operation<BodyOf<S>, Item> {
  const faults = [
    /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(row.name) || 'its name is not family.operation in lower case',
    /^v4\/\w+\/\w+$/.test(row.path) || 'its path is not v4/service/command',
    !row.items || row.items.limit >= 1 || 'its limit is below 1',
    !(row.items && row.read && !row.items.optional) || 'it has both items and a reading of its own',
    row.effect === 'write' || !row.done || 'a read is never already done',
    row.effect === 'write' || !row.sends || 'a read sends nothing',
    row.repeatFor === undefined || !row.items?.merge || 'what is sent again for a time only shares no call',
    row.rate === undefined || (Number.isInteger(row.rate) && row.rate >= 1) || 'its rate is no whole number from 1 on',
  ].filter((fault) => fault !== true)
  if (faults.length > 0) throw new Error(`operation ${row.name}: ${faults.join(', ')}`)
  return Object.freeze(row)
}
