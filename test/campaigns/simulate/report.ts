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
export function reportOf({ checker, fleet, weather, issued, letters }: Simulation, run: Run): Report {
  const { seed, ops, plant, seconds, virtualSeconds, history } = run
  const { violation } = checker
  const recent = violation ? history.recent(violation.about) : []
  const counts = Object.fromEntries([...checker.counts].toSorted())
  const spells = Object.fromEntries([...weather.counts].toSorted())
  const planted = plant === undefined ? '' : ` --plant ${plant}`
  const sha256 = history.end()
  const facts = {
    seed,
    operations: issued,
    seconds: Number(seconds.toFixed(1)),
    virtualSeconds: Math.round(virtualSeconds),
    historyLines: history.lines,
    sha256,
    crashes: fleet.crashes,
    deadLetters: letters,
    spells,
    counts,
    searchedCharacters: checker.secrets.searched,
    violation: violation ?? null,
  }
  const rows = Object.entries({ ...counts, ...spells, crashes: fleet.crashes, 'dead letters': letters })
  const lines = [
    ...(violation ? [...recent, '', `VIOLATED after ${issued} operations: ${violation.rule}`, violation.what] : []),
    ...rows.map(([name, count]) => `${String(count).padStart(10)}  ${name}`),
    `${issued} operations, ${Math.round(virtualSeconds)} s of virtual time, in ${seconds.toFixed(1)} s; ${history.lines} lines of history`,
    `${checker.secrets.searched} characters searched for secrets`,
    `seed ${seed}, SHA-256 of the history ${sha256}`,
    violation ? `once more: npm run simulate -- --seed ${seed} --ops ${ops}${planted}` : 'nothing was violated',
  ]
  return { facts, text: lines.join('\n'), isGood: violation === undefined }
}
