import type { Fields } from './log-keys.ts'

import { byService } from './metric.ts'

export type { Fields }

/** One JSON line per call of a method. Callers pass facts only; `redact` is the net below them. */
export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

export const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const
export type LogLevel = (typeof logLevels)[number]

/** What CloudWatch keeps metrics by, beside the whole service. */
export type MetricsBy = 'operation' | 'service'

export interface LogSettings {
  readonly metricsBy?: MetricsBy
  /** The least that is logged. */
  readonly logLevel: LogLevel
  /** The stack that writes the lines; each line says so. */
  readonly service: string
  /** What is deployed: the package's version and the commit; each line says so. */
  readonly version?: string
}

/**
 * A log of lines that Lambda's JSON format takes as they are. We write them ourselves, since each request writes one and a library
 * cost a tenth of the throughput (docs/decisions/0007). A line with metrics is written at any level: otherwise its metrics would be lost.
 */
export function createLog(
  { logLevel, service, version, metricsBy }: LogSettings,
  write: (line: string) => void = writeLine,
): Log {
  const at = (level: LogLevel) => {
    const isWanted = logLevels.indexOf(level) >= logLevels.indexOf(logLevel)
    return (message: string, fields: Fields = {}) => {
      if (!isWanted && fields._aws === undefined) return
      const kept = metricsBy === 'service' ? byService(fields) : fields
      write(JSON.stringify({ level, timestamp: new Date().toISOString(), message, service, version, ...kept }))
    }
  }
  return { debug: at('DEBUG'), info: at('INFO'), warn: at('WARN'), error: at('ERROR') }
}

const writeLine = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** A text without the UserSig that travels in the upstream's URL. */
export const redact = (text: string): string => text.replace(/usersig(=|%3d)[^&\s"']*/gi, 'usersig$1[redacted]')

/** Removes an app's secrets, in any coding, from texts that others wrote. */
export interface Redactor {
  /** From a text for people; it also removes the UserSig of any URL. */
  readonly text: (text: string) => string
  /** From a reply as it came. A reply without secrets is returned unchanged. */
  readonly json: (text: string) => string
}

/** So many first characters of a secret are taken for the whole secret, since the rest may have been cut off or changed. */
const TELLING = 32
/** No real key is shorter. A shorter text may well be part of an account's or list's name, so it is not removed from values. */
const LEAST_IN_VALUES = 16

/** A redactor for these secrets. The patterns are made when the first text comes, and kept. */
export function redactor(secrets: readonly string[]): Redactor {
  const inTexts = patternsOf(secrets)
  const inValues = patternsOf(secrets.filter(({ length }) => length >= LEAST_IN_VALUES))
  const clean = (text: string, patterns: readonly RegExp[]) =>
    patterns.reduce((rest, pattern) => rest.replace(pattern, '[redacted]'), text)
  return { text: (text) => redact(clean(text, inTexts())), json: (text) => clean(text, inValues()) }
}

function patternsOf(secrets: readonly string[]): () => readonly RegExp[] {
  let patterns: readonly RegExp[] | undefined
  return () => {
    patterns ??= secrets.map(inAnyCoding)
    return patterns
  }
}

/** Matches the first characters of a secret and all that may be more of it behind them; each character in any coding. */
function inAnyCoding(secret: string): RegExp {
  const characters = [...secret]
  const beginning = characters.slice(0, TELLING).map(codingsOf).join('')
  const further = [...new Set(characters.slice(TELLING))].filter((character) => !/[\w"\\]/.test(character))
  const more = ['\\w', '%[\\da-f]{2}', '\\\\u[\\da-f]{4}', ...further.map((character) => RegExp.escape(character))]
  return new RegExp(characters.length > TELLING ? `${beginning}(?:${more.join('|')})*` : beginning, 'gi')
}

/** A character as it is, percent-encoded, or as JSON may write it. */
function codingsOf(character: string): string {
  const bytes = [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  const units = character
    .split('')
    .map((unit) => `\\\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
  const escaped = /["\\/]/.test(character) ? [`\\\\${RegExp.escape(character)}`] : []
  return `(?:${[...escaped, RegExp.escape(character), bytes, units].join('|')})`
}

/** An unexpected error as log fields. */
export const faultOf = (error: unknown): Fields =>
  error instanceof Error ? { error: redact(error.stack ?? error.message) } : { error: typeof error }
