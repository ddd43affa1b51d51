import type { GatewayReply } from '../transport/messages.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { apiAnswerIn } from './explain/answer.ts'
import type { Colour } from './terminal.ts'

/** What an answer comes to: the exit code, and a line for people. */
export interface Verdict {
  readonly exitCode: ExitCode
  readonly line: string
  readonly colour: Colour
}

interface Answer {
  readonly outcome?: unknown
  readonly counts?: Readonly<Record<string, number>>
  readonly code?: unknown
  readonly detail?: unknown
  readonly state?: unknown
  readonly jobId?: unknown
  readonly results?: readonly Result[]
}

interface Result {
  readonly error?: { readonly code?: unknown }
}

/** Judges an answer. @param name how the command is called, for the hint at `explain` */
export function verdictOf({ status, body }: Pick<GatewayReply, 'status' | 'body'>, name: string): Verdict {
  const answer = membersOf(body)
  if (status >= 400) return ofProblem(status, answer, name)
  if (answer.outcome === 'partial' || status === 207) {
    const line = `partial: ${countsOf(answer)}${codesOf(answer, name)}`
    return { exitCode: exitCodes.some, line, colour: 'yellow' }
  }
  if (status === 202 && answer.jobId !== undefined) {
    return { exitCode: exitCodes.ok, line: `queued: ${name} wait-job ${answer.jobId}`, colour: 'green' }
  }
  const counts = answer.counts ? `: ${countsOf(answer)}` : ''
  return { exitCode: exitCodes.ok, line: `${String(answer.outcome ?? 'ok')}${counts}`, colour: 'green' }
}

/** Judges a job by its state, and once it has ended by its answer. */
export function verdictOfJob(job: unknown, name: string): Verdict {
  const { state, jobId } = membersOf(job)
  const { answer } = Object(job) as { readonly answer?: { readonly status: number; readonly body: unknown } }
  if (state === 'queued' || state === 'running') {
    return { exitCode: exitCodes.ok, line: `${state}: ${name} wait-job ${jobId}`, colour: 'yellow' }
  }
  if (!answer) return { exitCode: exitCodes.some, line: `${String(state)}: it has no answer`, colour: 'red' }
  return verdictOf(answer, name)
}

function ofProblem(status: number, answer: Answer, name: string): Verdict {
  const { code, detail, counts, results } = answer
  if (typeof code !== 'string') return ofApi(status, answer)
  const tried = counts ? ` ${countsOf(answer)}.` : ''
  const line = `${code}: ${String(detail)}${tried} More: ${name} explain ${code}`
  // The body itself was refused: nothing of it was tried.
  const isInput = results === undefined && (code === 'INVALID_REQUEST' || status === 413)
  return { exitCode: isInput ? exitCodes.usage : exitCodes.some, line, colour: 'red' }
}

/** API Gateway answers in the gateway's place where a request never reaches it, or its answer never comes back. */
function ofApi(status: number, body: unknown): Verdict {
  const known = apiAnswerIn(body)
  const told = known
    ? `${known.title}. Was anything done: ${known.done}. ${known.cure}`
    : `Something on the way answered.${status === 413 ? ' The body is too large: send fewer items at once.' : ''}`
  return {
    exitCode: status === 413 ? exitCodes.usage : exitCodes.some,
    line: `HTTP ${status}, not from the gateway itself: ${told}`,
    colour: 'red',
  }
}

const countsOf = ({ counts = {} }: Answer): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')

/** How often each code stands in the results, the most frequent first. */
function codesOf({ results = [] }: Answer, name: string): string {
  const counts = new Map<string, number>()
  for (const { error } of results) {
    if (typeof error?.code === 'string') counts.set(error.code, (counts.get(error.code) ?? 0) + 1)
  }
  if (counts.size === 0) return ''
  const sorted = [...counts].sort(([, a], [, b]) => b - a)
  const told = sorted.map(([code, count]) => `${code} ${count} ${count === 1 ? 'time' : 'times'}`)
  return `. ${told.join(', ')}. More: ${name} explain ${sorted.map(([code]) => code).join(' ')}`
}

const membersOf = (body: unknown): Answer => Object(body) as Answer
