import { Refusal } from '../../replies.ts'
import { accountOf } from '../../world/accounts.ts'
import { setField } from '../../world/profile.ts'
import type { Command, CommandCall } from '../command.ts'
import { entriesOf, membersOf, namedUserId } from '../request.ts'
import { writeFault } from './field-faults.ts'

/** Setting fields of a profile, all of them or none, https://trtc.io/document/34916. */
export const portraitSet: Command = {
  service: 'profile',
  name: 'portrait_set',
  prepare(call) {
    const account = accountOf(call.app, namedUserId(call.body.From_Account, 40001))
    if (!account) throw new Refusal(40003)
    const fields = fieldsOf(call)
    return {
      run() {
        for (const [tag, value] of fields) setField(account, tag, value)
        return {}
      },
    }
  },
}

function fieldsOf(call: CommandCall): Array<[string, string | number]> {
  const entries = entriesOf(call.body.ProfileItem, Number.POSITIVE_INFINITY, { bad: 40001, tooMany: 40001 })
  return entries.map((entry) => {
    const { Tag, Value } = membersOf(entry, 40001)
    if (typeof Tag !== 'string' || Value === undefined) throw new Refusal(40001)
    const fault = writeFault(call, Tag, Value)
    if (fault) throw new Refusal(fault)
    return [Tag, Value as string | number]
  })
}
