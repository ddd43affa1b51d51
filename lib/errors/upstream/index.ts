import * as accounts from './accounts.ts'
import * as archives from './archives.ts'
import * as calls from './calls.ts'
import * as content from './content.ts'
import * as conversations from './conversations.ts'
import * as friends from './friends.ts'
import * as groups from './groups.ts'
import type { Line, Range } from './line.ts'
import * as messages from './messages.ts'
import * as mutes from './mutes.ts'
import * as profiles from './profiles.ts'
import * as sends from './sends.ts'
import * as topics from './topics.ts'

/** All files of this folder by their numbers, with the meanings: for whoever prints them. */
export const ranges: readonly Range[] = [
  archives,
  groups,
  messages,
  friends,
  profiles,
  conversations,
  calls,
  accounts,
  content,
  sends,
  topics,
  mutes,
]

/** The same without the meanings. It names each file, since a bundler would keep all of what it reaches through `ranges`. */
export const allLines: readonly Line[] = [
  ...archives.lines,
  ...groups.lines,
  ...messages.lines,
  ...friends.lines,
  ...profiles.lines,
  ...conversations.lines,
  ...calls.lines,
  ...accounts.lines,
  ...content.lines,
  ...sends.lines,
  ...topics.lines,
  ...mutes.lines,
]
