import type * as shapes from '../../../schemas/conversations/list.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { readConversations } from '../conversation.ts'
import { readCount } from '../counts.ts'
import { readValues } from '../entries.ts'
import { fromUnixTime, noneIfZero } from '../times.ts'

const WITH_PINNED = 1
const WITH_EMPTY = 2
/** Pinned conversations come by the page as well. */
const PAGED = 4

/** Ordinary conversations and pinned ones are paged side by side. */
const places = ['TimeStamp', 'StartIndex', 'TopTimeStamp', 'TopStartIndex'] as const

/** Where both lists go on, in this order; all zeros are the first page. */
const isPosition = (position: unknown): position is readonly number[] =>
  Array.isArray(position) &&
  position.length === places.length &&
  position.every((place) => readCount(place) !== undefined) &&
  position.some((place) => place !== 0)

const readEntry = ({ MsgTime, TopFlag }: Members): Members => ({
  ...readValues({ lastMessageAt: [noneIfZero(MsgTime), fromUnixTime] }),
  pinned: TopFlag === 1,
})

function readPage(reply: Members): Answered | Unclear {
  const conversations = readConversations('SessionItem', reply.SessionItem, readEntry)
  if (typeof conversations === 'string') return conversations
  if (reply.CompleteFlag === 1) return { answer: { conversations } }
  const next = places.map((name) => readCount(reply[name]))
  const odd = places[next.indexOf(undefined)]
  if (odd) return `CompleteFlag does not end the list, and ${odd} is no number`
  return isPosition(next)
    ? { answer: { conversations }, next }
    : 'CompleteFlag does not end the list, and it goes on with the first page'
}

export default defineOperation<typeof shapes>({
  name: 'conversations.list',
  summary: 'Lists the recent conversations of an account, page by page',
  path: 'v4/recentcontact/get_list',
  page: 'https://trtc.io/document/43087',
  effect: 'read',
  pages: { isPosition },
  call: ({ userId, withPinned = true, withEmpty = false }, { from }) => ({
    From_Account: userId,
    ...Object.fromEntries(places.map((name, index) => [name, isPosition(from) ? from[index] : 0])),
    AssistFlags: (withPinned ? WITH_PINNED : 0) + (withEmpty ? WITH_EMPTY : 0) + PAGED,
  }),
  read: readPage,
})
