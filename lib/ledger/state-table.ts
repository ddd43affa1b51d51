import type { AttributeValue, WriteRequest } from '@aws-sdk/client-dynamodb'
import type { SecondEffect } from '../sockets/second-effect.ts'
import { type ConnectTable, connectTable, type LoadedTable, type OnTable } from './connect-table.ts'

export type Value = string | number | Uint8Array
/** An item's attributes, beside its key. */
export type Item = Readonly<Record<string, Value>>

/** Of an item: its partition's key `pk`, and in a table that has one its sort key `sk`. */
export type Key = string | readonly [pk: string, sk: string]

/** What an operation depends on, in DynamoDB's expression language: `#name` stands for the attribute, `:name` for a value. */
export interface Terms {
  readonly when?: string
  readonly values?: Item
  /** Milliseconds after which the caller has no use for the outcome. */
  readonly withinMs?: number
  /** What it does if it takes effect twice; harmless where it is left out. */
  readonly secondEffect?: SecondEffect
}

/** The table can't be used now: out of reach, throttled, denied, or too late. Whether a write took effect is not known. */
export class StateUnavailable extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown', { cause })
    this.name = 'StateUnavailable'
  }
}

/** How long a request may take, for callers who wait for its outcome themselves. */
const PATIENCE_MS = 1000
/** What DynamoDB takes in one batch. */
const MOST_READ = 100
const MOST_WRITTEN = 25
/** A batch may come back in part, where the table is throttled or the items are large. */
const MOST_BATCH_TRIES = 20

/**
 * A table that instances share: items under string keys, written one at a time and conditionally.
 * The SDK is loaded and its client made for the first use, with the SDK's standard settings.
 * A write that took effect may be repeated beneath us: conditions must hold for the writer's own item as well, or `secondEffect` says more.
 */
export class StateTable {
  readonly #name: string
  readonly #patienceMs: number
  readonly #connect: ConnectTable
  readonly #leftMs: (() => number) | undefined
  #loading: Promise<LoadedTable> | undefined
  #loaded: LoadedTable | undefined

  /**
   * @param patienceMs how long a request may take before the table counts as out of reach
   * @param leftMs see `until`
   */
  constructor(name: string, patienceMs = PATIENCE_MS, connect: ConnectTable = connectTable, leftMs?: () => number) {
    this.#name = name
    this.#patienceMs = patienceMs
    this.#connect = connect
    this.#leftMs = leftMs
  }

  /**
   * The same table for somebody whose time ends: no request outlasts it, and none begins later.
   * @param leftMs how long that is, asked before each request
   */
  until(leftMs: () => number): StateTable {
    return new StateTable(this.#name, this.#patienceMs, () => this.#load(), leftMs)
  }

  /** How far the table's own clock is ahead of ours, in milliseconds; 0 where the two agree, or before its first answer. */
  get aheadMs(): number {
    return this.#loaded?.aheadMs?.() ?? 0
  }

  /** Loads the SDK where that is still to do, so that the next operation takes the network's time only. @throws StateUnavailable */
  async prepare(): Promise<void> {
    await this.#send(async () => undefined, {})
  }

  /** Writes the whole item. False where the condition fails. @throws StateUnavailable */
  async put(key: Key, item: Item, terms: Terms = {}): Promise<boolean> {
    const input = { TableName: this.#name, Item: encode({ ...item, ...keyOf(key) }), ...conditionOf(terms) }
    const done = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.PutItemCommand(input), options),
      terms,
    )
    return done !== 'condition failed'
  }

  /**
   * Changes attributes (`SET …`); the changed ones' new values, or those before, or undefined where the condition fails.
   * @throws StateUnavailable
   */
  async update(
    key: Key,
    change: string,
    terms: Terms,
    returns: 'UPDATED_NEW' | 'UPDATED_OLD' = 'UPDATED_NEW',
  ): Promise<Item | undefined> {
    const input = {
      TableName: this.#name,
      Key: encode(keyOf(key)),
      UpdateExpression: change,
      ...conditionOf(terms, change),
      ReturnValues: returns,
    }
    const done = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.UpdateItemCommand(input), options),
      terms,
    )
    return done === 'condition failed' ? undefined : decode(done.Attributes ?? {})
  }

  /** The item as of now, or undefined. @throws StateUnavailable */
  async get(key: Key, terms: Pick<Terms, 'withinMs'> = {}): Promise<Item | undefined> {
    const input = { TableName: this.#name, Key: encode(keyOf(key)), ConsistentRead: true }
    const done = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.GetItemCommand(input), options),
      terms,
    )
    return done === 'condition failed' || !done.Item ? undefined : decode(done.Item)
  }

  /** False where the condition fails. @throws StateUnavailable */
  async delete(key: Key, terms: Terms = {}): Promise<boolean> {
    const input = { TableName: this.#name, Key: encode(keyOf(key)), ...conditionOf(terms) }
    const done = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.DeleteItemCommand(input), options),
      terms,
    )
    return done !== 'condition failed'
  }

  /** A partition's items whose sort keys begin with `prefix`, in their order, as of now; at most `limit`. @throws StateUnavailable */
  async query(pk: string, prefix: string, limit: number): Promise<Item[]> {
    const input = {
      TableName: this.#name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: encode({ ':pk': pk, ':prefix': prefix }),
      ConsistentRead: true,
      Limit: limit,
    }
    const done = await this.#send(({ sdk, client }, options) => client.send(new sdk.QueryCommand(input), options), {})
    return done === 'condition failed' ? [] : (done.Items ?? []).map(decode)
  }

  /** The items there are of these, as of now, in any order. @throws StateUnavailable */
  async getMany(keys: readonly Key[]): Promise<Item[]> {
    const name = this.#name
    const read = async (some: readonly Key[]): Promise<Item[]> => {
      let left: Record<string, AttributeValue>[] = some.map((key) => encode(keyOf(key)))
      const items: Item[] = []
      for (let tries = 0; left.length > 0; tries++) {
        if (tries === MOST_BATCH_TRIES) throw new StateUnavailable(new Error('the table leaves keys unread'))
        const input = { RequestItems: { [name]: { Keys: left, ConsistentRead: true } } }
        const done = await this.#send(
          ({ sdk, client }, options) => client.send(new sdk.BatchGetItemCommand(input), options),
          {},
        )
        if (done === 'condition failed') break
        items.push(...(done.Responses?.[name] ?? []).map(decode))
        left = done.UnprocessedKeys?.[name]?.Keys ?? []
      }
      return items
    }
    return (await Promise.all(slices(keys, MOST_READ).map(read))).flat()
  }

  /** Writes whole items, whatever stood there. Where it fails, some may be written. @throws StateUnavailable */
  async putMany(items: readonly (readonly [Key, Item])[]): Promise<void> {
    await this.#writeMany(items.map(([key, item]) => ({ PutRequest: { Item: encode({ ...item, ...keyOf(key) }) } })))
  }

  /** Deletes what there is of these. @throws StateUnavailable */
  async deleteMany(keys: readonly Key[]): Promise<void> {
    await this.#writeMany(keys.map((key) => ({ DeleteRequest: { Key: encode(keyOf(key)) } })))
  }

  async #writeMany(requests: readonly WriteRequest[]): Promise<void> {
    const name = this.#name
    const write = async (some: readonly WriteRequest[]): Promise<void> => {
      let left = [...some]
      for (let tries = 0; left.length > 0; tries++) {
        if (tries === MOST_BATCH_TRIES) throw new StateUnavailable(new Error('the table leaves items unwritten'))
        const input = { RequestItems: { [name]: left } }
        const done = await this.#send(
          ({ sdk, client }, options) => client.send(new sdk.BatchWriteItemCommand(input), options),
          {},
        )
        left = done === 'condition failed' ? [] : (done.UnprocessedItems?.[name] ?? [])
      }
    }
    await Promise.all(slices(requests, MOST_WRITTEN).map(write))
  }

  async #send<T>(send: OnTable<T>, { withinMs, secondEffect = 'harmless' }: Terms): Promise<T | 'condition failed'> {
    const leftMs = this.#leftMs?.() ?? Number.POSITIVE_INFINITY
    if (leftMs <= 0) throw new StateUnavailable(new Error('no time is left'))
    const ms = Math.min(withinMs ?? Number.POSITIVE_INFINITY, leftMs)
    const abortSignal = ms === Number.POSITIVE_INFINITY ? undefined : AbortSignal.timeout(Math.max(0, Math.floor(ms)))
    try {
      this.#loaded = await this.#load()
      return await send(this.#loaded, { secondEffect, ...(abortSignal && { abortSignal }) })
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 'condition failed'
      throw new StateUnavailable(error)
    }
  }

  #load(): Promise<LoadedTable> {
    this.#loading ??= this.#connect(this.#patienceMs)
    return this.#loading
  }
}

/** The change that sets each of these attributes. */
export const setAll = (values: Item): string =>
  `SET ${Object.keys(values)
    .map((name) => `#${name} = :${name}`)
    .join(', ')}`

const keyOf = (key: Key): Item => (typeof key === 'string' ? { pk: key } : { pk: key[0], sk: key[1] })

const slices = <T>(all: readonly T[], size: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))

/** Every `#name` is declared, since many plain words are reserved. */
function conditionOf({ when, values }: Terms, change = '') {
  const names = [...`${when ?? ''} ${change}`.matchAll(/#(\w+)/g)].map(([mark, name = '']) => [mark, name])
  const marked = Object.entries(values ?? {}).map(([name, value]) => [`:${name}`, value])
  return {
    ...(when !== undefined && { ConditionExpression: when }),
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) as Record<string, string> }),
    ...(marked.length > 0 && { ExpressionAttributeValues: encode(Object.fromEntries(marked)) }),
  }
}

const encode = (item: Item): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, encodeValue(value)]))

function encodeValue(value: Value): AttributeValue {
  if (typeof value === 'string') return { S: value }
  return typeof value === 'number' ? { N: String(value) } : { B: value }
}

const decode = (item: Record<string, AttributeValue>): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, { S, N, B }]) => [name, S ?? B ?? (N === undefined ? '' : Number(N))]),
  )
