import { writeSync } from 'node:fs'
import fc from 'fast-check'
import { build } from '../../../scripts/build.ts'
import { upperBoundText } from '../bound.ts'
import { freshSeed, readFlags } from '../flags.ts'
import { isKind, type KindName, kinds, type Met, runsOf } from './play.ts'
import { type Rig, startRig } from './rig.ts'

const COMMAND = 'npm run fuzz'
const DEFAULT_RUNS = 100_000

const { numbers, texts, json } = readFlags(
  COMMAND,
  'Throws inputs of all triggers, made from the request schemas and damaged, at the built functions, and hostile replies at the\nreading of replies: nothing breaks, bad input is told as such, and no item is ok without proof.',
  {
    runs: { meaning: 'how many inputs', fallback: DEFAULT_RUNS, min: 0, max: 100_000_000 },
    bodies: {
      meaning: 'how many hostile conversations; half the runs where it is 0',
      fallback: 0,
      min: 0,
      max: 100_000_000,
    },
    seed: { meaning: 'of the random choices; another each time', fallback: freshSeed(), min: 0, max: 2 ** 31 },
  },
  {
    only: { value: 'KIND', meaning: `one kind alone: ${Object.keys(kinds).join(', ')}` },
    path: { value: 'PATH', meaning: 'goes straight to the input that a failing run printed; with --only and --seed' },
  },
)

interface Played {
  readonly kind: KindName
  readonly runs: number
  readonly seconds: number
  readonly met: Readonly<Record<string, number>>
  /** What failed, how it looks at its smallest, and how to have it again. */
  readonly failure?: string
}

/** Longest input that is shown; `--path` has the rest. */
const MOST_SHOWN = 4000

function failureOf(kind: KindName, result: fc.RunDetails<unknown>): { failure?: string } {
  if (!result.failed) return {}
  const { seed, counterexamplePath, numShrinks, counterexample, errorInstance } = result
  const cause = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance)
  const again = `${COMMAND} -- --only ${kind} --seed ${seed} --path ${counterexamplePath}`
  const input = fc.stringify(counterexample).slice(0, MOST_SHOWN)
  return { failure: [cause, `after ${numShrinks} shrinks: ${input}`, `again: ${again}`].join('\n') }
}

async function playKind(rig: Rig, kind: KindName, runs: number): Promise<Played> {
  const met: Met = new Map()
  const startedAt = performance.now()
  const { seed } = numbers
  const result = await fc.check(kinds[kind](rig, met), { numRuns: runs, seed, ...(texts.path && { path: texts.path }) })
  const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(1))
  return {
    kind,
    runs: result.numRuns,
    seconds,
    met: Object.fromEntries([...met].toSorted()),
    ...failureOf(kind, result),
  }
}

async function playAll(): Promise<Played[]> {
  const { runs, bodies } = numbers
  const only = texts.only === undefined || isKind(texts.only) ? texts.only : refuse(texts.only)
  const plan = Object.entries(runsOf(runs, bodies || Math.ceil(runs / 2))) as [KindName, number][]
  const chosen = plan.filter(([kind, count]) => count > 0 && (only === undefined || kind === only))
  await build()
  const rig = await startRig()
  try {
    const played: Played[] = []
    for (const [kind, count] of chosen) {
      note(`${kind}: ${count} runs …`)
      played.push(await playKind(rig, kind, count))
    }
    return played
  } finally {
    await rig.close()
  }
}

/** Past the capture of what the functions print. */
const note = (line: string): void => void writeSync(process.stderr.fd, `${line}\n`)

function refuse(kind: string): never {
  console.error(`--only must be one of ${Object.keys(kinds).join(', ')}, not "${kind}".`)
  process.exit(2)
}

function tell({ kind, runs, seconds, met, failure }: Played): void {
  console.log(
    `${kind}: ${runs} runs in ${seconds} s, ${failure ? 'FAILED' : `none failed (so ${upperBoundText(runs)} of such inputs do)`}`,
  )
  console.log(
    `  ${Object.entries(met)
      .map(([what, count]) => `${what}: ${count}`)
      .join(', ')}`,
  )
  if (failure) console.log(failure)
}

const played = await playAll()
if (json) console.log(JSON.stringify({ seed: numbers.seed, played }))
else {
  console.log(`seed ${numbers.seed}`)
  for (const one of played) tell(one)
}
process.exitCode = played.some(({ failure }) => failure !== undefined) ? 1 : 0
