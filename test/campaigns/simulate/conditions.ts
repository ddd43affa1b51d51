import { operationNames } from './bodies.ts'
import type { Simulation } from './simulation.ts'
import { forgeries } from './stranger.ts'
import { spells } from './weather.ts'
import { damages } from './world/damage.ts'

/** So many operations take more than two minutes: no instance lives so long, and the first spell has come. */
const LONG = 20_000
/** Share of all items; it is about 0.55, however long the run. Of few items, a spell of bad weather may take most. */
const LEAST_OK = 0.4
const MANY_ITEMS = 5000
/** What was to come so often and never came is not left to chance: of that there is one chance in three million. */
const EXPECTED = 15
/** In so many spells of short memory, some worker takes up several jobs at once. */
const MANY_SPELLS = 4

/** What a run must have had in it for its silence to prove anything, each told as what is missing and what that means. */
export function unmetIn({ checker, fleet, weather, letters, issued, leftUndone, memoryDeaths }: Simulation): string[] {
  const { counts, damages: damaged, effects, secrets } = checker
  const isLong = issued >= LONG
  const ok = counts.get('items ok') ?? 0
  const items = STATUSES.reduce((sum, status) => sum + (counts.get(`items ${status}`) ?? 0), 0)
  const conditions: readonly Condition[] = [
    [
      effects > 0,
      'nothing was written in Chat: no request came through to it, so ask for more of them or mend what is in their way',
    ],
    [ok > 0, 'no item was ok: an answer that promises nothing can’t be a lie'],
    [
      items < MANY_ITEMS || ok >= LEAST_OK * items,
      `only ${ok} of ${items} items were ok, less than ${LEAST_OK}: the gateway refuses what it should do, or the world is too bad`,
    ],
    [secrets.searched > 0 && secrets.userSigs > 0, 'no text was searched, or no UserSig was known: nothing could leak'],
    [!isLong || fleet.crashes > 0, 'no instance crashed: nobody had to take over what another had begun'],
    [
      memoryDeaths > 0 || (weather.counts.get('memory short') ?? 0) < MANY_SPELLS,
      'no worker died for want of memory: no window was found again that one had died of',
    ],
    [!isLong || weather.counts.size > 0, 'no spell came: the weather does not work'],
    [!isLong || leftUndone.count > 0, 'no batch was done in part: nobody had to ask again for the rest'],
    [!isLong || damaged.size > 0, 'no call went wrong on its way: the network is too good'],
    ...missingOf(
      spells.map(([weight, { name }]) => [weight, name]),
      weather.counts,
      'spell',
    ),
    ...missingOf(damages, damaged, 'damage to a call'),
    ...missingLetters(counts, letters.forged, isLong),
    ...missingOperations(counts, isLong),
  ]
  return conditions.filter(([isMet]) => !isMet).map(([, unmet]) => unmet)
}

type Condition = readonly [isMet: boolean, unmet: string]

const missingOperations = (counts: ReadonlyMap<string, number>, isLong: boolean): Condition[] => [
  ...operationNames.map(
    (name): Condition => [
      !isLong || counts.has(`${name} ok`),
      `no item of ${name} was ever ok: nothing is proved of it`,
    ],
  ),
  [
    !isLong || counts.has('push.send unknown'),
    'no push was ever in doubt: nothing could tempt anybody to send it again',
  ],
  [
    !isLong || counts.has('messages.send unknown'),
    'no message was ever in doubt: nothing could tempt anybody to send it too late',
  ],
  [
    !isLong || counts.has('messages sent again that Chat dropped'),
    'no message was ever sent again in time: none of them could have come twice',
  ],
]

const missingLetters = (
  counts: ReadonlyMap<string, number>,
  forged: ReadonlyMap<string, number>,
  isLong: boolean,
): Condition[] => [
  [!isLong || counts.has('jobs revived'), 'no job was revived: no letter came back, or none does anything'],
  [!isLong || counts.has('events redriven'), 'no event was redriven'],
  ...missingOf(
    forgeries.map(([weight, name]) => [weight, name]),
    forged,
    'forged letter',
  ),
]

const STATUSES = ['ok', 'pending', 'failed', 'unknown'] as const

/** Kinds that were to come by their weights, and did not. */
function missingOf<Name extends string>(
  kinds: readonly (readonly [weight: number, name: Name])[],
  counts: ReadonlyMap<Name, number>,
  what: string,
): Condition[] {
  const all = kinds.reduce((sum, [weight]) => sum + weight, 0)
  const came = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return kinds.map(([weight, name]) => {
    const expected = (came * weight) / all
    const unmet = `of ${came} the ${what} “${name}” was none, ${Math.floor(expected)} were to be: it can’t come any more`
    return [expected < EXPECTED || counts.has(name), unmet]
  })
}
