import type { AnyOperation } from '../operation.ts'
import blocklist from './blocklist/index.ts'
import friendLists from './friend-lists/index.ts'
import friends from './friends/index.ts'
import push from './push/index.ts'
import userAttributeNames from './user-attribute-names/index.ts'
import userAttributes from './user-attributes/index.ts'
import userTags from './user-tags/index.ts'

const families: readonly (readonly AnyOperation[])[] = [
  ...[friends, friendLists, blocklist],
  ...[userAttributeNames, userAttributes, userTags, push],
]

/** Every operation by its name. */
export const operations: ReadonlyMap<string, AnyOperation> = new Map(
  families.flat().map((operation) => [operation.name, operation]),
)
