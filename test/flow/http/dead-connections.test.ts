import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ForgetfulProxy, startForgetfulProxy } from '../../support/forgetful-proxy.ts'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk } from '../../support/gateway/chat-replies.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'
import { waitingTime } from '../../support/time-taken.ts'

/** A gateway whose Chat has two hosts, each a way to the same server that may lose its connections. */
let gateway: Gateway
let hosts: readonly ForgetfulProxy[]
beforeEach(async () => {
  let chatUrl = ''
  hosts = [await startForgetfulProxy(() => chatUrl), await startForgetfulProxy(() => chatUrl)]
  gateway = await startGateway({
    env: { LOG_LEVEL: 'INFO' },
    secrets: (secret) => {
      chatUrl = String(secret.endpoint)
      return { [DEFAULT_SECRET]: { ...secret, endpoint: hosts.map(({ url }) => url) } }
    },
  })
})
afterEach(async () => {
  restoreClock()
  gateway.close()
  await Promise.all(hosts.map((host) => host.close()))
})

const update = (id: string) => gateway.update(updateOf(id, ['a']))
/** As many at once as connections are to be left behind. */
const updates = async (count: number) =>
  (await Promise.all(Array.from({ length: count }, (_, index) => update(`id${index}`)))).map(({ status }) => status)
const made = () => hosts.map((host) => host.made())

describe.each(['reset', 'forgotten', 'half-closed'] as const)('connections that are %s', (loss) => {
  test('before they are used again say nothing of the host, and fail no call', async () => {
    await updates(5)
    for (const host of hosts) host.lose(loss)
    expect(await updates(5)).toEqual([200, 200, 200, 200, 200])
    expect(made()[1]).toBe(0)
    expect(gateway.output.text()).not.toMatch(/host failover|"Failovers":[1-9]/)
  })
})

test('a call that comes after three seconds of the wall clock meets no connection from before', async () => {
  await updates(3)
  for (const host of hosts) host.lose('silent')
  advance(3001)
  const taken = waitingTime()
  expect(await updates(3)).toEqual([200, 200, 200])
  expect(taken()).toBeLessThan(2000)
})

test('what must not be repeated has a new connection each time, and leaves none', async () => {
  const done = () => ({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' })
  gateway.chat.play(done)
  const deleteAll = () => gateway.request({ path: '/v1/friends/delete-all', body: { userId: 'id', mutual: false } })
  expect([(await deleteAll()).status, (await deleteAll()).status]).toEqual([200, 200])
  expect(made()).toEqual([2, 0])
  gateway.chat.play(allOk)
  await update('id')
  await update('id')
  expect(made()).toEqual([3, 0])
  gateway.chat.play(done)
  await deleteAll()
  expect(made()).toEqual([4, 0])
})
