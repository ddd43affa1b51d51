import { LambdaClient } from '@aws-sdk/client-lambda'
import { SQSClient } from '@aws-sdk/client-sqs'
import { systemClock } from '../../lib/clock.ts'
import { JobQueue } from '../../lib/jobs/job-queue.ts'
import { Jobs } from '../../lib/jobs/jobs.ts'
import { StateTable } from '../../lib/ledger/state-table.ts'
import { printableLines } from '../../local/chat/printable.ts'
import type { Stage } from '../stages/stage.ts'
import { type Flags, readFlags, UsageError } from './flags.ts'
import { endpointFault, environmentFor, findPlaces, lackOfStage, regionFault, stageFileOf } from './places.ts'
import { LetterQueue } from './queues.ts'
import { type Listener, Redrive, type Row } from './redrive.ts'
import { type Findings, jsonReport, resultOf, textReport } from './report.ts'
import { Trouble, troubleOf } from './trouble.ts'
import { USAGE } from './usage.ts'

/** Where it says what it found, and how it gets on. */
export interface Terminal {
  readonly print: (text: string) => void
  readonly complain: (text: string) => void
  /** Ctrl-C. */
  readonly signal: AbortSignal
}

/** An operator may be far from the region; still, nothing may hang for good. */
const PATIENCE_MS = 5000
const requestHandler = { connectionTimeout: PATIENCE_MS, requestTimeout: PATIENCE_MS, throwOnRequestTimeout: true }
const PROGRESS_EVERY = 100

/** Does what the command line says. @returns the exit code */
export async function main(args: string[], terminal: Terminal): Promise<number> {
  try {
    const flags = readFlags(args)
    if (flags) return await redrive(flags, args, terminal)
    terminal.print(USAGE)
    return 0
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.complain(printableLines(`${error.message}\nSee npm run redrive -- --help`))
      return 2
    }
    const { message, stack = message } = error as Error
    terminal.complain(printableLines(error instanceof Trouble ? message : stack))
    return 1
  }
}

/** What was found so far, and a line of progress now and then. */
class Finds implements Listener {
  readonly rows: Row[] = []
  readonly reasons = new Set<string>()
  looked = 0
  behind = 0
  readonly #terminal: Terminal

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  see: Listener['see'] = ({ reason }) => {
    this.reasons.add(reason)
    this.looked++
    if (this.looked % PROGRESS_EVERY > 0) return
    this.#terminal.complain(`${this.looked} letters looked at, ${this.rows.length} of those asked for gone through`)
  }
  settle: Listener['settle'] = (row) => void this.rows.push(row)
  leaveBehind: Listener['leaveBehind'] = (count) => {
    this.behind += count
  }
}

/** Also where something stands in the way, what was done before that is told. */
async function redrive(flags: Flags, args: readonly string[], terminal: Terminal): Promise<number> {
  const { print, signal } = terminal
  const finds = new Finds(terminal)
  const report = () => {
    const { rows, reasons, looked, behind } = finds
    const findings: Findings = { flags, rows, reasons, looked, behind, isInterrupted: signal.aborted }
    print(flags.json ? jsonReport(findings) : textReport(findings, args))
  }
  try {
    const file = stageFileOf(flags)
    prepare(flags, file)
    await goThrough(flags, file, signal, finds)
  } catch (error) {
    if (finds.rows.length > 0) report()
    throw error
  }
  report()
  if (signal.aborted) return 130
  return finds.rows.some((row) => resultOf(row, flags.run) === 'failed') ? 1 : 0
}

/** The SDK's clients, lib's among them, take their settings from the environment. @throws UsageError */
function prepare({ local, region }: Flags, file: Stage | undefined): void {
  const fault = endpointFault(process.env) ?? (file && regionFault(region, file))
  if (fault) throw new UsageError(fault)
  const asked = { local, region: region ?? file?.said.region }
  for (const [name, value] of Object.entries(environmentFor(asked, process.env))) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

async function goThrough(
  flags: Flags,
  file: Stage | undefined,
  signal: AbortSignal,
  listener: Listener,
): Promise<void> {
  const client = new SQSClient({ requestHandler })
  const lambda = new LambdaClient({ requestHandler })
  const places = await findPlaces(flags, file, process.env, client).catch((error: unknown) => {
    throw troubleOf(error, 'The queues of dead letters', lackOfStage(flags)) ?? error
  })
  const { letters, jobsTable, jobsQueue, eventsFunction, defaultApp, waitSeconds } = places
  const parts = {
    ...{ flags, signal, lambda, eventsFunction, defaultApp },
    letters: new Map([...letters].map(([kind, url]) => [kind, new LetterQueue({ client, url, waitSeconds })])),
    jobs: new Jobs({ table: new StateTable(jobsTable, { patienceMs: PATIENCE_MS }), clock: systemClock }),
    queue: new JobQueue({ url: jobsQueue, lettersUrl: '' }),
  }
  await new Redrive(parts, listener).all()
}
