import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

type Sdk = typeof import('@aws-sdk/client-dynamodb')
type OnItems = 'Put' | 'Update' | 'Get' | 'Delete' | 'BatchGet' | 'BatchWrite'

/** As much of the SDK as tables are used with, and a client of it. */
export interface LoadedTable {
  readonly sdk: Pick<Sdk, `${OnItems}ItemCommand` | 'QueryCommand'>
  readonly client: Pick<DynamoDBClient, 'send'>
}

/** Loads the SDK, and makes a client whose requests take no longer than that. */
export type ConnectTable = (patienceMs: number) => Promise<LoadedTable>

/** One repeat carries a request over a cut connection; more would hold a caller who can do without. */
const maxAttempts = 2

export const connectTable: ConnectTable = async (requestTimeout) => {
  // Without the last member the SDK only warns of a request that hangs, and waits on.
  const requestHandler = { connectionTimeout: requestTimeout / 2, requestTimeout, throwOnRequestTimeout: true }
  const sdk = await import('@aws-sdk/client-dynamodb')
  return { sdk, client: new sdk.DynamoDBClient({ requestHandler, maxAttempts }) }
}
