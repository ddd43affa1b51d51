import type { Handled } from './http-api/server.ts'

const SHOWN_LEVELS = new Set(['WARN', 'ERROR', 'CRITICAL', 'FATAL'])

/**
 * One line per request, what it caused indented below it. While requests are under way, the lines of the emulator and the
 * functions wait for the next one to end: with several at once they stand below whichever ends first.
 */
export class RequestLog {
  readonly #print: (line: string) => void
  readonly #verbose: boolean
  readonly #underWay = new Set<string>()
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

  handled = (handled: Handled): void => {
    this.#underWay.delete(handled.requestId)
    this.#print(lineOf(handled))
    for (const line of this.#waiting) this.#print(line)
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

/** What a gateway's answer says in a few words; the names are those of its API. */
function summaryOf(body: Buffer): string {
  const { outcome, code, counts, responses, message } = parsed(body)
  const statuses = Array.isArray(responses) && `responses ${responses.map(({ status }) => status).join(' ')}`
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
