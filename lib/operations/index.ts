import type { AnyOperation } from '../operation.ts'
import accounts from './accounts/index.ts'
import blocklist from './blocklist/index.ts'
import bots from './bots/index.ts'
import friendLists from './friend-lists/index.ts'
import friends from './friends/index.ts'

const families: readonly (readonly AnyOperation[])[] = [friends, friendLists, blocklist, accounts, bots]

/** Every operation by its name. */
export const operations: ReadonlyMap<string, AnyOperation> = new Map(
  families.flat().map((operation) => [operation.name, operation]),
)
