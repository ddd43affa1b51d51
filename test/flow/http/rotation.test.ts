import { afterEach, describe, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { chatAccepting } from '../../support/gateway/key-rules.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'
import { KEY, NEXT_KEY } from '../../support/gateway/user-sig.ts'

let gateway: Gateway
afterEach(() => {
  gateway.close()
  restoreClock()
})

const LANES = 8

/** Requests without a pause from several accounts, while `steps` happen one after another; the statuses that came. */
async function underLoad(steps: readonly (() => void)[]): Promise<number[]> {
  const statuses: number[] = []
  let going = true
  const lane = async (account: string) => {
    while (going) statuses.push((await gateway.update(updateOf(account, ['f']))).status)
  }
  const lanes = Array.from({ length: LANES }, (_, i) => lane(`id${i}`))
  for (const step of steps) {
    const until = statuses.length + 60
    while (statuses.length < until) await new Promise(setImmediate)
    step()
  }
  const until = statuses.length + 60
  while (statuses.length < until) await new Promise(setImmediate)
  going = false
  await Promise.all(lanes)
  return statuses
}

describe('a key that is rotated under load fails no request', () => {
  const begin = async () => {
    const rules = chatAccepting([KEY])
    gateway = await startGateway({ chat: rules.script, env: { UPSTREAM_CALLS_PER_SECOND: '100000' } })
    const next = { ...gateway.secret, secretKey: NEXT_KEY }
    return {
      rules,
      storeNext: () => gateway.secrets.rotate(DEFAULT_SECRET, next),
      chatTakesNextOnly: () => {
        rules.accept = [NEXT_KEY]
      },
      chatTakesBoth: () => {
        rules.accept = [KEY, NEXT_KEY]
      },
      grownOld: () => advance(301_000),
    }
  }
  const allOkay = (statuses: readonly number[]) => expect(new Set(statuses)).toEqual(new Set([200]))

  test('the secret first, Chat later, the cache grown old in between', async () => {
    const { rules, storeNext, chatTakesNextOnly, grownOld } = await begin()
    allOkay(await underLoad([storeNext, grownOld, grownOld, chatTakesNextOnly, grownOld]))
    expect(rules.refusals).toBeGreaterThan(0)
    expect(rules.refusals).toBeLessThanOrEqual(5 * LANES)
  })

  test('the secret first, Chat later, nothing read in between', async () => {
    const { storeNext, chatTakesNextOnly } = await begin()
    allOkay(await underLoad([storeNext, chatTakesNextOnly]))
  })

  test('Chat first taking both, then the secret, then the old one gone', async () => {
    const { chatTakesBoth, storeNext, chatTakesNextOnly } = await begin()
    allOkay(await underLoad([chatTakesBoth, storeNext, chatTakesNextOnly]))
  })

  test('both at the same moment', async () => {
    const { storeNext, chatTakesNextOnly, rules } = await begin()
    const both = () => {
      storeNext()
      chatTakesNextOnly()
    }
    allOkay(await underLoad([both]))
    expect(rules.refusals).toBeGreaterThan(0)
    expect(rules.refusals).toBeLessThanOrEqual(LANES)
  })

  test('and rolled back', async () => {
    const { storeNext, chatTakesNextOnly, rules } = await begin()
    const back = () => {
      gateway.secrets.rotate(DEFAULT_SECRET, gateway.secret)
      rules.accept = [KEY]
    }
    const both = () => {
      storeNext()
      chatTakesNextOnly()
    }
    allOkay(await underLoad([both, back, both]))
  })
})

test('a cold instance that is throttled when it reads the previous version serves with it a second later', async () => {
  const { script } = chatAccepting([KEY])
  gateway = await startGateway({ chat: script })
  const { secrets } = gateway
  secrets.rotate(DEFAULT_SECRET, { ...gateway.secret, secretKey: NEXT_KEY })
  secrets.before = () => {
    const isThrottled = secrets.reads.at(-1)?.stage === 'AWSPREVIOUS'
    secrets.fault = isThrottled ? { type: 'ThrottlingException', status: 400 } : undefined
  }
  const ask = async () => (await gateway.update(updateOf('id', ['f']))).status
  expect([await ask(), await ask()]).toEqual([502, 502])
  secrets.before = () => undefined
  secrets.fault = undefined
  advance(1000)
  expect([await ask(), gateway.chat.calls.length]).toEqual([200, 3])
})
