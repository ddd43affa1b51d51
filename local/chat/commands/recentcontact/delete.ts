import { Refusal } from '../../replies.ts'
import { ONE_TO_ONE } from '../../world/contacts.ts'
import { clearHistory } from '../../world/conversations.ts'
import { dropRecent } from '../../world/recent.ts'
import { BAD, contactCommand, contactOf } from './contact.ts'

/** Taking a conversation off the list, https://trtc.io/document/43088; its messages go with ClearRamble 1 alone. */
export const deleteContact = contactCommand('delete', (call, owner) => {
  const contact = contactOf(call.body, 'ToGroupid')
  const { ClearRamble = 0 } = call.body
  if (ClearRamble !== 0 && ClearRamble !== 1) throw new Refusal(BAD)
  return {
    run() {
      dropRecent(owner, contact)
      if (ClearRamble === 1 && contact.kind === ONE_TO_ONE) clearHistory(call.app, owner.userId, contact.id)
      return {}
    },
  }
})
