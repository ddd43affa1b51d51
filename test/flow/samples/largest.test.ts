import { afterAll, beforeAll, expect, test } from 'vitest'
import { numbered } from '../../support/gateway/answer.ts'
import { entry } from '../../support/gateway/chat-replies.ts'
import type { Call } from '../../support/gateway/chat-server.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

/** The largest sample of each operation with items: as many as a body takes, and what they cost upstream. */
interface Largest {
  readonly operation: string
  /** Member of the body that holds the items, and what else the body needs. */
  readonly member: string
  readonly rest?: object
  /** A friend of 90 bytes of JSON; plain UserIDs of 32 bytes where there is none. */
  readonly friend?: { readonly source: string } | { readonly remark: string }
  /** What the reply calls its entries, and what each says beside its code. */
  readonly results?: string
  readonly says?: object
  readonly calls: number
}

const web = { source: 'Web' }

const all: readonly Largest[] = [
  { operation: 'friends/add', member: 'friends', friend: web, calls: 10 },
  { operation: 'friends/import', member: 'friends', friend: web, calls: 10 },
  { operation: 'friends/update', member: 'friends', friend: { remark: '' }, calls: 10 },
  { operation: 'friends/delete', member: 'friendIds', rest: { mutual: true }, calls: 10 },
  {
    operation: 'friends/check',
    member: 'friendIds',
    results: 'InfoItem',
    says: { Relation: 'CheckResult_Type_BothWay' },
    calls: 10,
  },
  { operation: 'friends/get', member: 'friendIds', results: 'InfoItem', calls: 100 },
  { operation: 'friend-lists/add', member: 'friendIds', rest: { lists: ['work'] }, calls: 10 },
  { operation: 'blocklist/add', member: 'userIds', calls: 10 },
  { operation: 'blocklist/delete', member: 'userIds', calls: 10 },
  {
    operation: 'blocklist/check',
    member: 'userIds',
    results: 'BlackListCheckItem',
    says: { Relation: 'BlackCheckResult_Type_AWithB' },
    calls: 10,
  },
]

const ids = numbered(10_000, 'a-user-id-of-32-bytes-').map((id) => id.padEnd(32, '-'))

/** A friend whose JSON is 90 bytes long, filled up by its remark. */
function friendOf(userId: string, friend: object): object {
  const bare = { userId, ...friend, remark: '' }
  return { ...bare, remark: 'r'.repeat(90 - JSON.stringify(bare).length) }
}

/** The items of a call; the lists it names are fewer. */
const idsOf = ({ body }: Call): string[] => {
  const items = Object.values(body).find((value) => Array.isArray(value) && value.length > 1) as unknown[]
  return items.map((item) => (typeof item === 'string' ? item : (item as { To_Account: string }).To_Account))
}

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

test.each(all)('$operation of 10,000 costs $calls calls, whose answers become one', async (largest) => {
  const { operation, member, rest, friend, results = 'ResultItem', says, calls } = largest
  gateway.chat.play((call) => ({
    [results]: idsOf(call).map((id) => ({ ...entry(id), ...says })),
    ActionStatus: 'OK',
    ErrorCode: 0,
  }))
  const items = friend ? ids.map((userId) => friendOf(userId, friend)) : ids
  const answer = await gateway.request({
    path: `/v1/${operation}`,
    body: { userId: 'alice', ...rest, [member]: items },
  })
  expect([answer.status, answer.json.counts]).toMatchObject([200, { ok: 10_000, failed: 0, unknown: 0 }])
  expect(gateway.chat.calls.map((call) => idsOf(call).length)).toEqual(Array(calls).fill(10_000 / calls))
  expect(gateway.chat.calls.flatMap(idsOf)).toEqual(ids)
  expect(answer.json.results?.map(({ userId }) => userId)).toEqual(ids)
})
