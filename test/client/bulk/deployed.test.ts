import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGateway } from '../../../client/src/index.ts'
import { createExchange } from '../../../client/src/transport/exchange.ts'
import type { Exchange } from '../../../client/src/transport/messages.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { type Served, serveFunction } from '../served.ts'
import { Bench, csvOf } from './fixture.ts'

let deployed: Deployment
let served: Served
beforeAll(async () => {
  deployed = await startDeployment()
  served = await serveFunction(deployed.http)
})
afterAll(async () => {
  await served.close()
  await deployed.close()
})

const ACCOUNTS = 12
const FRIENDS = 20
const ids = (name: string, many: number) => Array.from({ length: many }, (_, at) => `${name}${at}`)

/** Calls of Chat's by the account that they wrote. */
async function updates(): Promise<Map<string, number>> {
  const { calls } = (await (await fetch(`${deployed.chat.url}/_emulator/calls`)).json()) as {
    readonly calls: readonly { readonly command: string; readonly body: { readonly From_Account: string } }[]
  }
  const counts = new Map<string, number>()
  for (const { command, body } of calls) {
    if (command.endsWith('friend_update')) counts.set(body.From_Account, (counts.get(body.From_Account) ?? 0) + 1)
  }
  return counts
}

/** The same gateway, of which answers get lost from the `nth` on, after they were given. */
function dyingAt(nth: number): Exchange {
  const exchange = createExchange({ url: served.url })
  let batches = 0
  return async (request) => {
    const reply = await exchange(request)
    if (++batches >= nth) throw new Error('killed')
    return reply
  }
}

test('accounts, friends and remarks of a CSV, killed twice: each call is made once, and what failed is told', async () => {
  const gateway = { exchange: createExchange({ url: served.url }), gateway: served.url }
  const people = [...ids('o', ACCOUNTS), ...ids('f', FRIENDS)]
  const accounts = new Bench(`userId\n${people.join('\n')}\n`)
  expect(await accounts.run({ ...gateway, operation: 'accounts.import' })).toMatchObject({ exit: 0, err: '' })
  const pairs = ids('o', ACCOUNTS).flatMap((owner) => ids('f', FRIENDS).map((friend) => [owner, friend] as const))
  const friends = new Bench(`userId,friends.userId\n${pairs.map((pair) => `${pair.join(',')}\n`).join('')}`)
  const options = { ...gateway, operation: 'friends.import', set: 'source=CSV' }
  expect(await friends.run(options)).toMatchObject({ exit: 0, err: '' })

  // No account's rows stand together, and one friend is none.
  const sorted = pairs
    .map(([owner, friend], at) => [owner, friend, `r${at}`] as const)
    .sort((one, other) => one[1].localeCompare(other[1]))
  const bench = new Bench(csvOf([...sorted, ['o0', 'stranger', 'x']]))
  for (const nth of [1, 1]) {
    expect(await bench.run({ ...gateway, exchange: dyingAt(nth), rate: 16 })).toMatchObject({
      exit: 1,
      err: 'killed\n',
    })
  }
  const { exit, out } = await bench.run({ ...gateway, rate: 1000 })
  expect(exit).toBe(1)
  expect(out).toMatch(/241 rows in .*: 240 ok, 1 failed, 0 unknown\n +1 {2}ACCOUNT_NOT_FOUND/)
  expect(bench.read('rows.failed.csv')).toMatch(
    /^userId,friends\.userId,remark,error_code,error_message\no0,stranger,x,ACCOUNT_NOT_FOUND,".* \(Chat’s 30003: Err_SNS_FriendUpdate_Account_Not_Found\)"/,
  )
  expect(await updates()).toEqual(new Map(ids('o', ACCOUNTS).map((owner) => [owner, 1])))
  const read = await createGateway({ url: served.url }).friends.list({ userId: 'o3' })
  expect(read.friends.map(({ remark }) => remark).sort()).toEqual(
    ids('r', ACCOUNTS * FRIENDS)
      .slice(60, 80)
      .sort(),
  )
})

test('more bad rows than one refusal can name: each is told what is wrong with it, and the good one is done', async () => {
  const bad = Array.from({ length: 1100 }, (_, at) => ({ userId: `x${at}`, remark: 'x'.repeat(97 + (at % 3)) }))
  const rows = [...bad, { userId: 'bob', remark: 'Bob' }].map((friend) => ({ userId: 'alice', friends: [friend] }))
  const answers = []
  for await (const answer of createGateway({ url: served.url }).friends.update.many(rows)) answers.push(answer)
  expect(answers.at(-1)).toMatchObject({ row: 1100, outcome: 'ok', results: [{ userId: 'bob', status: 'ok' }] })
  const messages = answers
    .slice(0, -1)
    .map((answer) => (answer.outcome === 'failed' ? answer.error.message : answer.outcome))
  expect(messages).toEqual(bad.map(({ remark }) => `remark must be at most 96 bytes of UTF-8, not ${remark.length}`))
})
