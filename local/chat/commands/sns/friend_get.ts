import type { Account, Friend } from '../../world/account.ts'
import type { Command } from '../command.ts'
import { countOf, fromAccountOf } from '../request.ts'
import { customFieldsOf, standardFieldsOf } from './friend-fields.ts'

/** Pulling all friends by the page, without profile fields, https://trtc.io/document/34908. */
export const friendGet: Command = {
  service: 'sns',
  name: 'friend_get',
  prepare(call) {
    const owner = fromAccountOf(call)
    const start = countOf(call, 'StartIndex')
    const standard = countOf(call, 'StandardSequence', 0)
    const custom = countOf(call, 'CustomSequence', 0)
    const end = start + call.limits.friendsPage
    return {
      run() {
        const { sequences, friends } = owner
        // Whoever names the sequence that is in force has the fields of that kind already. That is asked of the first page only:
        // clients pass the sequences that it returned back with the next one, and still want its friends.
        const isLater = start > 0
        const news = {
          standard: isLater || standard !== sequences.standard,
          custom: isLater || custom !== sequences.custom,
        }
        const rows = news.standard || news.custom ? pageOf(owner, start, end, news) : []
        const complete = rows.length === 0 || end >= friends.size
        return {
          ...(rows.length > 0 ? { UserDataItem: rows } : {}),
          StandardSequence: sequences.standard,
          CustomSequence: sequences.custom,
          FriendNum: friends.size,
          CompleteFlag: complete ? 1 : 0,
          NextStartIndex: complete ? 0 : end,
        }
      },
    }
  },
}

interface News {
  standard: boolean
  custom: boolean
}

function pageOf({ friends }: Account, start: number, end: number, news: News): unknown[] {
  return [...friends].slice(start, end).map(([userId, friend]) => ({
    To_Account: userId,
    ValueItem: fieldsOf(friend, news).map(([tag, value]) => ({ Tag: tag, Value: value })),
  }))
}

function fieldsOf(friend: Friend, { standard, custom }: News): Array<[string, unknown]> {
  return [...(standard ? standardFieldsOf(friend) : []), ...(custom ? customFieldsOf(friend) : [])]
}
