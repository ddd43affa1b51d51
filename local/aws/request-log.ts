import type { Put } from './bus/put-events.ts'
import type { Handled } from './http-api/server.ts'
import type { FailedAttempt } from './lambda/asynchronous.ts'
import type { ConnectionLog } from './lambda/connect.ts'
import type { HandledBatch } from './lambda/event-source.ts'

const SHOWN_LEVELS = new Set(['WARN', 'ERROR', 'CRITICAL', 'FATAL'])

/**
 * One line per request, event and batch, what it caused indented below it. While requests or batches are under way, the lines
 * of the emulator and the functions wait for the next one to end: with several at once they stand below whichever ends first.
 */
export class RequestLog implements ConnectionLog {
  readonly #print: (line: string) => void
  readonly #verbose: boolean
  readonly #underWay = new Set<string | number>()
  #waiting: string[] = []

  /** `verbose` shows all that the functions log, not just warnings and errors. */
  constructor(print: (line: string) => void, verbose: boolean) {
    this.#print = print
    this.#verbose = verbose
  }

  arrived = (requestId: string): void => {
    this.#underWay.add(requestId)
  }

  emulator = (line: string): void => this.#below(`chat  ${line}`)

  function = (line: string): void => {
    if (this.#verbose || isTrouble(line)) this.#below(`log   ${line}`)
  }

  handled = (handled: Handled): void => this.#ended(handled.requestId, lineOf(handled))

  event = (put: Put, known: boolean): void => this.#print(lineOfEvent(put, known))

  failedAttempt = ({ functionName, attempt, error, then }: FailedAttempt): void => {
    this.#print(`    ${functionName}  attempt ${attempt}  ${error.type}: ${error.message}  next: ${then}`)
  }

  batchArrived = (id: number): void => {
    this.#underWay.add(id)
  }

  batchHandled = (batch: HandledBatch): void => this.#ended(batch.id, lineOfBatch(batch))

  #ended(id: string | number, line: string): void {
    this.#underWay.delete(id)
    this.#print(line)
    for (const caused of this.#waiting) this.#print(caused)
    this.#waiting = []
  }

  #below(line: string): void {
    if (this.#underWay.size > 0) this.#waiting.push(`    ${line}`)
    else this.#print(`    ${line}`)
  }
}

function isTrouble(line: string): boolean {
  try {
    return SHOWN_LEVELS.has(JSON.parse(line).level)
  } catch {
    // Not the functions' logger: a crash or a warning of Node itself.
    return true
  }
}

function lineOf({ method, path, reply, ms, error }: Handled): string {
  const words = error ? `${error.type}: ${error.message}` : summaryOf(reply.body)
  return [method, path, reply.status, words, `${ms} ms`].filter(Boolean).join('  ')
}

/** Requests and results alike; of a result what it says, of a request whose it is. */
function lineOfEvent({ bus, event }: Put, known: boolean): string {
  const { app, answer } = event.detail
  const words = [event.detail, Object(answer).body].map(wordsOf).find((text) => text !== '')
  const lost = known ? undefined : `dropped: there is no bus ${bus}`
  return ['event', event['detail-type'], event.source, app, words, lost].filter(Boolean).join('  ')
}

function lineOfBatch({ functionName, messages, failed, ms, error }: HandledBatch): string {
  const counts = [`done ${messages - failed}`, failed > 0 && `left ${failed}`].filter(Boolean).join(', ')
  return ['batch', functionName, counts, error, `${ms} ms`].filter(Boolean).join('  ')
}

/** What a gateway's answer says in a few words; the names are those of its API. */
const summaryOf = (body: Buffer): string => wordsOf(parsed(body))

function wordsOf(answer: unknown): string {
  const { outcome, code, counts, responses, message } = Object(answer)
  const statuses = Array.isArray(responses) && `responses ${responses.map((one) => Object(one).status).join(' ')}`
  const numbers = Object.entries(Object(counts)).map(([name, count]) => `${name} ${count}`)
  return [outcome, code, numbers.join(', '), statuses, message].filter(Boolean).join('  ')
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    return Object(JSON.parse(body.toString()))
  } catch {
    return {}
  }
}
