import { describe, expect, test } from 'vitest'
import { Hosts } from '../../../lib/upstream/hosts.ts'
import type { Origin } from '../../../lib/upstream/regions.ts'
import type { Sent } from '../../../lib/upstream/send.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { recordedLog } from '../../support/recorded-log.ts'

const primary: Origin = { protocol: 'https:', hostname: 'primary', port: '' }
const backup: Origin = { protocol: 'https:', hostname: 'backup', port: '' }
const origins = [primary, backup] as const
const gone: Sent = { kind: 'unsent', reason: 'ECONNREFUSED' }
const cut: Sent = { kind: 'lost', reason: 'cut' }
const late: Sent = { kind: 'lost', reason: 'timeout' }
const answered: Sent = { kind: 'reply', status: 200, text: '{}' }

/** Hosts whose probes wait for the test to answer them. */
function setUp() {
  const clock = manualClock()
  const log = recordedLog()
  const probes: { readonly hostname: string; readonly answer: (answers: boolean) => Promise<void> }[] = []
  const probe = ({ hostname }: Origin) =>
    new Promise<boolean>((resolve) => {
      const answer = async (answers: boolean) => {
        resolve(answers)
        await new Promise((settled) => setImmediate(settled))
      }
      probes.push({ hostname, answer })
    })
  const hosts = new Hosts({ now: clock.now, probe, log })
  const pick = (mayTry = true) => hosts.pick(origins, mayTry).hostname
  return { clock, hosts, probes, log, pick }
}

/** A primary that has rested, and whose first probe is under way. */
function rested() {
  const all = setUp()
  all.hosts.report(primary, gone)
  all.clock.advance(10_000)
  all.pick()
  return all
}

test('calls go to the primary', () => {
  const { pick, hosts } = setUp()
  hosts.report(primary, answered)
  expect([pick(), pick()]).toEqual(['primary', 'primary'])
})

test('a cut of a connection that was used before says nothing of the host', () => {
  const { pick, hosts, probes, log } = setUp()
  hosts.report(primary, { ...cut, onUsed: true })
  expect([pick(), hosts.leaveFor(backup, origins), probes, log.lines]).toEqual(['primary', 0, [], []])
})

describe('a primary that can’t be reached', () => {
  test.each<[string, Sent]>([
    ['since nobody answers there', gone],
    ['since it cuts connections', cut],
  ])('%s is passed over for ten seconds, and not even looked at', (_, sent) => {
    const { pick, hosts, clock, probes } = setUp()
    hosts.report(primary, sent)
    expect(pick()).toBe('backup')
    clock.advance(9999)
    expect([pick(), probes]).toEqual(['backup', []])
  })

  test('is not taken for back because of a reply that was on its way before', () => {
    const { pick, hosts } = setUp()
    hosts.report(primary, cut)
    hosts.report(primary, answered)
    expect(pick()).toBe('backup')
  })

  test('is then looked at beside the calls, by one connection at a time, and no call waits for it', () => {
    const { pick, probes } = rested()
    expect([pick(), pick(), pick()]).toEqual(['backup', 'backup', 'backup'])
    expect(probes.map(({ hostname }) => hostname)).toEqual(['primary'])
  })

  test('rests on where no connection can be made', async () => {
    const { pick, probes, clock } = rested()
    await probes[0]?.answer(false)
    clock.advance(9999)
    expect([pick(), probes.length]).toEqual(['backup', 1])
    clock.advance(1)
    expect([pick(), probes.length]).toEqual(['backup', 2])
  })

  test('is tried by one call once it takes connections, while the others keep to the backup', async () => {
    const { pick, probes, hosts, clock } = rested()
    await probes[0]?.answer(true)
    expect([pick(), pick(), pick()]).toEqual(['primary', 'backup', 'backup'])
    hosts.report(primary, cut)
    clock.advance(9999)
    expect([pick(), probes.length]).toEqual(['backup', 1])
  })

  test('is never tried by a call that must not be repeated', async () => {
    const { pick, probes } = rested()
    await probes[0]?.answer(true)
    expect([pick(false), pick(true)]).toEqual(['backup', 'primary'])
  })

  test('is back for all once it answers the call, whatever it answers', async () => {
    const { pick, probes, hosts } = rested()
    await probes[0]?.answer(true)
    pick()
    hosts.report(primary, { kind: 'reply', status: 502, text: '' })
    expect([pick(), pick()]).toEqual(['primary', 'primary'])
  })

  test('rests again where the call that tries it gets no answer', async () => {
    const { pick, probes, hosts } = rested()
    await probes[0]?.answer(true)
    pick()
    hosts.report(primary, late)
    expect([pick(), pick()]).toEqual(['backup', 'backup'])
  })

  test('rests no longer because the clock is set back', () => {
    const { pick, hosts, clock, probes } = setUp()
    hosts.report(primary, gone)
    clock.advance(-3_600_000)
    pick()
    expect(probes).toHaveLength(1)
  })
})

describe('a call that Chat does not answer in time', () => {
  test('says nothing of its host, but makes us look', async () => {
    const { pick, hosts, probes } = setUp()
    hosts.report(primary, late)
    hosts.report(primary, late)
    expect([pick(), probes.length]).toEqual(['primary', 1])
    await probes[0]?.answer(true)
    expect(pick()).toBe('primary')
  })

  test('is the host’s doing where no connection can be made any more', async () => {
    const { pick, hosts, probes } = setUp()
    hosts.report(primary, late)
    await probes[0]?.answer(false)
    expect(pick()).toBe('backup')
  })
})

describe('where none can be reached', () => {
  test('the one not heard of for longest is tried, and is back with its first reply', () => {
    const { pick, hosts, clock } = setUp()
    hosts.report(primary, gone)
    clock.advance(1000)
    hosts.report(backup, gone)
    expect(pick()).toBe('primary')
    hosts.report(primary, answered)
    clock.advance(1)
    expect([pick(), pick()]).toEqual(['primary', 'primary'])
  })

  test('there is none to spare', () => {
    const { hosts } = setUp()
    expect(hosts.spare(origins, new Set([primary]))).toBe(backup)
    hosts.report(backup, gone)
    expect(hosts.spare(origins, new Set([primary]))).toBeUndefined()
  })
})

describe('a backup that was gone for a moment', () => {
  /** Its moment is so many milliseconds ago now that the primary is gone. */
  function goneAgainAfter(ms: number) {
    const { hosts, clock, log } = setUp()
    hosts.report(backup, gone)
    clock.advance(ms)
    hosts.report(primary, gone)
    return { hosts, log, spare: () => hosts.spare(origins, new Set([primary]))?.hostname }
  }

  test.each([
    ['is passed over while it rests', 9999, undefined],
    ['serves all calls that the primary leaves once it has rested', 10_000, 'backup'],
  ])('%s', (_, ms, expected) => {
    const { spare } = goneAgainAfter(ms)
    expect([spare(), spare()]).toEqual([expected, expected])
  })

  test('is back with its first reply, and gone with its first failure', () => {
    const { hosts, log, spare } = goneAgainAfter(10_000)
    spare()
    hosts.report(backup, answered)
    expect(log.lines.at(-1)).toContain('"host is back"')
    const other = goneAgainAfter(10_000)
    other.spare()
    other.hosts.report(backup, late)
    expect(other.spare()).toBeUndefined()
  })

  test('comes behind one that is there', () => {
    const { hosts } = goneAgainAfter(10_000)
    const third: Origin = { ...backup, hostname: 'third' }
    expect(hosts.spare([primary, backup, third], new Set([primary]))).toBe(third)
  })
})

describe('a failover is that of the first call to leave a host that was found gone', () => {
  test('by a call', () => {
    const { hosts } = setUp()
    expect(hosts.leaveFor(primary, origins)).toBe(0)
    hosts.report(primary, gone)
    hosts.report(primary, gone)
    expect([hosts.leaveFor(backup, origins), hosts.leaveFor(backup, origins)]).toEqual([1, 0])
  })

  test('by a connection beside calls that heard nothing', async () => {
    const { hosts, probes } = setUp()
    hosts.report(primary, late)
    expect(hosts.leaveFor(primary, origins)).toBe(0)
    await probes[0]?.answer(false)
    expect([hosts.leaveFor(backup, origins), hosts.leaveFor(backup, origins)]).toEqual([1, 0])
  })

  test('once for each time that it is gone, and never where it was back before anybody left it', () => {
    const { hosts, clock, pick } = setUp()
    hosts.report(primary, gone)
    hosts.report(backup, gone)
    expect([pick(), hosts.leaveFor(primary, origins)]).toEqual(['primary', 1])
    hosts.report(primary, answered)
    clock.advance(1)
    hosts.report(backup, answered)
    expect(hosts.leaveFor(backup, origins)).toBe(0)
    hosts.report(primary, cut)
    expect(hosts.leaveFor(backup, origins)).toBe(1)
  })
})

test('the log says once that a host is gone, with its name and no more, and once that it is back', async () => {
  const { pick, hosts, probes, log, clock } = setUp()
  hosts.report(primary, gone)
  hosts.report(primary, gone)
  for (const answers of [false, true]) {
    clock.advance(10_000)
    pick()
    await probes.at(-1)?.answer(answers)
  }
  pick()
  hosts.report(primary, answered)
  expect(log.lines.map((line) => JSON.parse(line))).toEqual([
    { level: 'warn', message: 'host failover', service: 'chat-gateway', host: 'primary', reason: 'ECONNREFUSED' },
    { level: 'info', message: 'host is back', service: 'chat-gateway', host: 'primary' },
  ])
})
