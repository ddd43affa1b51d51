import { type Command, Option } from 'commander'
import { systemClock } from '../../settings.ts'
import type { Exchange, GatewayReply } from '../../transport/messages.ts'
import { addCommand, type Context, type GlobalOptions } from '../command.ts'
import { asMistake, connect } from '../connect.ts'
import { type ExitCode, exitCodes, Mistake } from '../exit-codes.ts'
import { tell } from '../tell.ts'
import { verdictOf, verdictOfJob } from '../verdict.ts'

/** How long the gateway itself waits for a job at a time, in seconds. */
const ONE_WAIT = 20
const ASK_AGAIN_MS = 1000

interface WaitOptions extends GlobalOptions {
  /** Seconds. */
  readonly timeout?: number
}

/** `get-job` and `wait-job`: what became of a write that was queued. */
export function addJobs(program: Command, context: Context): void {
  const args = [['<job>', 'its id, or the Location that came with it']] as const
  addCommand(program, context, {
    name: 'get-job',
    summary: 'prints a job as it stands',
    description:
      'Prints a job as it stands. It ends with 0 while the job waits or runs, and with what its answer comes to once it has ended.',
    args,
    examples: ['get-job 0123456789abcdef0123456789abcdef'],
    run: async ([job = ''], options) => {
      const path = pathOf(job)
      const reply = await ask(connect(options, context), path)
      if (reply.status >= 400) return tell(reply.body, verdictOf(reply, context.name), options, context)
      return tell(reply.body, verdictOfJob(reply.body, context.name), options, context)
    },
  })
  addCommand<WaitOptions>(program, context, {
    name: 'wait-job',
    summary: 'waits until a job has ended, and prints it',
    description: 'Waits until a job has ended, prints it, and ends with what its answer comes to.',
    args,
    options: [
      new Option('--timeout <seconds>', 'wait so long at most; without it, for as long as it takes').argParser(
        secondsOf,
      ),
    ],
    examples: ['wait-job 0123456789abcdef0123456789abcdef --timeout 60'],
    run: ([job = ''], options) => {
      const id = idOf(job)
      return waitFor(id, connect(options, context), options, context)
    },
  })
}

/** Waits for a job, prints it, and says with what to end. @throws Mistake where the time is over before */
export async function waitFor(
  id: string,
  exchange: Exchange,
  options: WaitOptions,
  context: Context,
): Promise<ExitCode> {
  const until = options.timeout === undefined ? Infinity : Date.now() + options.timeout * 1000
  for (;;) {
    const asked = Date.now()
    const left = Math.ceil((until - asked) / 1000)
    const wait = Math.max(1, Math.min(ONE_WAIT, left))
    const reply = await ask(exchange, `${pathOf(id)}?wait=${wait}`)
    if (reply.status >= 400) return tell(reply.body, verdictOf(reply, context.name), options, context)
    const { state } = Object(reply.body) as { readonly state?: unknown }
    if (state !== 'queued' && state !== 'running') {
      return tell(reply.body, verdictOfJob(reply.body, context.name), options, context)
    }
    if (Date.now() >= until) {
      throw new Mistake(
        `The job is still ${state} after ${options.timeout} s. Wait on: ${context.name} wait-job ${id}`,
        exitCodes.some,
      )
    }
    // An answer that was not held back would otherwise be asked for again without a pause.
    const wasHeld = Date.now() - asked >= ASK_AGAIN_MS
    if (!wasHeld) await systemClock.sleep(ASK_AGAIN_MS, context.terminal.signal)
  }
}

async function ask(exchange: Exchange, path: string): Promise<GatewayReply> {
  try {
    return await exchange({ method: 'GET', path, effect: 'read' })
  } catch (error) {
    throw asMistake(error) ?? error
  }
}

const pathOf = (job: string): string => `/v1/jobs/${idOf(job)}`

/** @throws Mistake for what can be no job's id */
function idOf(job: string): string {
  const [, id] = /^(?:.*\/v1\/jobs\/)?(\w{1,64})$/.exec(job.trim()) ?? []
  if (id !== undefined) return id
  throw new Mistake(`"${job}" is no job’s id. It stands as jobId in the answer to a call with --async.`)
}

const MOST_SECONDS = 604_800

function secondsOf(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (seconds >= 1 && seconds <= MOST_SECONDS) return seconds
  throw new Mistake(`--timeout must be a whole number of seconds from 1 to ${MOST_SECONDS}, not "${text}".`)
}
