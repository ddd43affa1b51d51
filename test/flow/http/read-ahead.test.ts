import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { DEFAULT_SECRET, type Gateway, type Given, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
const start = async (given: Given = {}) => {
  gateway = await startGateway({ readsAhead: true, ...given })
  return gateway
}
afterEach(() => {
  gateway.close()
  restoreClock()
})

const body = updateOf('id', ['f'])
const grant = (apps: readonly string[]) => JSON.stringify([{ callers: ['*', 'anonymous'], apps, operations: ['*'] }])

describe('a function that starts begins to read the default app’s secret', () => {
  test('before any request, and the first one has it without a read of its own', async () => {
    const { secrets, update } = await start()
    await expect.poll(() => secrets.count()).toBe(1)
    expect((await update(body)).status).toBe(200)
    expect([secrets.count(), [...secrets.names()]]).toEqual([1, [DEFAULT_SECRET]])
  })

  test('which a request that comes meanwhile waits for, whether it names the app or not', async () => {
    const { secrets, update } = await start()
    const answers = await Promise.all([update(body), update({ app: 'default', ...updateOf('other', ['f']) })])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(secrets.count()).toBe(1)
  })

  test('and keeps nobody from another app meanwhile', async () => {
    const held = Promise.withResolvers<void>()
    const { update } = await start({
      readsAhead: (secrets) => {
        secrets.before = () => (secrets.reads.at(-1)?.name === DEFAULT_SECRET ? held.promise : undefined)
      },
      secrets: (own) => ({ 'chat-gateway/other': own }),
    })
    expect((await update({ app: 'other', ...body })).status).toBe(200)
    held.resolve()
  })

  test('but not where nobody is granted that app', async () => {
    const { secrets, update } = await start({
      env: { ACCESS_POLICY: grant(['other']) },
      secrets: (own) => ({ 'chat-gateway/other': own }),
    })
    expect((await update({ app: 'other', ...body })).status).toBe(200)
    expect([...secrets.names()]).toEqual(['chat-gateway/other'])
  })
})

describe('where that read brings nothing, it is as if it had not been tried', () => {
  const denied = { type: 'AccessDeniedException', status: 400 }

  test.each<[string, Given]>([
    [
      'refused',
      {
        readsAhead: (secrets) => {
          secrets.fault = denied
        },
      },
    ],
    ['there is no such secret', { secrets: () => ({ [DEFAULT_SECRET]: undefined }) }],
    ['it can’t be used', { secrets: () => ({ [DEFAULT_SECRET]: 'no JSON' }) }],
  ])('%s: no line, and the first request reads anew', async (_, given) => {
    const { secrets, secret, output, update } = await start(given)
    await expect.poll(() => secrets.count()).toBe(1)
    secrets.fault = undefined
    secrets.current.set(DEFAULT_SECRET, secret)
    expect((await update(body)).status).toBe(200)
    expect([secrets.count(), output.warnings()]).toEqual([2, []])
  })

  /** The first read is answered only once the test ends. */
  const hanging = () => {
    const held = Promise.withResolvers<void>()
    onTestFinished(() => held.resolve())
    return start({
      readsAhead: (secrets) => {
        secrets.before = () => (secrets.reads.length === 1 ? held.promise : undefined)
      },
    })
  }

  test('it hangs: the first request waits no longer than one try may take', async () => {
    const { secrets, update } = await hanging()
    await expect.poll(() => secrets.count()).toBe(1)
    expect((await update(body)).status).toBe(200)
    expect(secrets.count()).toBeGreaterThan(1)
  })

  test('the sandbox slept through it: nobody waits for it', async () => {
    const { secrets, update } = await hanging()
    await expect.poll(() => secrets.count()).toBe(1)
    advance(3_600_000)
    expect((await update(body)).status).toBe(200)
    expect(secrets.count()).toBe(2)
  })
})

test('a secret that was read long before the first request is as old as that', async () => {
  const { secrets, update } = await start()
  await expect.poll(() => secrets.count()).toBe(1)
  expect((await update(body)).status).toBe(200)
  advance(400_000)
  expect((await update(body)).status).toBe(200)
  expect(secrets.count()).toBe(2)
})
