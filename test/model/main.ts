import { availableParallelism } from 'node:os'
import { build } from '../../scripts/build.ts'
import { flagsOrEnd } from '../../scripts/flags-or-end.ts'
import { metBy, playApart } from './apart.ts'
import { rules } from './operations.ts'
import { type Part, partsOf } from './part.ts'
import type { Met } from './play.ts'
import { noDifference } from './report.ts'
import { statusOf } from './told.ts'

const USAGE = `Usage: npm run test:model [-- options]

Plays random sequences of operations of each kind through the built gateway and the emulator, and compares every answer,
and the state at the end, with a simple model in memory.

  --sequences N   how many (2000)
  --seed S        of the random numbers; a failing run prints its own
  --path P        goes straight to the sequence that a failing run printed
  --processes N   how many play at a time, each its part of the same sequences (one a processor, at most 4)
  --met           print what was met, and how often
  --help          show this`

const { values } = flagsOrEnd('npm run test:model', {
  options: {
    sequences: { type: 'string', default: '2000' },
    seed: { type: 'string' },
    path: { type: 'string' },
    processes: { type: 'string', default: `${Math.min(4, availableParallelism())}` },
    met: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const whole = (text: string, what: string): number => {
  if (!/^-?\d{1,10}$/.test(text)) throw new Error(`${what} must be a whole number, not "${text}"`)
  return Number(text)
}

/** A run that never meets a refusal proves nothing about it. */
const unmet = (met: Met): string[] => [
  ...Object.keys(rules).filter((operation) => !met.has(`${operation} ok`)),
  ...Object.keys(statusOf).filter((code) => !met.has(`code ${code}`)),
]

async function run(asked: Part, processes: number): Promise<boolean> {
  const startedAt = performance.now()
  const parts = await Promise.all(partsOf(asked, processes).map(playApart))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const met = metBy(parts)
  if (values.met)
    console.log(
      [...met]
        .toSorted()
        .map(([name, count]) => `${String(count).padStart(8)}  ${name}`)
        .join('\n'),
    )
  const difference = parts.find((part) => part.difference !== undefined)?.difference
  console.log(difference ?? noDifference(asked.sequences, asked.seed, seconds))
  if (difference !== undefined) return false
  // Few sequences, or one of them alone, need not meet everything.
  const missing = asked.path === '' && asked.sequences >= 500 ? unmet(met) : []
  if (missing.length > 0) console.log(`but never met, so nothing is proved of: ${missing.join(', ')}`)
  return missing.length === 0
}

if (values.help) console.log(USAGE)
else {
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : whole(values.seed, '--seed')
  const sequences = whole(values.sequences, '--sequences')
  const processes = whole(values.processes, '--processes')
  await build()
  process.exitCode = (await run({ sequences, seed, path: values.path ?? '' }, processes)) ? 0 : 1
}
