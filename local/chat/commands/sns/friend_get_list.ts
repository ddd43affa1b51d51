import type { Account } from '../../world/account.ts'
import { profileFieldsOf } from '../../world/profile.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, refusedItem } from '../items.ts'
import { accountFault, fromAccountOf, illegal, userIdOf } from '../request.ts'
import { customFieldsOf, standardFieldsOf } from './friend-fields.ts'

/** Pulling chosen fields of chosen friends, https://trtc.io/document/34910: 30001, 30002 and 30003 per item. */
export const friendGetList: Command = {
  service: 'sns',
  name: 'friend_get_list',
  prepare(call) {
    const owner = fromAccountOf(call)
    const { To_Account, TagList } = call.body
    // No limit on their number: the page only recommends 100.
    if (!Array.isArray(To_Account)) throw illegal(call, 'To_Account')
    if (!Array.isArray(TagList)) throw illegal(call, 'TagList')
    const items = To_Account.map((userId) => ({ userId: userIdOf(call, userId, 'To_Account') }))
    const tags = TagList.map(String)
    const carryOut = ({ userId }: { userId: string }) => pull(call, owner, userId, tags)
    return { run: (faults) => answerItems(call, { rows: 'InfoItem', items, carryOut }, faults) }
  },
}

function pull(call: CommandCall, owner: Account, userId: string, tags: string[]): ItemOutcome {
  const unknown = accountFault(call, userId)
  if (unknown) return refusedItem(call, unknown)
  const friend = owner.friends.get(userId)
  if (!friend) return refusedItem(call, 30001)
  const fields = new Map([
    ...standardFieldsOf(friend),
    ...customFieldsOf(friend),
    ...profileFieldsOf(call.app.accounts.get(userId)!),
  ])
  const wanted = [...new Set(tags)].filter((tag) => fields.has(tag))
  return { adds: { SnsProfileItem: wanted.map((tag) => ({ Tag: tag, Value: fields.get(tag) })) } }
}
