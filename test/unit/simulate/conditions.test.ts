import { describe, expect, test } from 'vitest'
import { operationNames } from '../../campaigns/simulate/bodies.ts'
import { unmetIn } from '../../campaigns/simulate/conditions.ts'
import type { Simulation } from '../../campaigns/simulate/simulation.ts'
import { forgeries } from '../../campaigns/simulate/stranger.ts'
import { damages } from '../../campaigns/simulate/world/damage.ts'

const SPELLS = [
  'table out',
  'table slow',
  'table throttled',
  'table crowded',
  'memory short',
  'queue out',
  'bus out',
  'secrets out',
  'host down',
  'bad network',
  'rotation',
]
const each = (names: readonly string[], count: number) => new Map(names.map((name) => [name, count]))

interface Seen {
  readonly issued?: number
  readonly counts?: Readonly<Record<string, number>>
  readonly effects?: number
  readonly searched?: number
  readonly userSigs?: number
  readonly crashes?: number
  readonly memoryDeaths?: number
  readonly batchesInPart?: number
  readonly spells?: ReadonlyMap<string, number>
  readonly damaged?: ReadonlyMap<string, number>
  readonly revived?: number
  readonly redriven?: number
  readonly forged?: ReadonlyMap<string, number>
  /** Left out of what was ok, or in doubt. */
  readonly missed?: string
}

/** Of each operation, of a push and of a message in doubt, and of one that was sent again in time. */
const ENDS = [
  ...operationNames.map((name) => `${name} ok`),
  'push.send unknown',
  'messages.send unknown',
  'messages sent again that Chat dropped',
]
const FORGERIES = forgeries.map(([, name]) => name)

/** Of a long run that saw everything, but for what is said. */
function unmet({ counts = { 'items ok': 6000, 'items failed': 4000 }, ...seen }: Seen): string[] {
  const checker = {
    counts: new Map(
      Object.entries({
        ...counts,
        ...(seen.revived !== 0 && { 'jobs revived': 1 }),
        ...(seen.redriven !== 0 && { 'events redriven': 1 }),
        ...Object.fromEntries(without(ENDS, seen.missed ?? '', 1)),
      }),
    ),
    damages:
      seen.damaged ??
      each(
        damages.map(([, name]) => name),
        50,
      ),
    effects: seen.effects ?? 1,
    secrets: { searched: seen.searched ?? 1, userSigs: seen.userSigs ?? 1 },
  }
  const fleet = { crashes: seen.crashes ?? 1 }
  const leftUndone = { count: seen.batchesInPart ?? 1 }
  const weather = { counts: seen.spells ?? each(SPELLS, 50) }
  const letters = { forged: seen.forged ?? each(FORGERIES, 50) }
  const { issued = 20_000, memoryDeaths = 1 } = seen
  return unmetIn({ checker, fleet, weather, letters, leftUndone, issued, memoryDeaths } as unknown as Simulation)
}

const none = new Map<string, number>()
const without = (names: readonly string[], name: string, count: number) =>
  each(
    names.filter((one) => one !== name),
    count,
  )

describe('a run that saw', () => {
  test('everything proves something', () => {
    expect(unmet({})).toEqual([])
  })

  test.each<[string, Seen, RegExp]>([
    ['no effect', { effects: 0 }, /^nothing was written/],
    ['no item ok', { issued: 50, counts: { 'items failed': 9 } }, /^no item was ok/],
    [
      'few items ok',
      { counts: { 'items ok': 3900, 'items failed': 3000, 'items unknown': 3100 } },
      /^only 3900 of 10000 items/,
    ],
    ['no text', { searched: 0 }, /^no text/],
    ['no UserSig', { userSigs: 0 }, /^no text/],
    ['no batch done in part', { batchesInPart: 0 }, /^no batch/],
    ['no crash', { crashes: 0 }, /^no instance/],
    ['nobody die of memory', { memoryDeaths: 0 }, /^no worker died/],
    ['no job revived', { revived: 0 }, /^no job was revived/],
    ['no event redriven', { redriven: 0 }, /^no event was redriven/],
    ['every forgery but one', { forged: without(FORGERIES, 'of another app', 50) }, /“of another app”/],
    ['no tag given', { missed: 'user-tags.add ok' }, /^no item of user-tags.add/],
    ['no push in doubt', { missed: 'push.send unknown' }, /^no push/],
    ['no message in doubt', { missed: 'messages.send unknown' }, /^no message was ever in doubt/],
    ['no message sent again', { missed: 'messages sent again that Chat dropped' }, /^no message was ever sent again/],
    ['no spell', { spells: none }, /^no spell/],
    ['no damage', { damaged: none }, /^no call/],
    ['every spell but one', { spells: without(SPELLS, 'bus out', 40) }, /“bus out”/],
    [
      'every damage but one',
      {
        damaged: without(
          damages.map(([, name]) => name),
          'foreign',
          50,
        ),
      },
      /“foreign”/,
    ],
  ])('%s proves nothing', (_, seen, told) => {
    expect(unmet(seen)).toEqual([expect.stringMatching(told)])
  })

  test('less, since it was short, may still do', () => {
    const counts = { 'items ok': 1, 'items failed': 9 }
    expect(
      unmet({
        issued: 300,
        counts,
        crashes: 0,
        memoryDeaths: 0,
        batchesInPart: 0,
        spells: none,
        damaged: none,
        revived: 0,
        redriven: 0,
        forged: none,
      }),
    ).toEqual([])
    expect(unmet({ spells: each(['rotation'], 5) })).toEqual([])
  })
})
