import { compileSchemas } from '../../../scripts/compile-schemas.ts'
import { freshSeed, readFlags } from '../flags.ts'
import { createRandom } from '../random.ts'
import { History } from './history.ts'
import { doorPlants } from './letter-plants.ts'
import { plants } from './plants.ts'
import { reportOf } from './report.ts'
import { takeOver } from './take-over.ts'
import { VirtualTime } from './world/virtual-time.ts'

const ABOUT = `Runs the gateway's own code in a simulated world, all of it in this process and under virtual time: several instances of
each function that crash, callers over HTTP, events, and a Chat, a table, a queue, a bus and secrets whose requests get lost.
Every answer is held against what was done in truth. The same seed gives the same history, byte by byte.`

const plantNames = [...Object.keys(plants), ...Object.keys(doorPlants)]
const MOST = 2 ** 31 - 1
/** When the simulated world begins: 2026-01-01T00:00:00Z. */
const BEGIN = 1_767_225_600_000

const { numbers, texts, json } = readFlags(
  'npm run simulate',
  ABOUT,
  {
    seed: { meaning: 'of all chance; the same gives the same run', fallback: freshSeed(), min: 0, max: MOST },
    ops: { meaning: 'how many requests callers make', fallback: 20_000, min: 1, max: MOST },
  },
  {
    history: { value: 'FILE', meaning: 'writes down all that happens, a line each' },
    plant: { value: 'NAME', meaning: `puts a known fault in, which must be found: ${plantNames.join(', ')}` },
  },
)

async function run(): Promise<boolean> {
  const { seed, ops } = numbers
  const { plant: planted = '' } = texts
  if (planted !== '' && !plantNames.includes(planted))
    throw new Error(`There is no fault ${planted} to plant; there are: ${plantNames.join(', ')}.`)
  const { [planted]: plant = <T>(edges: T) => edges } = plants
  const { [planted]: doorPlant = <T>(record: T) => record } = doorPlants
  await compileSchemas()
  const random = createRandom(seed)
  const time = new VirtualTime(BEGIN)
  const machine = takeOver(time, random.fork())
  const history = new History(() => time.now - BEGIN, texts.history)
  // What keeps functions of Node's is loaded once these are replaced.
  const { Simulation } = await import('./simulation.ts')
  const { warmUp } = await import('./warm-up.ts')
  await warmUp()
  const startedAt = machine.wallClock()
  const progress = progressOn(ops, machine.wallClock)
  const simulation = new Simulation({ time, random, machine, history, operations: ops, plant, doorPlant, progress })
  await simulation.run()
  const seconds = (machine.wallClock() - startedAt) / 1000
  const report = reportOf(simulation, {
    seed,
    ops,
    plant: texts.plant,
    seconds,
    virtualSeconds: (time.now - BEGIN) / 1000,
    history,
  })
  console.log(json ? JSON.stringify(report.facts) : report.text)
  return report.isGood
}

const STEPS = 20

function progressOn(operations: number, now: () => number): (done: number) => void {
  const step = Math.max(1000, Math.ceil(operations / STEPS))
  const startedAt = now()
  return (done) => {
    if (done % step === 0) process.stderr.write(`${done} operations in ${((now() - startedAt) / 1000).toFixed(0)} s\n`)
  }
}

process.exitCode = (await run()) ? 0 : 1
