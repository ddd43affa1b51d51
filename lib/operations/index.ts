import type { AnyOperation } from '../operation.ts'
import blocklist from './blocklist/index.ts'
import friendLists from './friend-lists/index.ts'
import friends from './friends/index.ts'
import messageArchives from './message-archives/index.ts'
import operationsData from './operations-data/index.ts'
import serverAddresses from './server-addresses/index.ts'

const families: readonly (readonly AnyOperation[])[] = [
  friends,
  friendLists,
  blocklist,
  operationsData,
  messageArchives,
  serverAddresses,
]

/** Every operation by its name. */
export const operations: ReadonlyMap<string, AnyOperation> = new Map(
  families.flat().map((operation) => [operation.name, operation]),
)
