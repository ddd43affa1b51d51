import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { ConnectTable } from '../../../../lib/ledger/connect-table.ts'
import type { LeftUndone } from '../check/left-undone.ts'
import { current } from '../invocation.ts'
import type { TimeoutSignal } from '../take-over.ts'
import type { Memory } from './memory.ts'
import type { Client, Service } from './service.ts'
import type { Table } from './table.ts'

type Kind = 'put' | 'update' | 'get' | 'delete' | 'query' | 'batchGet' | 'batchWrite'

interface Command {
  readonly kind: Kind
  readonly input: object
}

const commandOf = (kind: Kind) =>
  class implements Command {
    readonly kind = kind
    readonly input: object
    constructor(input: object) {
      this.input = input
    }
  }

/** Commands without the SDK's machinery: what they are and what they ask for. */
const sdk = {
  PutItemCommand: commandOf('put'),
  UpdateItemCommand: commandOf('update'),
  GetItemCommand: commandOf('get'),
  DeleteItemCommand: commandOf('delete'),
  QueryCommand: commandOf('query'),
  BatchGetItemCommand: commandOf('batchGet'),
  BatchWriteItemCommand: commandOf('batchWrite'),
}

/** As the gateway's own client is set. */
const TRIES = 2

/** Who watches what is asked of the tables. */
interface Watches {
  readonly leftUndone: LeftUndone
  readonly memory: Memory
}

/** A client of the simulated tables, by name. */
export const connectTo =
  (
    tables: Readonly<Record<string, Table>>,
    service: Service,
    client: Client,
    { leftUndone, memory }: Watches,
  ): ConnectTable =>
  async (patienceMs) => {
    const send = ({ kind, input }: Command, { abortSignal }: { readonly abortSignal?: TimeoutSignal } = {}) => {
      const table = tables[tableOf(input)]
      if (!table) throw new Error(`there is no table for ${JSON.stringify(input)}`)
      const invocation = current.getStore()
      // Whoever watches the table wants to know on whose behalf something is written.
      const apply = () => current.run(invocation, () => table[kind](input as never))
      const asking = { client, apply, patienceMs, tries: TRIES, endsAt: abortSignal?.endsAt }
      if (!invocation) return service.ask(asking)
      const ofWorker = invocation.role === 'worker' ? memory : undefined
      const isBatch = kind.startsWith('batch')
      const asked = isBatch ? keysOf(input) : []
      leftUndone.asked(invocation, asked)
      return service.ask<object>(asking).then(
        (answer) => {
          leftUndone.answered(invocation, client, asked, keysOf(answer))
          ofWorker?.answered(invocation, client, { kind, input, answer })
          return answer
        },
        (error: Error) => {
          if (/Throttl|Throughput/.test(error.name)) leftUndone.answered(invocation, client, asked, asked)
          else if (isBatch) leftUndone.failed(invocation)
          if (error.name !== 'ConditionalCheckFailedException') ofWorker?.failed(invocation)
          throw error
        },
      )
    }
    return { sdk, client: { send } } as unknown as Awaited<ReturnType<ConnectTable>>
  }

function tableOf(input: object): string {
  const { TableName, RequestItems = {} } = input as { readonly TableName?: string; readonly RequestItems?: object }
  return TableName ?? Object.keys(RequestItems)[0] ?? ''
}

type Attributes = Readonly<Record<string, AttributeValue>>
interface Some {
  readonly Keys?: readonly Attributes[]
}
interface Write {
  readonly PutRequest?: { readonly Item: Attributes }
  readonly DeleteRequest?: { readonly Key: Attributes }
}
type OfTables = Readonly<Record<string, Some | readonly Write[]>>
interface InBatches {
  readonly RequestItems?: OfTables
  readonly UnprocessedItems?: OfTables
  readonly UnprocessedKeys?: OfTables
}

/** What a batch asks for, or an answer says that is left of it. */
function keysOf({ RequestItems, UnprocessedItems, UnprocessedKeys }: InBatches): string[] {
  const [some = []] = Object.values(RequestItems ?? UnprocessedItems ?? UnprocessedKeys ?? {})
  const keys =
    'Keys' in some
      ? (some.Keys ?? [])
      : (some as readonly Write[]).map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {})
  return keys.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`)
}
