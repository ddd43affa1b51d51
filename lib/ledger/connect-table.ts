import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { AwsRequests, type SendOptions } from '../sockets/aws-requests.ts'
import { isThrottling, Throttled } from './throttled.ts'

type Sdk = typeof import('@aws-sdk/client-dynamodb')
type OnItems = 'Put' | 'Update' | 'Get' | 'Delete' | 'BatchGet' | 'BatchWrite'

/** The parts of the SDK that tables need, and a client. */
export interface LoadedTable {
  readonly sdk: Pick<Sdk, `${OnItems}ItemCommand` | 'QueryCommand'>
  readonly client: Pick<DynamoDBClient, 'send'>
  /** How many milliseconds the table's clock was ahead of ours at its latest answer; left out if its answers don't say. */
  readonly aheadMs?: () => number
}

/** A request to the table. */
export type OnTable<T> = (loaded: LoadedTable, options: SendOptions) => Promise<T>

/** Loads the SDK and makes a client; no request of it takes longer than `patienceMs`. */
export type ConnectTable = (patienceMs: number) => Promise<LoadedTable>

/** If our clock differs from the table's by less than this, it is not corrected. */
export const CLOCKS_AGREE_MS = 2000
/** One repeat is enough to get over a cut connection. More would delay callers who can go on without the table. */
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

/** Keeps the SDK from repeating throttled batches: it would wait up to a second, while batches.ts knows how much time is left. */
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
 * How far the table's clock is ahead, by the `Date` header of an answer. The header has no milliseconds, so a small change of the result
 * is ignored: otherwise the corrected time would jump to and fro with every answer.
 */
function aheadBy(date: unknown, knownMs: number): number {
  const at = typeof date === 'string' ? Date.parse(date) : Number.NaN
  const aheadMs = at + 500 - Date.now()
  if (Number.isNaN(at) || Math.abs(aheadMs - knownMs) < CLOCKS_AGREE_MS) return knownMs
  return Math.abs(aheadMs) < CLOCKS_AGREE_MS ? 0 : aheadMs
}
