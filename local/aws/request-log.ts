import { printable } from '../chat/printable.ts'
import type { Put } from './bus/put-events.ts'
import { describe, isTrouble, MOST_LOGGED, readFunctionLine } from './function-line.ts'
import type { Handled } from './http-api/server.ts'
import type { FailedAttempt } from './lambda/asynchronous.ts'
import type { ConnectionLog } from './lambda/connect.ts'
import type { HandledBatch } from './lambda/event-source.ts'
import { ofStatus, type Paint, plain } from './paint.ts'

/** Of what others wrote into one part of a line. */
const MOST_TOLD = 500

const told = (text: unknown): string => (typeof text === 'string' ? printable(text, MOST_TOLD) : '')

/**
 * One line per request, event and batch, what it caused indented below it. While requests or batches are under way, the lines
 * of the emulator and the functions wait for the next one to end: with several at once they stand below whichever ends first.
 */
export class RequestLog implements ConnectionLog {
  readonly #print: (line: string) => void
  readonly #verbose: boolean
  readonly #paint: Paint
  readonly #underWay = new Set<string | number>()
  #waiting: string[] = []

  /** `verbose` shows all that the functions log, not just warnings and errors. */
  constructor(print: (line: string) => void, verbose: boolean, paint: Paint = plain) {
    this.#print = print
    this.#verbose = verbose
    this.#paint = paint
  }

  arrived = (requestId: string): void => {
    this.#underWay.add(requestId)
  }

  emulator = (line: string): void => this.#below(this.#paint('dim', `chat  ${line}`))

  function = (line: string): void => {
    const read = readFunctionLine(line)
    // What its logger did not write is a crash or a warning of Node itself.
    if (this.#verbose || !read || isTrouble(read)) {
      this.#below(`log   ${read ? describe(read, this.#paint) : printable(line, MOST_LOGGED)}`)
    }
  }

  handled = (handled: Handled): void => this.#ended(handled.requestId, lineOf(handled, this.#paint))

  event = (put: Put, known: boolean): void => this.#print(lineOfEvent(put, known, this.#paint))

  failedAttempt = ({ functionName, attempt, error, then }: FailedAttempt): void => {
    const failed = this.#paint('red', told(`${error.type}: ${error.message}`))
    this.#print(`    ${functionName}  attempt ${attempt}  ${failed}  next: ${then}`)
  }

  batchArrived = (id: number): void => {
    this.#underWay.add(id)
  }

  batchHandled = (batch: HandledBatch): void => this.#ended(batch.id, lineOfBatch(batch, this.#paint))

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

function lineOf({ method, path, reply, ms, error }: Handled, paint: Paint): string {
  const words = error ? paint('red', told(`${error.type}: ${error.message}`)) : summaryOf(reply.body)
  return [
    told(method),
    told(path),
    paint(ofStatus(reply.status), String(reply.status)),
    words,
    paint('dim', `${ms} ms`),
  ]
    .filter(Boolean)
    .join('  ')
}

/** Requests and results alike; of a result what it says, of a request whose it is. */
function lineOfEvent({ bus, event }: Put, known: boolean, paint: Paint): string {
  const { app, answer } = event.detail
  const { status } = Object(answer)
  const type = told(event['detail-type'])
  const name = status === undefined ? type : paint(ofStatus(status), type)
  const words = [event.detail, Object(answer).body].map(wordsOf).find((text) => text !== '')
  const lost = known ? undefined : paint('red', `dropped: there is no bus ${told(bus)}`)
  return ['event', name, told(event.source), told(app), words, lost].filter(Boolean).join('  ')
}

function lineOfBatch({ functionName, messages, failed, ms, error }: HandledBatch, paint: Paint): string {
  const counts = [`done ${messages - failed}`, failed > 0 && paint('yellow', `left ${failed}`)]
    .filter(Boolean)
    .join(', ')
  return ['batch', functionName, counts, error && paint('red', told(error)), paint('dim', `${ms} ms`)]
    .filter(Boolean)
    .join('  ')
}

/** What a gateway's answer says in a few words; the names are those of its API. */
const summaryOf = (body: Buffer): string => wordsOf(parsed(body))

function wordsOf(answer: unknown): string {
  const { outcome, code, counts, responses, message } = Object(answer)
  const statuses = Array.isArray(responses) && `responses ${responses.map((one) => Object(one).status).join(' ')}`
  const numbers = Object.entries(Object(counts)).map(([name, count]) => `${name} ${count}`)
  return [outcome, code, numbers.join(', '), statuses, message].map(told).filter(Boolean).join('  ')
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    return Object(JSON.parse(body.toString()))
  } catch {
    return {}
  }
}
