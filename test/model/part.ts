import fc, { type Parameters } from 'fast-check'
import { type Met, play } from './play.ts'
import { report } from './report.ts'
import { startRig } from './rig.ts'
import { type Step, sequence } from './steps.ts'

/** What one process plays of a run: so many sequences of the seed's, from the one at the path. */
export interface Part {
  readonly sequences: number
  readonly seed: number
  readonly path: string
}

export interface Played {
  /** The report of what differed. */
  readonly difference?: string
  readonly met: readonly (readonly [name: string, count: number])[]
}

/** The sequences of a seed are numbered, and a path may be a number alone: so each part goes straight to its own. */
export function partsOf({ sequences, seed, path }: Part, processes: number): Part[] {
  if (path !== '') return [{ sequences, seed, path }]
  const size = Math.ceil(sequences / Math.max(1, processes))
  return Array.from({ length: Math.ceil(sequences / size) }, (_, index) => ({
    sequences: Math.min(size, sequences - index * size),
    seed,
    path: `${index * size}`,
  }))
}

export const parametersOf = ({ sequences, seed, path }: Part): Parameters<[Step[]]> => ({
  numRuns: sequences,
  seed,
  path,
})

export async function playPart(part: Part): Promise<Played> {
  const rig = await startRig()
  const met: Met = new Map()
  const startedAt = performance.now()
  const property = fc.asyncProperty(sequence, (steps) => play(rig, steps, met))
  const result = await fc.check(property, parametersOf(part))
  await rig.close()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const before = Number(part.path.split(':')[0])
  const numbered = { ...result, numRuns: before + result.numRuns }
  return { met: [...met], ...(result.failed && { difference: report(numbered, seconds) }) }
}

// A part has a process of its own, and hands over what it met.
if (process.argv[1] === import.meta.filename) {
  const played = await playPart(JSON.parse(process.argv[2]!))
  process.send!(played, () => process.disconnect())
}
