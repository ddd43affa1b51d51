import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb'

export type Value = string | number | Uint8Array
/** An item's attributes, beside its key `pk`. */
export type Item = Readonly<Record<string, Value>>

/** What an operation depends on, in DynamoDB's expression language: `#name` stands for the attribute, `:name` for a value. */
export interface Terms {
  readonly when?: string
  readonly values?: Item
  /** Milliseconds after which the caller has no use for the outcome. */
  readonly withinMs?: number
}

/** The table can't be used now: out of reach, throttled, denied, or too late. Whether a write took effect is not known. */
export class StateUnavailable extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown', { cause })
    this.name = 'StateUnavailable'
  }
}

type Sdk = typeof import('@aws-sdk/client-dynamodb')
interface Loaded {
  readonly sdk: Sdk
  readonly client: DynamoDBClient
}

/** Without the last member the SDK only warns of a request that hangs, and waits on. */
const requestHandler = { connectionTimeout: 500, requestTimeout: 1000, throwOnRequestTimeout: true }
/** One repeat carries a request over a cut connection; more would hold a caller who can do without. */
const maxAttempts = 2

/**
 * The one table that instances share: items under a string key `pk`, written one at a time and conditionally.
 * The SDK is loaded and its client made for the first use, with the SDK's standard settings.
 * A repeat inside the SDK may follow a write that took effect: conditions must hold for the writer's own item as well.
 */
export class StateTable {
  readonly #name: string
  #loading: Promise<Loaded> | undefined

  constructor(name: string) {
    this.#name = name
  }

  /** Loads the SDK where that is still to do, so that the next operation takes the network's time only. @throws StateUnavailable */
  async prepare(): Promise<void> {
    await this.#send(async () => undefined, {})
  }

  /** Writes the whole item. False where the condition fails. @throws StateUnavailable */
  async put(pk: string, item: Item, terms: Terms = {}): Promise<boolean> {
    const input = { TableName: this.#name, Item: encode({ ...item, pk }), ...conditionOf(terms) }
    const done = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.PutItemCommand(input), options),
      terms,
    )
    return done !== 'condition failed'
  }

  /** Changes attributes (`SET …`); the changed ones' new values, or undefined where the condition fails. @throws StateUnavailable */
  async update(pk: string, change: string, terms: Terms): Promise<Item | undefined> {
    const input = {
      TableName: this.#name,
      Key: encode({ pk }),
      UpdateExpression: change,
      ...conditionOf(terms, change),
      ReturnValues: 'UPDATED_NEW',
    } as const
    const done = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.UpdateItemCommand(input), options),
      terms,
    )
    return done === 'condition failed' ? undefined : decode(done.Attributes ?? {})
  }

  /** The item as of now, or undefined. @throws StateUnavailable */
  async get(pk: string, terms: Pick<Terms, 'withinMs'> = {}): Promise<Item | undefined> {
    const input = { TableName: this.#name, Key: encode({ pk }), ConsistentRead: true }
    const done = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.GetItemCommand(input), options),
      terms,
    )
    return done === 'condition failed' || !done.Item ? undefined : decode(done.Item)
  }

  /** False where the condition fails. @throws StateUnavailable */
  async delete(pk: string, terms: Terms = {}): Promise<boolean> {
    const input = { TableName: this.#name, Key: encode({ pk }), ...conditionOf(terms) }
    const done = await this.#send(
      ({ sdk, client }, options) => client.send(new sdk.DeleteItemCommand(input), options),
      terms,
    )
    return done !== 'condition failed'
  }

  async #send<T>(
    send: (loaded: Loaded, options: { abortSignal?: AbortSignal }) => Promise<T>,
    { withinMs }: Terms,
  ): Promise<T | 'condition failed'> {
    const abortSignal = withinMs === undefined ? undefined : AbortSignal.timeout(Math.max(0, Math.floor(withinMs)))
    try {
      return await send(await this.#load(), abortSignal ? { abortSignal } : {})
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 'condition failed'
      throw new StateUnavailable(error)
    }
  }

  #load(): Promise<Loaded> {
    this.#loading ??= import('@aws-sdk/client-dynamodb').then((sdk) => ({
      sdk,
      client: new sdk.DynamoDBClient({ requestHandler, maxAttempts }),
    }))
    return this.#loading
  }
}

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
