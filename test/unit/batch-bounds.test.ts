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

test('what was read of items is let go of at once where it is too much for one answer, and their verdicts are not', () => {
  const requests = entries('friends.get', 'friends.get', 'friends.update', 'friends.get')
  const read = (mebibytes: number) =>
    jsonAnswer(200, { results: [{ userId: 'a', status: 'ok', friend: { remark: 'x'.repeat(mebibytes * 2 ** 20) } }] })
  const written = jsonAnswer(200, { results: [{ userId: 'a', status: 'ok' }] })
  const gathered = new Gathered(requests, () => jsonAnswer(413, {}))
  gathered.put(0, read(3))
  gathered.put(2, written)
  expect(gathered.all()[0]).toEqual(read(3))
  gathered.put(3, read(2.5))
  const left = { results: [{ userId: 'a', status: 'ok' }], omitted: ['message', 'retry', 'upstream', 'friend'] }
  expect(gathered.all().map((answer) => answer?.body)).toEqual([left, undefined, written.body, left])
  gathered.put(1, read(0))
  expect(gathered.all().map(({ body }) => body)).toEqual([left, left, written.body, left])
})
