import type { Violation } from './check/checker.ts'
import { unmetIn } from './conditions.ts'
import type { History } from './history.ts'
import type { Simulation } from './simulation.ts'

interface Run {
  readonly seed: number
  readonly ops: number
  /** The fault that was planted. */
  readonly plant?: string | undefined
  readonly seconds: number
  readonly virtualSeconds: number
  readonly history: History
}

export interface Report {
  readonly facts: Readonly<Record<string, unknown>>
  readonly text: string
  readonly isGood: boolean
}

/** What a run has shown, as facts and in words. Ends the history. */
export function reportOf(simulation: Simulation, run: Run): Report {
  const { violation } = simulation.checker
  // A run that was ended by what was violated need not have seen all.
  const unmet = violation ? [] : unmetIn(simulation)
  const isGood = violation === undefined && unmet.length === 0
  const facts = factsOf(simulation, run, unmet)
  const { seed, ops, plant, history } = run
  const planted = plant === undefined ? '' : ` --plant ${plant}`
  const lines = [
    ...(violation ? [...history.recent(violation.about), '', ...violationLines(facts, violation)] : []),
    ...countLines(facts),
    ...unmet.map((one) => `UNMET: ${one}`),
    isGood ? 'nothing was violated' : `once more: npm run simulate -- --seed ${seed} --ops ${ops}${planted}`,
  ]
  return { facts, text: lines.join('\n'), isGood }
}

type Facts = ReturnType<typeof factsOf>

function factsOf(
  { checker, fleet, weather, issued, letters, leftUndone, memoryDeaths }: Simulation,
  run: Run,
  unmet: readonly string[],
) {
  const { seed, seconds, virtualSeconds, history } = run
  const sha256 = history.end()
  return {
    seed,
    operations: issued,
    seconds: Number(seconds.toFixed(1)),
    virtualSeconds: Math.round(virtualSeconds),
    historyLines: history.lines,
    sha256,
    crashes: fleet.crashes,
    memoryDeaths,
    deadLetters: letters.count,
    batchesInPart: leftUndone.count,
    spells: sorted(weather.counts),
    damages: sorted(checker.damages),
    counts: sorted(checker.counts),
    effects: checker.effects,
    searchedCharacters: checker.secrets.searched,
    userSigs: checker.secrets.userSigs,
    unmet,
    violation: checker.violation ?? null,
  }
}

const sorted = (counts: ReadonlyMap<string, number>) => Object.fromEntries([...counts].toSorted())

const violationLines = ({ operations }: Facts, { rule, what }: Violation): string[] => [
  `VIOLATED after ${operations} operations: ${rule}`,
  what,
]

function countLines({
  counts,
  spells,
  damages,
  crashes,
  memoryDeaths,
  deadLetters,
  batchesInPart,
  ...facts
}: Facts): string[] {
  const rows = [
    ...Object.entries({
      ...counts,
      ...spells,
      crashes,
      'of these for want of memory': memoryDeaths,
      'dead letters': deadLetters,
      'batches done in part': batchesInPart,
    }),
    ...Object.entries(damages).map(([name, count]) => [`damage to a call: ${name}`, count] as const),
  ]
  return [
    ...rows.map(([name, count]) => `${String(count).padStart(10)}  ${name}`),
    `${facts.operations} operations, ${facts.virtualSeconds} s of virtual time, in ${facts.seconds} s; ${facts.historyLines} lines of history`,
    `${facts.effects} values written in Chat`,
    `${facts.searchedCharacters} characters searched for keys and ${facts.userSigs} UserSigs`,
    `seed ${facts.seed}, SHA-256 of the history ${facts.sha256}`,
  ]
}
