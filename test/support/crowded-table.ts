import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'

type Attributes = Readonly<Record<string, AttributeValue>>
interface Write {
  readonly PutRequest?: { readonly Item: Attributes }
  readonly DeleteRequest?: { readonly Key: Attributes }
}
type RequestItems<T> = Readonly<Record<string, T>>

/** What DynamoDB gives a partition, and where it ends a batch that reads of one. */
const WRITE_UNITS_PER_SECOND = 1000
const UNIT_BYTES = 1024
const MOST_READ_UNITS = 1024

export interface CrowdedTable {
  /** What AWS_ENDPOINT_URL_DYNAMODB takes. */
  readonly url: string
  /** How many items there are. */
  readonly items: () => number
  /** Has it hold these without a write, by the names of the API. */
  readonly fill: (items: readonly Attributes[]) => void
  /** How many requests each action had. */
  readonly requests: ReadonlyMap<string, number>
  /** From now on every request is refused by this name. */
  readonly refuse: (name: string) => void
  readonly close: () => Promise<void>
}

/**
 * A table all of whose items are in one partition, for batches only: what is over the partition's units comes back unprocessed, and
 * where nothing is left of them the request is refused. It has nothing in store to begin with.
 * @param now milliseconds, by whatever clock
 * @param scale how much larger than it is each item is taken for, so that a test need not send megabytes
 */
export async function startCrowdedTable(now: () => number, scale = 1): Promise<CrowdedTable> {
  const items = new Map<string, Attributes>()
  const unitsOf = (item: Attributes) => Math.max(1, (sizeOf(item) * scale) / UNIT_BYTES)
  const requests = new Map<string, number>()
  const units = new Units(now)
  let refusal: string | undefined
  const serve = (action: string, { RequestItems }: { readonly RequestItems: RequestItems<never> }): object => {
    if (refusal !== undefined) return refusedBy(refusal)
    return action === 'BatchWriteItem'
      ? write(RequestItems, items, (item) => units.take(Math.ceil(unitsOf(item))))
      : read(RequestItems, items, unitsOf)
  }
  const server = createServer(async (asked, reply) => {
    const action = String(asked.headers['x-amz-target']).split('.').at(-1) ?? ''
    requests.set(action, (requests.get(action) ?? 0) + 1)
    send(reply, serve(action, JSON.parse(Buffer.concat(await asked.toArray()).toString())))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    items: () => items.size,
    fill: (all) => {
      for (const item of all) items.set(keyOf(item), item)
    },
    requests,
    refuse: (name) => {
      refusal = name
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((closed) => server.close(() => closed()))
    },
  }
}

const refusedBy = (name: string) => ({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'refused' })

function send(reply: ServerResponse, answer: object): void {
  const status = '__type' in answer ? 400 : 200
  reply.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer))
}

/** A partition's write units: those of a second at most, and none to begin with. */
class Units {
  readonly #now: () => number
  #left = 0
  #at: number

  constructor(now: () => number) {
    this.#now = now
    this.#at = now()
  }

  take(count: number): boolean {
    const now = this.#now()
    this.#left = Math.min(WRITE_UNITS_PER_SECOND, this.#left + ((now - this.#at) * WRITE_UNITS_PER_SECOND) / 1000)
    this.#at = now
    if (this.#left < count) return false
    this.#left -= count
    return true
  }
}

const sizeOf = (item: Attributes): number =>
  Object.entries(item).reduce((sum, [name, { S, N, B }]) => {
    const bytes = B === undefined ? (S ?? N ?? '').length : (String(B).length * 3) / 4
    return sum + name.length + bytes
  }, 0)

const keyOf = ({ pk, sk }: Attributes): string => `${pk?.S} ${sk?.S}`

function write(
  asked: RequestItems<readonly Write[]>,
  items: Map<string, Attributes>,
  take: (item: Attributes) => boolean,
): object {
  const [[name, writes] = ['', []]] = Object.entries(asked)
  const left = writes.filter(({ PutRequest, DeleteRequest }) => {
    const item = PutRequest?.Item ?? DeleteRequest?.Key ?? {}
    if (!take(PutRequest ? item : (items.get(keyOf(item)) ?? {}))) return true
    if (PutRequest) items.set(keyOf(item), item)
    else items.delete(keyOf(item))
    return false
  })
  if (left.length === writes.length) return refusedBy('ProvisionedThroughputExceededException')
  return { UnprocessedItems: left.length > 0 ? { [name]: left } : {} }
}

function read(
  asked: RequestItems<{ readonly Keys: readonly Attributes[] }>,
  items: ReadonlyMap<string, Attributes>,
  unitsOf: (item: Attributes) => number,
): object {
  const [[name, { Keys }] = ['', { Keys: [] }]] = Object.entries(asked)
  const found: Attributes[] = []
  let units = 0
  let at = 0
  for (; at < Keys.length; at++) {
    const item = items.get(keyOf(Keys[at] ?? {}))
    if (!item) continue
    units += unitsOf(item)
    if (units > MOST_READ_UNITS && found.length > 0) break
    found.push(item)
  }
  const left = Keys.slice(at)
  return { Responses: { [name]: found }, UnprocessedKeys: left.length > 0 ? { [name]: { Keys: left } } : {} }
}
