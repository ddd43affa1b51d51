import type * as shapes from '../../../schemas/conversation-marks/list.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { readConversations } from '../conversation.ts'
import { readCount } from '../counts.ts'
import { readEntries } from '../entries.ts'
import { isName } from '../names.ts'
import { groupNamesIn, readMarks } from './marks.ts'

function readGroup({ GroupName: name, GroupId }: Members): Members | Unclear {
  const conversationGroupId = readCount(GroupId)
  return isName(name) && conversationGroupId !== undefined
    ? { name, conversationGroupId }
    : 'it lacks GroupName or GroupId'
}

function readPage({ ContactItem, GroupItem, CompleteFlag, NextStartIndex }: Members): Answered | Unclear {
  const groups = readEntries('GroupItem', GroupItem, readGroup)
  if (typeof groups === 'string') return groups
  const names = groupNamesIn(GroupItem)
  const conversations = readConversations('ContactItem', ContactItem, (entry) => readMarks(entry, names))
  if (typeof conversations === 'string') return conversations
  const isLast = CompleteFlag === 1
  if (!isLast && readCount(NextStartIndex) === undefined) {
    return 'CompleteFlag does not end the list, and NextStartIndex is no number'
  }
  return { answer: { conversations, groups }, next: isLast ? undefined : NextStartIndex }
}

export default defineOperation<typeof shapes>({
  name: 'conversation-marks.list',
  summary: 'Lists all conversations of an account that are marked or in a group, and its groups, page by page',
  path: 'v4/recentcontact/get_contact_group',
  page: 'https://trtc.io/document/53440',
  effect: 'read',
  pages: { isPosition: (position) => Number(readCount(position)) > 0 },
  call: ({ userId }, { from = 0 }) => ({ From_Account: userId, StartIndex: from }),
  read: readPage,
})
