import type { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { type Clock, systemClock } from './clock.ts'
import { type ConnectQueue, connectQueue } from './jobs/job-queue.ts'
import { type ConnectTable, connectTable } from './ledger/connect-table.ts'
import { type ReadSecret, readFromSecretsManager } from './upstream/credentials/secret-store.ts'
import { probe } from './upstream/probe.ts'
import type { Origin } from './upstream/regions.ts'
import { send } from './upstream/send.ts'

/** Loads the bus's SDK, and makes its client. */
export type ConnectBus = () => Promise<{
  readonly sdk: Pick<typeof import('@aws-sdk/client-eventbridge'), 'PutEventsCommand' | 'DescribeEventBusCommand'>
  readonly client: Pick<EventBridgeClient, 'send'>
}>

/** Where the gateway touches what lies outside of it. A simulation puts a world of its own in their place. */
export interface Edges {
  readonly clock: Clock
  /** From 0 to 1, for jitter. */
  readonly random: () => number
  readonly send: typeof send
  /** Whether a connection to a host of Chat's can be made; never rejects. */
  readonly probe: (origin: Origin) => Promise<boolean>
  readonly readSecrets: (prefix: string) => ReadSecret
  readonly connectTable: ConnectTable
  readonly connectQueue: ConnectQueue
  /** The bus's own way where it is left out. */
  readonly connectBus?: ConnectBus
  /** Stdout where it is left out. */
  readonly writeLog?: (line: string) => void
}

export const realEdges: Edges = {
  clock: systemClock,
  random: Math.random,
  send,
  probe,
  readSecrets: readFromSecretsManager,
  connectTable,
  connectQueue,
}
