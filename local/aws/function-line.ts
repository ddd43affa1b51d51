import { printable } from '../chat/printable.ts'
import type { Paint } from './paint.ts'

/** Characters of a function's line: a stack has room in it, and nothing fills the window. */
export const MOST_LOGGED = 4000

/** A line that a function's logger wrote, or Lambda of an error. */
export interface FunctionLine {
  level: string
  message: string
  fields: Record<string, unknown>
}

/** Undefined for anything else that a function writes: a crash, or a warning of Node itself. */
export function readFunctionLine(line: string): FunctionLine | undefined {
  try {
    // `service` is the same in every line here, and `_aws` is for CloudWatch.
    const { level, message, timestamp: _, service: __, _aws, ...fields } = Object(JSON.parse(line))
    if (typeof level !== 'string') return undefined
    if (typeof message === 'string') return { level, message, fields }
    // What Lambda itself writes of an error that left the handler.
    const { errorType, errorMessage } = Object(message)
    return typeof errorType === 'string' ? { level, message: `${errorType}: ${errorMessage}`, fields } : undefined
  } catch {
    return undefined
  }
}

const SHOWN_LEVELS = new Set(['WARN', 'ERROR', 'CRITICAL', 'FATAL'])

export const isTrouble = ({ level }: FunctionLine): boolean => SHOWN_LEVELS.has(level)

/** For people: the message, then what it says beside it. */
export function describe({ level, message, fields }: FunctionLine, paint: Paint): string {
  const facts = Object.entries(fields).map(([name, value]) => `${name}=${written(value)}`)
  const isGrave = SHOWN_LEVELS.has(level)
  const words = printable(`${level}  ${message}`, MOST_LOGGED)
  const head = isGrave ? paint(level === 'WARN' ? 'yellow' : 'red', words) : words
  return [head, paint('dim', printable(facts.join(' '), MOST_LOGGED))].filter(Boolean).join('  ')
}

const written = (value: unknown): string =>
  typeof value === 'string' && !/[\s"=]/.test(value) ? value : JSON.stringify(value)
