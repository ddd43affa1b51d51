import { type ListBlocklist, listBlocklist } from '../../../schemas/blocklist/list.ts'
import { type Answered, defineOperation, type Members } from '../../operation.ts'
import { isName } from '../names.ts'
import { fromUnixSeconds } from '../times.ts'

function readBlocked({ To_Account: userId, AddBlackTimeStamp }: Members) {
  const blockedAt = fromUnixSeconds(AddBlackTimeStamp)
  return isName(userId) && blockedAt !== undefined ? { userId, blockedAt } : undefined
}

/** Whatever Chat calls its sequence (its name is misspelt there), only StartIndex says whether more follows. */
function readPage({ BlackListItem, StartIndex }: Members, _: ListBlocklist, position: number): Answered | undefined {
  const entries = BlackListItem ?? []
  if (!Array.isArray(entries) || !Number.isSafeInteger(StartIndex)) return undefined
  const blocked = entries.map((entry) => readBlocked(Object(entry)))
  const next = Number(StartIndex)
  if (blocked.includes(undefined) || (next !== 0 && next <= position)) return undefined
  return { answer: { blocked }, next: next === 0 ? undefined : next }
}

export default defineOperation<ListBlocklist>({
  name: 'blocklist.list',
  summary: 'Lists the accounts that an account blocks, page by page',
  path: 'v4/sns/black_list_get',
  page: 'https://trtc.io/document/34914',
  schema: listBlocklist,
  effect: 'read',
  call: ({ userId, limit = 100 }, { position }) => ({
    From_Account: userId,
    StartIndex: position,
    MaxLimited: limit,
    LastSequence: 0,
  }),
  answer: readPage,
})
