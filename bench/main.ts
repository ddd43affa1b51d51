import { build } from '../scripts/build.ts'
import { flagsOrEnd } from '../scripts/flags-or-end.ts'
import { measureBulk, printBulk } from './bulk.ts'
import { measureBundles } from './bundle.ts'
import { DELAYS_MS, measureCalls } from './calls.ts'
import { measureInstances, printInstances } from './instances.ts'
import { measureMemory, printMemory } from './memory.ts'
import { measureQueue, printQueue } from './queue.ts'
import { aimsOf, print } from './report.ts'
import { measureRows, printRows } from './rows.ts'
import { onStage } from './stage.ts'
import { measureState, printState } from './state.ts'

const USAGE = `Usage: npm run bench [-- what] [options]

  calls   (what is measured unless said otherwise) the built function against a bare handler (parse, one UserSig, kept-alive
          POST, reply as it comes) in one process, in alternating order, over a local TLS upstream that answers at once or
          after 20 ms; then bundle size and init time
  memory  what one request of 2,500, 5,000 and 10,000 friends, of 90 bytes each, costs in upstream calls and in memory
  queue   what waits in the queue worked off: 1,000 events of one account, 20,000 events over 500 accounts; calls to Chat, the share of
          the quota that is used, conflicts, and what is lost
  instances
          ten processes of the function over one Chat and one DynamoDB: what Chat saw of the shared quota, and of fifty writers of one
          account, beside a plain client; fails above the quota and 5 %, or where a caller sees a conflict
  state   calls of AWS that each kind of request costs, and the time that quota governor and idempotency add
  rows    what a cold start costs, to its first answer, with one operation and with all of them
  bulk    the command line's bulk, in a process of its own: 1,000,000 rows of 10,000 accounts against a gateway that counts, at 200 calls a
          second; then again, killed and resumed five times; fails where a row is lost or doubled, or above 200 MB, or below 90 % of the quota

  --quick            shows that it works, not what it costs
  --against FOLDER   rows: another checkout, built, that takes its turn
  --json             print the figures as JSON
  --profile FOLDER   calls: write a CPU profile of the measuring process there
  --help             show this

The full run of calls takes about three minutes, that of bulk as long, the others half a minute or less; let nothing else run meanwhile. But for instances and bulk the exit code says nothing about the aims.`

interface Flags {
  readonly quick: boolean
  readonly profile?: string | undefined
  readonly against?: string | undefined
}

/** What is measured, and how it is told. */
const subjects: Readonly<Record<string, (flags: Flags) => Promise<readonly [figures: object, text: string]>>> = {
  calls: async (flags) => {
    await build()
    return onStage({ delaysMs: DELAYS_MS }, async (stage) => {
      const calls = await measureCalls(stage, flags)
      const bundles = await measureBundles(stage.folder, flags.quick ? 3 : 15)
      const results = { node: process.versions.node, calls, bundles }
      return [{ ...results, aims: aimsOf(results) }, print(results)]
    })
  },
  memory: async ({ quick }) => {
    await build()
    const figures = await onStage({ delaysMs: [] }, (stage) => measureMemory(stage, quick ? 1 : 7))
    return [figures, printMemory(figures)]
  },
  queue: async ({ quick }) => {
    await build()
    const figures = await measureQueue(quick)
    return [figures, printQueue(figures)]
  },
  instances: async ({ quick }) => {
    await build()
    const figures = await measureInstances(quick)
    if (figures.faults.length > 0) process.exitCode = 1
    return [figures, printInstances(figures)]
  },
  state: async ({ quick }) => {
    await build()
    const figures = await measureState(quick)
    return [figures, printState(figures)]
  },
  bulk: async ({ quick }) => {
    const figures = await measureBulk(quick)
    if (figures.faults.length > 0) process.exitCode = 1
    return [figures, printBulk(figures)]
  },
  rows: async ({ quick, against }) => {
    const figures = await measureRows(quick ? 5 : 151, against)
    return [figures, printRows(figures)]
  },
}

const { values, positionals } = flagsOrEnd('npm run bench', {
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
    against: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const [what = 'calls', ...more] = positionals
const measure = more.length === 0 && Object.hasOwn(subjects, what) ? subjects[what] : undefined

if (values.help) console.log(USAGE)
else if (measure) {
  const [figures, text] = await measure(values)
  console.log(values.json ? JSON.stringify(figures, undefined, 2) : text)
} else {
  console.error(`There is no measurement "${positionals.join(' ')}".\n\n${USAGE}`)
  process.exitCode = 2
}
