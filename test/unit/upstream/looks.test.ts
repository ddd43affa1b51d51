import { expect, test } from 'vitest'
import { Hosts } from '../../../lib/upstream/hosts.ts'
import type { Origin } from '../../../lib/upstream/regions.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { recordedLog } from '../../support/recorded-log.ts'

const at = (hostname: string): Origin => ({ protocol: 'https:', hostname, port: '' })
const origins = [at('primary'), at('backup')] as const

test.each([
  [2000, 'backup'],
  [8000, 'primary'],
  [-60_000, 'primary'],
])(
  'a look that found nothing and ends after %i ms leads to the %s: a longer one was slept through',
  async (ms, host) => {
    const clock = manualClock()
    const log = recordedLog()
    const looks: PromiseWithResolvers<boolean>[] = []
    const probe = () => {
      const look = Promise.withResolvers<boolean>()
      looks.push(look)
      return look.promise
    }
    const hosts = new Hosts({ now: clock.now, probe, log })
    hosts.report(origins[0], { kind: 'lost', reason: 'timeout' })
    clock.advance(ms)
    looks[0]?.resolve(false)
    await new Promise((settled) => setImmediate(settled))
    expect([hosts.pick(origins, true).hostname, log.lines.length]).toEqual([host, host === 'backup' ? 1 : 0])
    // The next call that is late has somebody look anew.
    hosts.report(origins[0], { kind: 'lost', reason: 'timeout' })
    expect(looks).toHaveLength(2)
  },
)
