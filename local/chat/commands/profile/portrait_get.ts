import { Refusal } from '../../replies.ts'
import { accountOf } from '../../world/accounts.ts'
import { profileFieldsOf } from '../../world/profile.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, refusedItem } from '../items.ts'
import { entriesOf, namedUserId } from '../request.ts'
import { readFault } from './field-faults.ts'

/** Reading fields of profiles, https://trtc.io/document/34917: 40003 for an account that is not there; fields that are not set are left out. */
export const portraitGet: Command = {
  service: 'profile',
  name: 'portrait_get',
  prepare(call) {
    const codes = { bad: 40002, tooMany: 40001 }
    const named = entriesOf(call.body.To_Account, call.limits.accountsPerCall, codes)
    const items = named.map((userId) => ({ userId: namedUserId(userId, 40002) }))
    const tags = tagsOf(call)
    const carryOut = ({ userId }: { userId: string }) => read(call, userId, tags)
    const failedAdds = { ProfileItem: [] }
    return { run: (faults) => answerItems(call, { rows: 'UserProfileItem', items, failedAdds, carryOut }, faults) }
  },
}

function tagsOf(call: CommandCall): string[] {
  const tags = entriesOf(call.body.TagList, Number.POSITIVE_INFINITY, { bad: 40001, tooMany: 40001 })
  for (const tag of tags) {
    const fault = typeof tag === 'string' ? readFault(call, tag) : 40001
    if (fault) throw new Refusal(fault)
  }
  return [...new Set(tags as string[])]
}

function read(call: CommandCall, userId: string, tags: string[]): ItemOutcome {
  const account = accountOf(call.app, userId)
  if (!account) return refusedItem(call, 40003)
  const fields = new Map(profileFieldsOf(account))
  const known = tags.filter((tag) => fields.has(tag))
  return { adds: { ProfileItem: known.map((tag) => ({ Tag: tag, Value: fields.get(tag) })) } }
}
