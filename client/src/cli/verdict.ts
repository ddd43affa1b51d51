import type { GatewayReply } from '../transport/exchange.ts'
import { type ExitCode, exitCodes, Mistake } from './exit-codes.ts'
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

/**
 * Judges an answer of the gateway's. @param name how the command is called, for the hint at `explain`
 * @throws Mistake where something else than a gateway has answered
 */
export function verdictOf({ status, body, headers }: GatewayReply, name: string): Verdict {
  const answer = membersOf(body)
  if (status >= 400) return ofProblem(status, answer, headers, name)
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
  return verdictOf({ ...answer, headers: { 'x-request-id': '' }, requestId: '' }, name)
}

function ofProblem(status: number, answer: Answer, headers: GatewayReply['headers'], name: string): Verdict {
  const { code, detail, counts, results } = answer
  if (typeof code !== 'string') throw notOurs(status, answer, headers)
  const tried = counts ? ` ${countsOf(answer)}.` : ''
  const line = `${code}: ${String(detail)}${tried} More: ${name} explain ${code}`
  // The body itself was refused: nothing of it was tried.
  const isInput = results === undefined && (code === 'INVALID_REQUEST' || status === 413)
  return { exitCode: isInput ? exitCodes.usage : exitCodes.some, line, colour: 'red' }
}

/** What API Gateway, a proxy or any other server says in the gateway's place. */
function notOurs(status: number, answer: Answer, headers: GatewayReply['headers']): Mistake {
  const { message } = answer as { readonly message?: unknown }
  const said = `${status}${typeof message === 'string' ? ` ${message}` : ''}`
  if (status === 404 || (status < 500 && status !== 429 && headers['apigw-requestid'] === undefined)) {
    return new Mistake(
      `No gateway answers there (${said}). Check --url: its host, stage and base path.`,
      exitCodes.unreachable,
    )
  }
  return new Mistake(
    `Something on the way answered in the gateway’s place (${said}), so nobody knows what was done. Look before you send it again.`,
    exitCodes.some,
  )
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
