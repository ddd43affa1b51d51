import { describe, expect, test } from 'vitest'
import { Hosts } from '../../../lib/upstream/hosts.ts'
import type { Origin } from '../../../lib/upstream/regions.ts'
import type { Sent } from '../../../lib/upstream/send.ts'
import { manualClock } from '../../support/manual-clock.ts'

const primary: Origin = { protocol: 'https:', hostname: 'primary', port: '' }
const backup: Origin = { protocol: 'https:', hostname: 'backup', port: '' }
const origins = [primary, backup] as const
const gone: Sent = { kind: 'unsent', reason: 'ECONNREFUSED' }
const answered: Sent = { kind: 'reply', status: 200, text: '{}' }

function setUp() {
  const clock = manualClock()
  const hosts = new Hosts(clock.now)
  return { clock, hosts, pick: () => hosts.pick([...origins]).hostname }
}

test('calls go to the primary', () => {
  const { pick, hosts } = setUp()
  hosts.report(primary, answered)
  expect([pick(), pick()]).toEqual(['primary', 'primary'])
})

describe('a primary that can’t be reached', () => {
  test.each<[string, Sent]>([
    ['since nobody answers there', gone],
    ['since it cuts connections', { kind: 'lost', reason: 'cut' }],
  ])('%s is passed over for ten seconds', (_, sent) => {
    const { pick, hosts, clock } = setUp()
    hosts.report(primary, sent)
    expect(pick()).toBe('backup')
    clock.advance(9999)
    expect(pick()).toBe('backup')
  })

  test('is then tried by one call, while the others keep to the backup', () => {
    const { pick, hosts, clock } = setUp()
    hosts.report(primary, gone)
    clock.advance(10_000)
    expect([pick(), pick(), pick()]).toEqual(['primary', 'backup', 'backup'])
    hosts.report(primary, gone)
    clock.advance(9999)
    expect(pick()).toBe('backup')
  })

  test('is back for all once it answers, whatever it answers', () => {
    const { pick, hosts, clock } = setUp()
    hosts.report(primary, gone)
    clock.advance(10_000)
    pick()
    hosts.report(primary, { kind: 'reply', status: 502, text: '' })
    expect([pick(), pick()]).toEqual(['primary', 'primary'])
  })

  test('whose probe never ends is tried again after two seconds', () => {
    const { pick, hosts, clock } = setUp()
    hosts.report(primary, gone)
    clock.advance(10_000)
    pick()
    clock.advance(2000)
    expect(pick()).toBe('primary')
  })
})

test('a call that Chat does not answer in time says nothing of its host', () => {
  const { pick, hosts } = setUp()
  hosts.report(primary, { kind: 'lost', reason: 'timeout' })
  expect(pick()).toBe('primary')
})

test('where none can be reached the one that has rested longest is tried', () => {
  const { pick, hosts, clock } = setUp()
  hosts.report(primary, gone)
  clock.advance(1000)
  hosts.report(backup, gone)
  expect(pick()).toBe('primary')
})

test('an app without a backup keeps to its one host', () => {
  const { hosts } = setUp()
  hosts.report(primary, gone)
  expect(hosts.pick([primary])).toBe(primary)
})
