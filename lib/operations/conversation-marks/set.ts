import type * as shapes from '../../../schemas/conversation-marks/set.ts'
import type { Pointed } from '../../errors/gateway-error.ts'
import { defineOperation } from '../../operation.ts'
import { type Conversation, conversationItems, ownVerdicts, toContactItem } from '../conversation.ts'
import { byAccount } from '../turns.ts'

type Mark = string | number

interface Marked extends Conversation {
  readonly add?: readonly Mark[]
  readonly remove?: readonly Mark[]
  readonly custom?: string
}

/** The bits that Chat gives a meaning; those from 32 on are the app's own. */
const bits: ReadonlyMap<Mark, number> = new Map([
  ['favorite', 1],
  ['unread', 2],
  ['folded', 3],
  ['hidden', 4],
])

const toBits = (marks: readonly Mark[] | undefined) => marks?.map((mark) => bits.get(mark) ?? mark)

const STANDARD = 1
const CUSTOM = 2

const toMarkItem = ({ add, remove, custom, ...conversation }: Marked) => ({
  OptType: (add || remove ? STANDARD : 0) + (custom === undefined ? 0 : CUSTOM),
  ContactItem: toContactItem(conversation),
  ClearMark: toBits(remove),
  SetMark: toBits(add),
  CustomMark: custom,
})

const faultsOf = ({ add = [], remove = [] }: Marked, index: number): Pointed[] =>
  remove.flatMap((mark, at) =>
    add.includes(mark)
      ? [
          {
            pointer: `/conversations/${index}/remove/${at}`,
            message: 'stands in add as well; a mark is set or taken away',
          },
        ]
      : [],
  )

export default defineOperation<typeof shapes, Marked>({
  name: 'conversation-marks.set',
  summary: 'Marks conversations of an account, or takes marks away',
  path: 'v4/recentcontact/mark_contact',
  page: 'https://trtc.io/document/53438',
  effect: 'write',
  turn: byAccount,
  call: ({ userId }, { items }) => ({ From_Account: userId, MarkItem: items }),
  items: { ...conversationItems(100), toUpstream: toMarkItem, told: ownVerdicts('ResultItem') },
  refuses: ({ conversations }) => conversations.flatMap((one, index) => faultsOf(one as Marked, index)),
})
