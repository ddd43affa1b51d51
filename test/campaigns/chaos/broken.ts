import type { FunctionKey } from './faults.ts'
import type { Story, Told } from './history.ts'
import type { Rule, Violation } from './rules.ts'

/** An invocation that gave no answer, in Lambda's words. */
export interface Failure {
  readonly function: FunctionKey
  readonly type: string
  readonly message: string
}

interface Entry {
  readonly message: string
  readonly requestId?: string
}

/** Of all that the functions wrote, what stands under one of these messages. */
const entriesOf = (written: readonly string[], ...messages: readonly string[]): Entry[] =>
  written
    .filter((line) => messages.some((message) => line.includes(`"${message}"`)))
    .map((line) => JSON.parse(line) as Entry)
    .filter(({ message }) => messages.includes(message))

/** An answer that the table would not take is given all the same and logged; under its key the work may then be done again. */
export function excuseUnstored(
  violations: readonly Violation[],
  stories: readonly Story[],
  written: readonly string[],
): Violation[] {
  const unstored = new Set(entriesOf(written, 'answer not stored').map(({ requestId }) => requestId))
  const isUnstored = ({ body }: Told) => unstored.has(String(Object(body).requestId))
  const excused = new Set(stories.filter(({ told }) => told.some(isUnstored)).map(({ asked }) => asked.number))
  const isOfKey = ({ rule }: Violation) => rule === 'two answers' || rule === 'silent duplicate'
  return violations.filter((one) => !(isOfKey(one) && excused.has(one.calls[0] ?? -1)))
}

const RULE: Rule = 'gateway broke'

/** What nobody has foreseen: as the functions wrote it, as the platform saw it, and as callers were told. */
export const checkBroken = (
  written: readonly string[],
  failures: readonly Failure[],
  stories: readonly Story[],
): Violation[] => [
  ...entriesOf(written, 'unexpected error', 'job broke').map((entry) => broken(JSON.stringify(entry))),
  ...failures.filter(isUnforeseen).map((failure) => broken(`an invocation failed: ${JSON.stringify(failure)}`)),
  ...stories
    .filter(({ told }) => told.some(isInternal))
    .map(({ asked, told }) => ({
      ...broken(`${asked.operation} (${asked.way}): ${JSON.stringify(told.find(isInternal)?.body)}`),
      calls: [asked.number],
    })),
]

/** A function that is denied a call may make the best of it, and nobody would ever see. */
export const checkDenials = (denials: readonly string[]): Violation[] =>
  [...new Set(denials)].map((what) => ({ rule: 'denied by a role', what, calls: [] }))

const broken = (what: string): Violation => ({ rule: RULE, what: what.slice(0, 1000), calls: [] })

const KILLED = 'Runtime exited: SIGKILL'
/** What breaks a program, and never an outage. */
const BUGS = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AssertionError']

/**
 * Processes are killed, and what takes too long is late, which is looked for elsewhere. The events function fails on purpose where it can
 * write nothing down: Lambda then comes again.
 */
function isUnforeseen({ function: name, type, message }: Failure): boolean {
  if (type === 'Sandbox.Timedout' || message === KILLED) return false
  return name !== 'events' || type.startsWith('Runtime.') || BUGS.includes(type)
}

const isInternal = ({ body }: Told): boolean => JSON.stringify(body)?.includes('"code":"INTERNAL"') ?? false
