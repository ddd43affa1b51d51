import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Asked, problem, type Told } from '../rows/scripted-gateway.ts'
import { Bench, csvOf } from './fixture.ts'

/** Answers `friends.get` with what stands in `known`, by friend. */
const reading =
  (known: Readonly<Record<string, object>>) =>
  ({ body }: Asked): Told => {
    const results = (body.friendIds as string[]).map((userId) => {
      const friend = known[userId]
      const error = { code: 'NOT_A_FRIEND', message: 'no friend', retryable: false }
      return friend ? { userId, status: 'ok', friend: { userId, ...friend } } : { userId, status: 'failed', error }
    })
    return { status: 207, body: { outcome: 'partial', requestId: 'r-1', results } }
  }

test('says what would change, sends no write and leaves nothing behind', async () => {
  const head = 'userId,friends.userId,remark,lists,custom.Tag\n'
  const bench = new Bench(`${head}alice,bob,Bob,,\nalice,carol,Caz,a;b,x\nalice,dave,D,,\nalice,erin,,b;a,\n`)
  bench.gateway.answer = reading({
    bob: { remark: 'Bob' },
    carol: { remark: 'Carol', custom: { Tag: 'x', Other: 'y' } },
    erin: { lists: ['a', 'b'] },
  })
  const { exit, out, err } = await bench.run({ dryRun: true })
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  expect(bench.gateway.worked.map(({ operation, body }) => [operation, body])).toEqual([
    [
      'friends.get',
      { userId: 'alice', friendIds: ['bob', 'carol', 'dave', 'erin'], fields: ['remark', 'lists', 'custom.Tag'] },
    ],
  ])
  expect([...bench.gateway.keys]).toEqual([undefined])
  expect(out).toBe(`Dry run: friends.update would send 4 rows in 1 requests, 1 calls of Chat, 1 s.
1 rows would change something; 2 are so already (friends.get).
          1  could not be read: NOT_A_FRIEND
  row 2  carol  remark: "Carol" -> "Caz"
  row 2  carol  lists: null -> ["a","b"]
`)
  expect(readdirSync(bench.folder)).toEqual(['rows.csv'])
})

test('profiles of many accounts are read together', async () => {
  const bench = new Bench('userId,nick\nalice,Al\nbob,Bo\n')
  bench.gateway.answer = ({ body }) => {
    const results = (body.userIds as string[]).map((userId) => ({ userId, status: 'ok', profile: { nick: 'Al' } }))
    return { status: 200, body: { outcome: 'ok', requestId: 'r-1', results } }
  }
  const { exit, out } = await bench.run({ operation: 'profiles.set', dryRun: true, json: true })
  expect(bench.gateway.bodies()).toEqual([{ userIds: ['alice', 'bob'], fields: ['nick'] }])
  expect(exit).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    dryRun: true,
    rows: 2,
    change: 1,
    same: 1,
    changes: [{ row: 1, userId: 'bob', member: 'nick', from: 'Al', to: 'Bo' }],
  })
})

test('shows bodies where nothing reads what is set, and asks for nothing', async () => {
  const bench = new Bench('userId,friendIds\nalice,bob\n')
  const { exit, out } = await bench.run({ operation: 'friends.delete', set: 'mutual=false', dryRun: true })
  expect({ exit, asked: bench.gateway.batches }).toEqual({ exit: 0, asked: [] })
  expect(out).toContain('{"mutual":false,"userId":"alice","friendIds":["bob"]}')
})

test('tells of a gateway that refuses', async () => {
  const bench = new Bench(csvOf([['a', 'b', 'c']]))
  bench.gateway.answer = () => problem(403, 'FORBIDDEN')
  expect(await bench.run({ dryRun: true })).toMatchObject({
    exit: 0,
    out: expect.stringContaining('could not be read: FORBIDDEN'),
  })
})
