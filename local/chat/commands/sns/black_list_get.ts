import type { Command } from '../command.ts'
import { countOf, fromAccountOf } from '../request.ts'

/** Pulling the blocklist by the page, https://trtc.io/document/34914. The misspelt CurruentSequence is the page's. */
export const blackListGet: Command = {
  service: 'sns',
  name: 'black_list_get',
  prepare(call) {
    const owner = fromAccountOf(call)
    const start = countOf(call, 'StartIndex')
    const end = start + (countOf(call, 'MaxLimited', 0) || call.limits.blockedPage)
    countOf(call, 'LastSequence')
    return {
      run: () => ({
        BlackListItem: [...owner.blocked]
          .slice(start, end)
          .map(([userId, since]) => ({ To_Account: userId, AddBlackTimeStamp: since })),
        StartIndex: end < owner.blocked.size ? end : 0,
        CurruentSequence: owner.sequences.blocklist,
      }),
    }
  },
}
