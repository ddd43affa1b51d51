import type {
  BatchGetItemCommandInput,
  BatchWriteItemCommandInput,
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import type { Random } from '../../random.ts'
import { type Attributes, changeOf, conditionOf } from './expressions.ts'
import { named } from './service.ts'

const PLACE = 'waiting#'
/** Places, queued jobs, and such as have ended and were not told of: a long line is worked off, and told of, in the end. */
const isWaiting = (waiting: ReadonlySet<string>, pk: string, sk: string, { state }: Attributes): boolean =>
  sk.startsWith(PLACE) || state?.S === 'queued' || waiting.has(pk)

interface Kept {
  readonly item: Attributes
  readonly writtenAt: number
}

/** How late the time to live may delete, and how long what nobody will ask for again is kept, though it would live for days. */
const TTL_LATE_MS = 60_000
const KEPT_MS = 1_800_000
/** Share of batches that are done in part only. */
const PARTIAL_SHARE = 0.02
/** Of a crowded table: what a batch reads, as if its items were of 400 kB; and what batches write in a second, as if of 25 kB. */
const MOST_READ = 2
const WRITES_PER_SECOND = 40

const text = (item: Attributes, name: string): string => item[name]?.S ?? ''

function demandDistinct(items: readonly Attributes[]): void {
  const keys = new Set(items.map((item) => JSON.stringify([text(item, 'pk'), text(item, 'sk')])))
  if (keys.size < items.length) throw named('ValidationException')
}

/** A DynamoDB table as far as the gateway uses one: each request at once and whole, as of now. */
export class Table {
  /** Told of every item that is written, beside what stood there. */
  onWrite: (item: Attributes, before: Attributes | undefined) => void = () => undefined
  /** Whether its items are large, and all of them in one partition. */
  isCrowded = false
  /** Writes of batches that the partition still takes, and since when. Virtual time. */
  #units = { left: 0, at: 0 }
  readonly #partitions = new Map<string, Map<string, Kept>>()
  readonly #random: Random
  readonly #now: () => number

  constructor(random: Random, now: () => number) {
    this.#random = random
    this.#now = now
  }

  put({ Item = {}, ConditionExpression, ExpressionAttributeValues }: PutItemCommandInput): object {
    const before = this.#find(Item)
    this.#demand(ConditionExpression, before, ExpressionAttributeValues)
    this.#write(Item, before)
    return {}
  }

  update(input: UpdateItemCommandInput): object {
    const { Key = {}, UpdateExpression = '', ConditionExpression, ExpressionAttributeValues = {}, ReturnValues } = input
    const before = this.#find(Key)
    this.#demand(ConditionExpression, before, ExpressionAttributeValues)
    const { item, changed } = changeOf(UpdateExpression)(before ?? Key, ExpressionAttributeValues)
    this.#write(item, before)
    const told = ReturnValues === 'UPDATED_OLD' ? (before ?? {}) : item
    return { Attributes: Object.fromEntries(changed.filter((name) => told[name]).map((name) => [name, told[name]])) }
  }

  get({ Key = {} }: GetItemCommandInput): object {
    const Item = this.#find(Key)
    return Item ? { Item } : {}
  }

  delete({ Key = {}, ConditionExpression, ExpressionAttributeValues }: DeleteItemCommandInput): object {
    this.#demand(ConditionExpression, this.#find(Key), ExpressionAttributeValues)
    this.#remove(Key)
    return {}
  }

  query({ ExpressionAttributeValues: values = {}, Limit = Number.POSITIVE_INFINITY }: QueryCommandInput): object {
    const partition = this.#partitions.get(text(values, ':pk')) ?? new Map<string, Kept>()
    const keys = [...partition.keys()].filter((sk) => sk.startsWith(text(values, ':prefix'))).sort()
    return { Items: keys.slice(0, Limit).map((sk) => partition.get(sk)?.item) }
  }

  batchGet({ RequestItems = {} }: BatchGetItemCommandInput): object {
    const [[name, { Keys: keys = [] }] = ['', {}]] = Object.entries(RequestItems)
    demandDistinct(keys)
    const done = this.#part(this.isCrowded ? keys.slice(0, MOST_READ) : keys)
    const items = done.map((key) => this.#find(key)).filter((item) => item !== undefined)
    const left = keys.slice(done.length)
    return { Responses: { [name]: items }, ...(left.length > 0 && { UnprocessedKeys: { [name]: { Keys: left } } }) }
  }

  batchWrite({ RequestItems = {} }: BatchWriteItemCommandInput): object {
    const [[name, requests] = ['', []]] = Object.entries(RequestItems)
    demandDistinct(requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {}))
    const done = this.#part(this.isCrowded ? requests.slice(0, this.#takeUnits(requests.length)) : requests)
    if (done.length === 0) throw named('ProvisionedThroughputExceededException')
    for (const { PutRequest, DeleteRequest } of done) {
      if (PutRequest?.Item) this.#write(PutRequest.Item, this.#find(PutRequest.Item))
      if (DeleteRequest?.Key) this.#remove(DeleteRequest.Key)
    }
    const left = requests.slice(done.length)
    return left.length > 0 ? { UnprocessedItems: { [name]: left } } : {}
  }

  /** Deletes what has expired, though not at once, and what has not been touched for so long that nobody will ask for it. */
  sweep(): void {
    const now = this.#now()
    const waiting = this.#jobsWithPlaces()
    for (const [pk, partition] of this.#partitions) {
      for (const [sk, { item, writtenAt }] of partition) {
        const isExpired = Number(item.expiresAt?.N ?? Number.POSITIVE_INFINITY) * 1000 + TTL_LATE_MS < now
        if (isExpired || (writtenAt + KEPT_MS < now && !isWaiting(waiting, pk, sk, item))) partition.delete(sk)
      }
      if (partition.size === 0) this.#partitions.delete(pk)
    }
  }

  /** Keys of the partitions of jobs that have a place in their account's queue. */
  #jobsWithPlaces(): ReadonlySet<string> {
    const places = [...this.items('account#')].filter((item) => text(item, 'sk').startsWith(PLACE))
    return new Set(places.map((item) => `job#${text(item, 'jobId')}`))
  }

  /** All items whose partition's key begins so. */
  *items(prefix: string): Generator<Attributes> {
    for (const [pk, partition] of this.#partitions) {
      if (pk.startsWith(prefix)) for (const { item } of partition.values()) yield item
    }
  }

  #part<T>(all: readonly T[]): readonly T[] {
    return all.length > 1 && this.#random.isLucky(PARTIAL_SHARE) ? all.slice(0, Math.ceil(all.length / 2)) : all
  }

  /** How many of so many writes the partition takes now; single ones it takes all, since there are few. */
  #takeUnits(wanted: number): number {
    const now = this.#now()
    const since = (now - this.#units.at) / 1000
    const left = Math.min(WRITES_PER_SECOND, this.#units.left + since * WRITES_PER_SECOND)
    const taken = Math.min(wanted, Math.floor(left))
    this.#units = { left: left - taken, at: now }
    return taken
  }

  #demand(condition: string | undefined, item: Attributes | undefined, values: Attributes = {}): void {
    if (condition !== undefined && !conditionOf(condition)(item, values)) {
      throw named('ConditionalCheckFailedException')
    }
  }

  #find(key: Attributes): Attributes | undefined {
    return this.#partitions.get(text(key, 'pk'))?.get(text(key, 'sk'))?.item
  }

  #write(item: Attributes, before: Attributes | undefined): void {
    const partition = this.#partitions.get(text(item, 'pk')) ?? new Map<string, Kept>()
    this.#partitions.set(text(item, 'pk'), partition)
    partition.set(text(item, 'sk'), { item, writtenAt: this.#now() })
    this.onWrite(item, before)
  }

  #remove(key: Attributes): void {
    this.#partitions.get(text(key, 'pk'))?.delete(text(key, 'sk'))
  }
}
