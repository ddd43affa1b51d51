import { expect, test } from 'vitest'
import { jsonAnswer } from '../../lib/triggers/answer.ts'
import { Gathered } from '../../lib/triggers/http/batch-bounds.ts'
import type { Batch } from '../../schemas/batch.ts'

const entries = (...operations: string[]) =>
  operations.map((operation, id) => ({ id: `${id}`, operation })) as Batch['requests']
const page = (mebibytes: number) => jsonAnswer(200, { outcome: 'ok', text: 'x'.repeat(mebibytes * 2 ** 20) })
const beyond = (requests: Batch['requests'], answers: ReturnType<typeof page>[], order = [...answers.keys()]) => {
  const refusal = jsonAnswer(413, {})
  const gathered = new Gathered(requests, () => refusal)
  for (const index of order) gathered.put(index, answers[index]!)
  return gathered.all().map((answer) => answer === refusal)
}

test('pages that are too many for one answer are left out, those before them are not', () => {
  const requests = entries('friends.list', 'friend-lists.get', 'blocklist.list')
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1],
  ]) {
    expect(beyond(requests, [page(1.5), page(1), page(0)], order)).toEqual([false, true, true])
  }
})

test('what a write has come to is never left out, nor the id of a job, nor what is wrong with an entry', () => {
  const requests = entries('friend-lists.get', 'friends.delete-all', 'friends.add', 'friends.list', 'no.such')
  const accepted = jsonAnswer(202, { jobId: 'j' })
  const problem = jsonAnswer(404, { code: 'ACCOUNT_NOT_FOUND' })
  expect(beyond(requests, [page(3), page(0), accepted, problem, problem])).toEqual([true, false, false, false, false])
})
