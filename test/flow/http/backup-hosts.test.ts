import { afterEach, describe, expect, test } from 'vitest'
import { type Answer, updateOf } from '../../support/gateway/answer.ts'
import { allOk, cutAtOnce } from '../../support/gateway/chat-replies.ts'
import { startChat } from '../../support/gateway/chat-server.ts'
import { cuttingHosts, everySecondCut, type Host, unreachableHosts } from '../../support/gateway/dead-hosts.ts'
import { closedPort, DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
let primary: Host | undefined
afterEach(() => {
  gateway.close()
  primary?.close()
})

/** The gateway with its own Chat server as the backup of a primary. */
const startBehind = async (host: Host | string) => {
  primary = typeof host === 'string' ? undefined : host
  const url = typeof host === 'string' ? host : host.url
  gateway = await startGateway({
    secrets: (secret) => ({ [DEFAULT_SECRET]: { ...secret, endpoint: [url, String(secret.endpoint)] } }),
  })
}

/** So many requests of as many accounts, some at once. */
async function many(count: number, atOnce: number): Promise<Answer[]> {
  const answers: Answer[] = []
  while (answers.length < count) {
    const wave = Array.from({ length: atOnce }, (_, i) => gateway.update(updateOf(`id${answers.length + i}`, ['a'])))
    answers.push(...(await Promise.all(wave)))
  }
  return answers
}
const failures = (answers: readonly Answer[]) => answers.filter(({ status }) => status !== 200).map(({ json }) => json)

const deleteAll = () => gateway.request({ path: '/v1/friends/delete-all', body: { userId: 'id', mutual: true } })
const allDeleted = () => ({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' })
/** Lines that count failovers: a request's each, so it is known whose they are. */
const counted = () =>
  gateway.output
    .text()
    .split('\n')
    .filter((line) => line.includes('"Failovers":'))
    .map((line) => JSON.parse(line))
const failovers = () => gateway.output.warnings().filter((line) => line.includes('"host failover"'))

describe('every request succeeds by the backup while', () => {
  test.each([...unreachableHosts, ...cuttingHosts])('the primary is dead: %s', async (_, start) => {
    await startBehind(await start())
    expect(failures(await many(300, 50))).toEqual([])
    expect(failovers()).toHaveLength(1)
    expect(counted()).toMatchObject([{ operation: 'friends.update', app: 'default', Failovers: 1 }])
  })

  test('the primary is half dead: it answers and cuts by turns', async () => {
    await startBehind(await everySecondCut(allOk))
    expect(failures(await many(300, 50))).toEqual([])
  })

  test('the primary dies with a hundred calls under way', async () => {
    let isDying = false
    await startBehind(await startChat((call) => (isDying ? cutAtOnce() : allOk(call))))
    await many(1, 1)
    isDying = true
    expect(failures(await many(100, 100))).toEqual([])
  })
})

describe('a call that must not be repeated', () => {
  test.each(unreachableHosts)('goes to the backup, since none was sent: %s', async (_, start) => {
    await startBehind(await start())
    gateway.chat.play(allDeleted)
    const answer = await deleteAll()
    expect([answer.status, gateway.chat.calls.length]).toEqual([200, 1])
  })

  test.each(cuttingHosts)('does not, since the primary had it: %s', async (_, start) => {
    await startBehind(await start())
    gateway.chat.play(allDeleted)
    const answer = await deleteAll()
    expect([answer.json.outcome, gateway.chat.calls.length]).toEqual(['unknown', 0])
  })
})

test('more calls than there are repeats find the primary gone at once, and none is lost', async () => {
  const dying = await startChat(allOk)
  await startBehind(dying)
  await many(1, 1)
  dying.close()
  expect(failures(await many(250, 250))).toEqual([])
})

test('an app’s call never goes to the hosts of another, not even with all its own out of reach', async () => {
  const [first, second] = [await closedPort(), await closedPort()]
  gateway = await startGateway({
    secrets: (secret) => ({
      [DEFAULT_SECRET]: { ...secret, endpoint: [first, second] },
      'chat-gateway/other': { ...secret, region: 'frankfurt' },
    }),
  })
  expect(await gateway.update(updateOf('id', ['a']))).toMatchObject({
    status: 503,
    json: { code: 'UPSTREAM_UNREACHABLE' },
  })
  expect(gateway.chat.calls).toHaveLength(0)
  expect((await gateway.update({ ...updateOf('id', ['a']), app: 'other' })).status).toBe(200)
  expect(failovers()).toHaveLength(2)
})
