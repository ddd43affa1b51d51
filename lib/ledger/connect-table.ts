import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { AwsRequests, type SendOptions } from '../sockets/aws-requests.ts'
import { isThrottling, Throttled } from './throttled.ts'

type Sdk = typeof import('@aws-sdk/client-dynamodb')
type OnItems = 'Put' | 'Update' | 'Get' | 'Delete' | 'BatchGet' | 'BatchWrite'

/** As much of the SDK as tables are used with, and a client of it. */
export interface LoadedTable {
  readonly sdk: Pick<Sdk, `${OnItems}ItemCommand` | 'QueryCommand'>
  readonly client: Pick<DynamoDBClient, 'send'>
  /** How far the table's clock was ahead of ours at its latest answer, in milliseconds; left out where it doesn't tell. */
  readonly aheadMs?: () => number
}

/** A request to the table. */
export type OnTable<T> = (loaded: LoadedTable, options: SendOptions) => Promise<T>

/** Loads the SDK, and makes a client whose requests take no longer than that. */
export type ConnectTable = (patienceMs: number) => Promise<LoadedTable>

/** A clock that differs by less from the table's is taken as it is. */
export const CLOCKS_AGREE_MS = 2000
/** One repeat carries a request over a cut connection; more would hold a caller who can do without. */
const maxAttempts = 2

export const connectTable: ConnectTable = async (requestTimeout) => {
  const requestHandler = new AwsRequests({ connectionTimeout: requestTimeout / 2, requestTimeout })
  const sdk = await import('@aws-sdk/client-dynamodb')
  const client = new sdk.DynamoDBClient({ requestHandler, maxAttempts })
  let aheadMs = 0
  const hear = (heard: unknown) => {
    aheadMs = aheadBy(Object(heard).headers?.date, aheadMs)
  }
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        const done = await next(args)
        hear(done.response)
        return done
      } catch (error) {
        hear(Object(error).$response)
        throw error
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'hearTheTime' },
  )
  leaveThrottledBatches(client)
  return { sdk, client, aheadMs: () => aheadMs }
}

/** The SDK would wait for up to a second, and whoever has the batch (batches.ts) knows better how long. */
function leaveThrottledBatches({ middlewareStack }: DynamoDBClient): void {
  middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        try {
          return await next(args)
        } catch (error) {
          const isOurs = commandName.startsWith('Batch') && error instanceof Error && isThrottling(error)
          throw isOurs ? new Throttled(error) : error
        }
      },
    { step: 'finalizeRequest', priority: 'low', name: 'leaveThrottledBatches' },
  )
}

/**
 * By an HTTP `Date`, which leaves out the milliseconds: what it says that is so near to what was known changes nothing, or whoever
 * goes by it would see the time jump to and fro with every answer.
 */
function aheadBy(date: unknown, knownMs: number): number {
  const at = typeof date === 'string' ? Date.parse(date) : Number.NaN
  const aheadMs = at + 500 - Date.now()
  if (Number.isNaN(at) || Math.abs(aheadMs - knownMs) < CLOCKS_AGREE_MS) return knownMs
  return Math.abs(aheadMs) < CLOCKS_AGREE_MS ? 0 : aheadMs
}
