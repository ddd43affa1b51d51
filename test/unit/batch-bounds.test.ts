import { expect, test } from 'vitest'
import { jsonAnswer } from '../../lib/triggers/answer.ts'
import { pagesBeyond } from '../../lib/triggers/http/batch-bounds.ts'
import type { Batch } from '../../schemas/batch.ts'

const entries = (...operations: string[]) =>
  operations.map((operation, id) => ({ id: `${id}`, operation })) as Batch['requests']
const page = (mebibytes: number) => jsonAnswer(200, { outcome: 'ok', text: 'x'.repeat(mebibytes * 2 ** 20) })
const beyond = (requests: Batch['requests'], answers: ReturnType<typeof page>[]) => {
  const left = pagesBeyond(requests, answers)
  return answers.map((answer) => left.has(answer))
}

test('pages that are too many for one answer are left out, those before them are not', () => {
  const requests = entries('friends.list', 'friend-lists.get', 'blocklist.list')
  expect(beyond(requests, [page(1.5), page(1), page(0)])).toEqual([false, true, true])
})

test('what a write has come to is never left out, nor the id of a job, nor what is wrong with an entry', () => {
  const requests = entries('friend-lists.get', 'friends.delete-all', 'friends.add', 'friends.list', 'no.such')
  const accepted = jsonAnswer(202, { jobId: 'j' })
  const problem = jsonAnswer(404, { code: 'ACCOUNT_NOT_FOUND' })
  expect(beyond(requests, [page(3), page(0), accepted, problem, problem])).toEqual([true, false, false, false, false])
})
