import { describe, expect, test } from 'vitest'
import { type Limit, perSecondOf } from '../../../lib/quota/limit.ts'
import { Pace, type Place, type Places } from '../../../lib/quota/pace.ts'
import { noEffort } from '../../../lib/telemetry/effort.ts'
import { limitOf, waitForPlace } from '../../../lib/upstream/place.ts'
import { manualClock } from '../../support/manual-clock.ts'

const SETTING = 200
const DEADLINE_MS = 5000
const path = 'v4/group_open_http_svc/modify_group_attr'
const whole = limitOf({ app: 'default', path, rate: undefined })

/** A clock on which whoever sleeps moves it. */
function sleepingClock() {
  const clock = manualClock()
  return { ...clock, sleep: async (ms: number) => clock.advance(ms) }
}

/** An instance without a table, and what it is asked. */
function setUp(answer?: (limit: Limit) => Place | undefined) {
  const clock = sleepingClock()
  const pace = new Pace(SETTING, clock.now)
  const asked: string[] = []
  const places: Places = {
    takePlace: (limit, latestMs) => {
      asked.push(limit.lane)
      return answer?.(limit) ?? pace.takePlace(limit, latestMs)
    },
    isFull: () => false,
    slowDown: () => undefined,
  }
  const effort = noEffort()
  const wait = (group: string, ms = DEADLINE_MS) => {
    const placed = { app: 'default', path, part: [group, 5] as const, share: 'caller' }
    return waitForPlace({ places, clock }, placed, effort, clock.now() + ms)
  }
  return { clock, asked, effort, wait }
}

describe('a call of a part that has a rate of its own', () => {
  test('takes a place of the part, and then one of the app', async () => {
    const { asked, wait } = setUp()
    await wait('group 7')
    expect(asked).toEqual([`${whole.lane} group 7`, whole.lane])
  })

  test('waits for its part, which another part does not', async () => {
    const { clock, effort, wait } = setUp()
    const startedAt = clock.now()
    for (let calls = 0; calls < 6; calls++) await wait('group 7')
    const took = clock.now() - startedAt
    expect(took).toBeGreaterThanOrEqual(1000)
    expect(took).toBeLessThan(1100)
    expect(effort).toMatchObject({ quotaWaits: 5, quotaWaitMs: took })
    await wait('group 8')
    expect(clock.now() - startedAt).toBe(took)
  })

  test('takes no place of the app where its part has none in time', async () => {
    const { asked, effort, wait } = setUp()
    await wait('group 7')
    await expect(wait('group 7', 150)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    expect(asked).toEqual([`${whole.lane} group 7`, whole.lane, `${whole.lane} group 7`])
    expect(effort.quotaRefusals).toBe(1)
  })

  test('has used up its part’s place where the app has none in time', async () => {
    let isFull = true
    const { clock, wait } = setUp(({ lane }) =>
      isFull && lane === whole.lane ? { tooLate: true, retryAfterMs: 100 } : undefined,
    )
    await expect(wait('group 7')).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    isFull = false
    const startedAt = clock.now()
    await wait('group 7')
    expect(clock.now() - startedAt).toBe(Math.ceil(1000 / (5 * 0.95)))
  })

  test('has no more than its deadline for both', async () => {
    const { wait } = setUp(({ lane }) => ({ waitMs: lane === whole.lane ? 3000 : 2500 }))
    await expect(wait('group 7')).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  })
})

test.each([
  ['what the setting says, where its row says nothing', undefined, 200, 200],
  ['what its row says, where that is less', 10, 200, 10],
  ['what the setting says, where that is less', 100, 50, 50],
])('a limit is %s', (_, rate, setting, perSecond) => {
  expect(perSecondOf(rate, setting)).toBe(perSecond)
})
