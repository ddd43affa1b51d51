import type { AnyOperation } from '../operation.ts'
import accounts from './accounts/index.ts'
import blocklist from './blocklist/index.ts'
import bots from './bots/index.ts'
import conversationGroups from './conversation-groups/index.ts'
import conversationMarks from './conversation-marks/index.ts'
import conversations from './conversations/index.ts'
import friendLists from './friend-lists/index.ts'
import friends from './friends/index.ts'
import messageArchives from './message-archives/index.ts'
import messageExtensions from './message-extensions/index.ts'
import messages from './messages/index.ts'
import mutes from './mutes/index.ts'
import operationsData from './operations-data/index.ts'
import presence from './presence/index.ts'
import profiles from './profiles/index.ts'
import push from './push/index.ts'
import serverAddresses from './server-addresses/index.ts'
import sessions from './sessions/index.ts'
import userAttributeNames from './user-attribute-names/index.ts'
import userAttributes from './user-attributes/index.ts'
import userTags from './user-tags/index.ts'

const families: readonly (readonly AnyOperation[])[] = [
  friends,
  friendLists,
  blocklist,
  accounts,
  profiles,
  sessions,
  presence,
  mutes,
  bots,
  conversations,
  conversationGroups,
  conversationMarks,
  userAttributeNames,
  userAttributes,
  userTags,
  messages,
  messageExtensions,
  push,
  operationsData,
  messageArchives,
  serverAddresses,
]

/** Every operation by its name. */
export const operations: ReadonlyMap<string, AnyOperation> = new Map(
  families.flat().map((operation) => [operation.name, operation]),
)
