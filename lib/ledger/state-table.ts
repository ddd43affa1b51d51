import type { WriteRequest } from '@aws-sdk/client-dynamodb'
import { systemClock } from '../clock.ts'
import type { SecondEffect } from '../sockets/second-effect.ts'
import { decode, type Encoded, encode, type Item, type Key, keyOf } from './attributes.ts'
import { inBatches, type Pauses } from './batches.ts'
import { type ConnectTable, connectTable, type LoadedTable, type OnTable } from './connect-table.ts'
import { StateUnavailable } from './state-unavailable.ts'

export type { Item, Key, Value } from './attributes.ts'
export { StateUnavailable } from './state-unavailable.ts'

/** The terms of one operation on the table. */
export interface Terms {
  /** The condition, in DynamoDB's expression language: `#name` stands for an attribute, `:name` for one of `values`. */
  readonly when?: string
  readonly values?: Item
  /** Milliseconds after which the caller has no use for the outcome. */
  readonly withinMs?: number
  /** What happens if the operation takes effect twice; left out, it is harmless. */
  readonly secondEffect?: SecondEffect
}

/** How long a request may take unless its caller says otherwise. */
const PATIENCE_MS = 1000
/** The most items that DynamoDB takes in one batch. */
const MOST_READ = 100
const MOST_WRITTEN = 25

/** How a table is reached. `sleep` and `random` are for the waits of a batch while the table is busy; left out, they are the system's. */
export interface TableParts extends Partial<Pauses> {
  /** Milliseconds that a request may take before the table counts as out of reach; left out, a second. */
  readonly patienceMs?: number | undefined
  readonly connect?: ConnectTable
}

/**
 * A table that all instances share. Its items stand under string keys and are written one at a time, by conditions.
 * The SDK is loaded at the first use, with its standard settings.
 * The SDK may repeat a write that took effect. So a condition must also hold for the writer's own item, or `secondEffect` must say more.
 */
export class StateTable {
  readonly #name: string
  readonly #parts: TableParts
  readonly #leftMs: () => number
  #loading: Promise<LoadedTable> | undefined
  #loaded: LoadedTable | undefined

  /** @param leftMs see `until` */
  constructor(name: string, parts: TableParts = {}, leftMs = () => Number.POSITIVE_INFINITY) {
    this.#name = name
    this.#parts = parts
    this.#leftMs = leftMs
  }

  /**
   * The same table for a caller with a deadline: no request outlasts the deadline, and none begins after it.
   * @param leftMs milliseconds to the deadline, asked before each request
   */
  until(leftMs: () => number): StateTable {
    return new StateTable(this.#name, { ...this.#parts, connect: () => this.#load() }, leftMs)
  }

  /** How many milliseconds the table's clock is ahead of ours; 0 if the two agree, and before the first answer. */
  get aheadMs(): number {
    return this.#loaded?.aheadMs?.() ?? 0
  }

  /** Loads the SDK if it is not loaded yet, so that the next operation need not wait for that. @throws StateUnavailable */
  async prepare(): Promise<void> {
    await this.#send(async () => undefined, {})
  }

  /** Writes the whole item. False where the condition fails. @throws StateUnavailable */
  async put(key: Key, item: Item, terms: Terms = {}): Promise<boolean> {
    const input = { TableName: this.#name, Item: encode({ ...item, ...keyOf(key) }), ...conditionOf(terms) }
    const done = await this.#sendIf(
      ({ sdk, client }, options) => client.send(new sdk.PutItemCommand(input), options),
      terms,
    )
    return done !== 'condition failed'
  }

  /**
   * Changes attributes (`SET …`). Returns the new values of the changed attributes (or the old ones), or undefined if the condition fails.
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
    const done = await this.#sendIf(
      ({ sdk, client }, options) => client.send(new sdk.UpdateItemCommand(input), options),
      terms,
    )
    return done === 'condition failed' ? undefined : decode(done.Attributes ?? {})
  }

  /** The item as it is now, or undefined if there is none. @throws StateUnavailable */
  async get(key: Key, terms: Pick<Terms, 'withinMs'> = {}): Promise<Item | undefined> {
    const input = { TableName: this.#name, Key: encode(keyOf(key)), ConsistentRead: true }
    const { Item } = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.GetItemCommand(input), options),
      terms,
    )
    return Item && decode(Item)
  }

  /** False where the condition fails. @throws StateUnavailable */
  async delete(key: Key, terms: Terms = {}): Promise<boolean> {
    const input = { TableName: this.#name, Key: encode(keyOf(key)), ...conditionOf(terms) }
    const done = await this.#sendIf(
      ({ sdk, client }, options) => client.send(new sdk.DeleteItemCommand(input), options),
      terms,
    )
    return done !== 'condition failed'
  }

  /** A partition's items in the order of their sort keys, read in that order, as of now; at most `limit`. @throws StateUnavailable */
  async query(pk: string, limit: number): Promise<Item[]> {
    const input = {
      TableName: this.#name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: encode({ ':pk': pk }),
      ConsistentRead: true,
      Limit: limit,
    }
    const { Items = [] } = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.QueryCommand(input), options),
      {},
    )
    return Items.map(decode)
  }

  /** Those of these items that exist, as they are now, in any order. @throws StateUnavailable */
  async getMany(keys: readonly Key[]): Promise<Item[]> {
    const name = this.#name
    const read = async (Keys: readonly Encoded[]) => {
      const input = { RequestItems: { [name]: { Keys: [...Keys], ConsistentRead: true } } }
      const { Responses, UnprocessedKeys } = await this.#send(
        ({ sdk, client }, options) => client.send(new sdk.BatchGetItemCommand(input), options),
        {},
      )
      return { got: Responses?.[name] ?? [], left: UnprocessedKeys?.[name]?.Keys ?? [] }
    }
    const all = keys.map((key) => encode(keyOf(key)))
    return (await inBatches(all, MOST_READ, read, this.#batchTerms())).map(decode)
  }

  /** Writes whole items, whatever stood there. Where it fails, some may be written. @throws StateUnavailable */
  async putMany(items: readonly Written[]): Promise<void> {
    await this.#writeMany(items.map(putOf))
  }

  /** Deletes what there is of these, and writes others in the same requests. @throws StateUnavailable */
  async deleteMany(keys: readonly Key[], written: readonly Written[] = []): Promise<void> {
    await this.#writeMany([
      ...written.map(putOf),
      ...keys.map((key) => ({ DeleteRequest: { Key: encode(keyOf(key)) } })),
    ])
  }

  async #writeMany(all: readonly WriteRequest[]): Promise<void> {
    const name = this.#name
    const write = async (some: readonly WriteRequest[]) => {
      const input = { RequestItems: { [name]: [...some] } }
      const { UnprocessedItems } = await this.#send(
        ({ sdk, client }, options) => client.send(new sdk.BatchWriteItemCommand(input), options),
        {},
      )
      return { got: [], left: UnprocessedItems?.[name] ?? [] }
    }
    await inBatches(all, MOST_WRITTEN, write, this.#batchTerms())
  }

  #batchTerms() {
    const { sleep = systemClock.sleep, random = Math.random } = this.#parts
    return { sleep, random, leftMs: this.#leftMs }
  }

  async #sendIf<T>(send: OnTable<T>, terms: Terms): Promise<T | 'condition failed'> {
    try {
      return await this.#send(send, terms)
    } catch (error) {
      const { cause } = error as StateUnavailable
      if (cause instanceof Error && cause.name === 'ConditionalCheckFailedException') return 'condition failed'
      throw error
    }
  }

  async #send<T>(send: OnTable<T>, terms: Terms): Promise<T> {
    const { withinMs = Number.POSITIVE_INFINITY, secondEffect = 'harmless' } = terms
    const leftMs = this.#leftMs()
    if (leftMs <= 0) throw new StateUnavailable(new Error('no time is left'))
    const ms = Math.min(withinMs, leftMs)
    const abortSignal = ms === Number.POSITIVE_INFINITY ? undefined : AbortSignal.timeout(Math.max(0, Math.floor(ms)))
    try {
      this.#loaded = await this.#load()
      return await send(this.#loaded, { secondEffect, ...(abortSignal && { abortSignal }) })
    } catch (error) {
      throw new StateUnavailable(error)
    }
  }

  #load(): Promise<LoadedTable> {
    const { connect = connectTable, patienceMs = PATIENCE_MS } = this.#parts
    this.#loading ??= connect(patienceMs)
    return this.#loading
  }
}

/** A whole item, and where it stands. */
type Written = readonly [Key, Item]

const putOf = ([key, item]: Written): WriteRequest => ({ PutRequest: { Item: encode({ ...item, ...keyOf(key) }) } })

/** The change that sets each of these attributes. */
export const setAll = (values: Item): string =>
  `SET ${Object.keys(values)
    .map((name) => `#${name} = :${name}`)
    .join(', ')}`

/** The condition's members of a request. Every attribute is named by `#name`, since DynamoDB reserves many plain words. */
function conditionOf({ when, values }: Terms, change = '') {
  const names = [...`${when ?? ''} ${change}`.matchAll(/#(\w+)/g)].map(([mark, name = '']) => [mark, name])
  const marked = Object.entries(values ?? {}).map(([name, value]) => [`:${name}`, value])
  return {
    ...(when !== undefined && { ConditionExpression: when }),
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) as Record<string, string> }),
    ...(marked.length > 0 && { ExpressionAttributeValues: encode(Object.fromEntries(marked)) }),
  }
}
