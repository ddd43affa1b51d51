import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { sampleOf } from './reference.ts'

/** What the reference's sample is in our words, on both sides. */
interface Told {
  readonly command: string
  readonly body: object
  readonly status: number
  /** All of it but `requestId`, and what a code's own words say (message, title, detail). */
  readonly answer: object
}

const failed = (userId: string, code: string, upstream: { readonly code: number; readonly info: string }) => ({
  userId,
  status: 'failed',
  error: { code, message: expect.any(String), retryable: false, upstream },
})
const ok = (userId: string) => ({ userId, status: 'ok' })

const told: Readonly<Record<string, Told>> = {
  'friends.add': {
    command: 'friend_add',
    body: {
      userId: 'alice',
      friends: [
        { userId: 'bob', source: 'Web', remark: 'Bob', list: 'work', wording: 'hi' },
        { userId: 'carol', source: 'Web' },
      ],
      force: true,
    },
    status: 200,
    answer: {
      outcome: 'ok',
      counts: { ok: 1, failed: 0, unknown: 0, pending: 1 },
      results: [ok('bob'), { userId: 'carol', status: 'pending' }],
    },
  },
  'friends.import': {
    command: 'friend_import',
    body: {
      userId: 'alice',
      friends: [
        { userId: 'bob', source: 'Web', lists: ['work'], addedAt: '2023-11-14T22:13:20Z', custom: { Test: 'x' } },
        { userId: 'carol', source: 'Web' },
      ],
    },
    status: 207,
    answer: {
      outcome: 'partial',
      counts: { ok: 1, failed: 1, unknown: 0 },
      results: [
        ok('bob'),
        failed('carol', 'FRIEND_LIMIT', {
          code: 30010,
          info: 'Err_SNS_FriendImport_My_Friend_Num_Exceed_Threshold',
        }),
      ],
    },
  },
  'friends.update': {
    command: 'friend_update',
    body: {
      userId: 'alice',
      friends: [
        { userId: 'bob', remark: 'Bobby', lists: ['work', 'gym'] },
        { userId: 'carol', lists: ['list33'] },
      ],
    },
    status: 207,
    answer: {
      outcome: 'partial',
      counts: { ok: 1, failed: 1, unknown: 0 },
      results: [
        ok('bob'),
        failed('carol', 'FRIEND_LIST_LIMIT', { code: 30011, info: 'Err_SNS_FriendUpdate_Group_Num_Exceed_Threshold' }),
      ],
    },
  },
  'friends.delete': {
    command: 'friend_delete',
    body: { userId: 'alice', friendIds: ['bob'], mutual: true },
    status: 200,
    answer: { outcome: 'ok', counts: { ok: 1, failed: 0, unknown: 0 }, results: [ok('bob')] },
  },
  'friends.delete-all': {
    command: 'friend_delete_all',
    body: { userId: 'alice', mutual: false },
    status: 200,
    answer: { outcome: 'ok' },
  },
  'friends.check': {
    command: 'friend_check',
    body: { userId: 'alice', friendIds: ['bob', 'carol'] },
    status: 207,
    answer: {
      outcome: 'partial',
      counts: { ok: 1, failed: 1, unknown: 0 },
      results: [
        { ...ok('bob'), relation: 'mutual' },
        {
          userId: 'carol',
          status: 'failed',
          error: {
            code: 'UPSTREAM_INTERNAL',
            message: expect.any(String),
            retryable: true,
            upstream: { code: 30006, info: 'Err_SNS_FriendCheck_Check_Relation_Exec_Task_Fail' },
          },
        },
      ],
      retry: { userId: 'alice', friendIds: ['carol'] },
    },
  },
  'friends.list': {
    command: 'friend_get',
    body: { userId: 'alice' },
    status: 200,
    answer: {
      outcome: 'ok',
      friends: [{ userId: 'bob', source: 'Web', lists: ['work'], addedAt: '2023-11-14T22:13:20Z' }],
      total: 1,
    },
  },
  'friends.get': {
    command: 'friend_get_list',
    body: { userId: 'alice', friendIds: ['bob', 'zed'], fields: ['profile.Nick', 'remark'] },
    status: 207,
    answer: {
      outcome: 'partial',
      counts: { ok: 1, failed: 1, unknown: 0 },
      results: [
        { ...ok('bob'), friend: { userId: 'bob', remark: 'Bobby' } },
        failed('zed', 'NOT_A_FRIEND', { code: 30001, info: 'Err_SNS_FriendGetList_Friend_Not_Exist' }),
      ],
    },
  },
  'friend-lists.add': {
    command: 'group_add',
    body: { userId: 'alice', lists: ['work'], friendIds: ['bob', 'zed'] },
    status: 207,
    answer: {
      outcome: 'partial',
      counts: { ok: 1, failed: 1, unknown: 0 },
      results: [
        ok('bob'),
        failed('zed', 'NOT_A_FRIEND', { code: 32216, info: 'Err_SNS_GroupAdd_ToTinyId_Not_Friend' }),
      ],
    },
  },
  'friend-lists.delete': {
    command: 'group_delete',
    body: { userId: 'alice', lists: ['work'] },
    status: 200,
    answer: { outcome: 'ok' },
  },
  'friend-lists.get': {
    command: 'group_get',
    body: { userId: 'alice', withFriends: true },
    status: 200,
    answer: { outcome: 'ok', lists: [{ name: 'work', count: 1, friendIds: ['bob'] }] },
  },
  'blocklist.add': {
    command: 'black_list_add',
    body: { userId: 'alice', userIds: ['bob'] },
    status: 409,
    answer: {
      type: 'urn:chat-gateway:error:ALREADY_BLOCKED',
      title: expect.any(String),
      status: 409,
      detail: expect.any(String),
      code: 'ALREADY_BLOCKED',
      retryable: false,
      upstream: { code: 30001, info: 'Err_SNS_BlackListAdd_Already_Exist' },
      outcome: 'failed',
      counts: { ok: 0, failed: 1, unknown: 0 },
      results: [failed('bob', 'ALREADY_BLOCKED', { code: 30001, info: 'Err_SNS_BlackListAdd_Already_Exist' })],
    },
  },
  'blocklist.delete': {
    command: 'black_list_delete',
    body: { userId: 'alice', userIds: ['bob'] },
    status: 200,
    answer: { outcome: 'ok', counts: { ok: 1, failed: 0, unknown: 0 }, results: [ok('bob')] },
  },
  'blocklist.list': {
    command: 'black_list_get',
    body: { userId: 'alice' },
    status: 200,
    answer: { outcome: 'ok', blocked: [{ userId: 'bob', blockedAt: '2023-11-14T22:13:20Z' }] },
  },
  'blocklist.check': {
    command: 'black_list_check',
    body: { userId: 'alice', userIds: ['bob'] },
    status: 200,
    answer: {
      outcome: 'ok',
      counts: { ok: 1, failed: 0, unknown: 0 },
      results: [{ ...ok('bob'), relation: 'outgoing' }],
    },
  },
}

let gateway: Gateway
beforeAll(async () => {
  // The sample of friend_check answers a code that is worth a repeat; here the first answer is the one to judge.
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

test('every operation has its sample, and every sample its operation', () => {
  expect(Object.keys(told).toSorted()).toEqual([...operations.keys()].toSorted())
  expect(
    Object.values(told)
      .map(({ command }) => command)
      .toSorted(),
  ).toEqual([...sampleOf.keys()].toSorted())
})

test.each(Object.entries(told))('%s sends the sample as printed, and reads its reply', async (operation, sample) => {
  const { sampleRequest, sampleResponse } = sampleOf.get(sample.command)!
  gateway.chat.play(() => sampleResponse)
  const { status, json } = await gateway.request({ path: `/v1/${operation.replace('.', '/')}`, body: sample.body })
  const [call, ...more] = gateway.chat.calls
  expect([call?.path, more]).toEqual([`/v4/sns/${sample.command}`, []])
  // As text, so that the order of the members counts.
  expect(call?.text).toBe(JSON.stringify(sampleRequest))
  expect(status).toBe(sample.status)
  expect(json).toEqual({ ...sample.answer, requestId: expect.any(String) })
})
