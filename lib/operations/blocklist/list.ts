import type * as shapes from '../../../schemas/blocklist/list.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { readEntries, readValues } from '../entries.ts'
import { isName } from '../names.ts'
import { fromUnixTime } from '../times.ts'
import { byAccount } from '../turns.ts'

function readBlocked({ To_Account: userId, AddBlackTimeStamp }: Members): Members | Unclear {
  if (!isName(userId)) return 'it names no account'
  return { userId, ...readValues({ blockedAt: [AddBlackTimeStamp, fromUnixTime] }) }
}

/** Whatever Chat calls its sequence (its name is misspelt there), only StartIndex says whether more follows. */
function readPage({ BlackListItem, StartIndex }: Members): Answered | Unclear {
  const blocked = readEntries('BlackListItem', BlackListItem, readBlocked)
  if (typeof blocked === 'string') return blocked
  if (!Number.isSafeInteger(StartIndex)) return 'StartIndex is no integer'
  const next = Number(StartIndex)
  return { answer: { blocked }, next: next === 0 ? undefined : next }
}

export default defineOperation<typeof shapes>({
  name: 'blocklist.list',
  summary: 'Lists the accounts that an account blocks, page by page',
  path: 'v4/sns/black_list_get',
  page: 'https://trtc.io/document/34914',
  effect: 'read',
  turn: byAccount,
  call: ({ userId, limit = 100 }, { from = 0 }) => ({
    From_Account: userId,
    StartIndex: from,
    MaxLimited: limit,
    LastSequence: 0,
  }),
  read: readPage,
})
