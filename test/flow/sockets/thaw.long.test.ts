import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Loss } from '../../support/forgetful-proxy.ts'
import { Thaw, ways } from '../../support/thaw.ts'

let thaw: Thaw
beforeAll(async () => {
  thaw = await Thaw.start()
})
afterAll(() => thaw.close())

const ok = { status: 200, isSoon: true }
const losses: readonly Loss[] = ['reset', 'forgotten', 'half-closed', 'silent']

describe.each(ways)('after batches of twenty %s entries', (way) => {
  test.each(losses)(
    'and a freeze of four seconds that left connections %s, the first requests are answered',
    async (loss) => {
      await thaw.warm(way)
      await thaw.sleep(loss, 4000)
      expect(await thaw.first()).toEqual({ plain: ok, keyed: ok, queued: { ...ok, status: 202 }, job: ok })
      // Doorbells enough for every worker.
      await thaw.warm('queued')
      expect(thaw.troubles).toEqual([])
    },
  )

  test.each(losses.filter((loss) => loss !== 'silent'))(
    'the same after one of a second and a half that left them %s',
    async (loss) => {
      await thaw.warm(way)
      await thaw.sleep(loss, 1500)
      expect(await thaw.first()).toEqual({ plain: ok, keyed: ok, queued: { ...ok, status: 202 }, job: ok })
      expect(thaw.troubles).toEqual([])
    },
  )
})
