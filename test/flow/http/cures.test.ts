import { afterAll, beforeAll, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { cutAtOnce, refused } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

test.each([
  ['/v1/friends/updat', 'did you mean /v1/friends/update?'],
  ['/v1/nothing/like/it', 'GET /v1/health lists the operations.'],
])('%s is not found, and what was meant is named', async (path, cure) => {
  expect((await gateway.request({ path, body: {} })).json.detail).toContain(cure)
})

test('an unknown operation in a batch names the one that was meant', async () => {
  const answer = await gateway.batch([{ id: 'a', operation: 'friends.updat', body: {} }])
  expect(answer.json.responses?.[0]?.body.detail).toContain('did you mean "friends.update"?')
})

test('a value that only Chat refuses is told to be named by Chat', async () => {
  gateway.chat.play(() => refused(30001, 'Err_SNS_FriendUpdate_Custom_Illegal'))
  const { json } = await gateway.update(updateOf('id', ['a']))
  expect([json.code, json.errors]).toEqual(['INVALID_REQUEST', undefined])
  expect(json.detail).toContain('`upstream.info`')
})

test('what is not known is never advised to be sent again where that could do harm', async () => {
  gateway.chat.play(() => cutAtOnce())
  const update = await gateway.update(updateOf('id', ['a']))
  expect(update.json.results?.[0]?.error?.message).toMatch(/not known\. It is safe to send again/)
  const all = await gateway.request({ path: '/v1/friends/delete-all', body: { userId: 'id', mutual: true } })
  expect([all.json.outcome, all.json.retryable]).toEqual(['unknown', false])
  expect(all.json.detail).toMatch(/Look first/)
})

test('a refusal is logged with what was asked for and the place that is wrong', async () => {
  await gateway.request({ path: '/v1/friends/update', body: { userId: 'id' } })
  const line =
    gateway.output
      .text()
      .split('\n')
      .findLast((one) => one.includes('"refused"')) ?? '{}'
  expect(JSON.parse(line)).toMatchObject({ operation: 'friends.update', code: 'INVALID_REQUEST', pointer: '/friends' })
})

test('where nothing is proved the problem says so, and an item of an unknown app is told which', async () => {
  gateway.chat.play(() => cutAtOnce())
  expect((await gateway.update(updateOf('id', ['a', 'b']))).json.detail).toContain(
    'None of the 2 items is proved to be done',
  )
  const ghost = await gateway.update({ ...updateOf('id', ['a']), app: 'ghost' })
  expect(ghost.json.results?.[0]?.error?.message).toContain('"ghost"')
})
