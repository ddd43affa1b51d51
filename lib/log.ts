import type { Fields } from './log-keys.ts'

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

export interface LogSettings {
  /** The least that is logged. */
  readonly logLevel: LogLevel
  /** What every line says of whose it is. */
  readonly service: string
}

/**
 * A log of lines that Lambda's JSON format takes as they are. Ours, since it is written at every request and a library's
 * cost a tenth of the throughput (docs/decisions/0007). A line with metrics is written at any level, or they would be lost.
 */
export function createLog({ logLevel, service }: LogSettings, write: (line: string) => void = writeLine): Log {
  const at = (level: LogLevel) => {
    const isWanted = logLevels.indexOf(level) >= logLevels.indexOf(logLevel)
    return (message: string, fields: Fields = {}) => {
      if (!isWanted && fields._aws === undefined) return
      write(JSON.stringify({ level, timestamp: new Date().toISOString(), message, service, ...fields }))
    }
  }
  return { debug: at('DEBUG'), info: at('INFO'), warn: at('WARN'), error: at('ERROR') }
}

const writeLine = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** A text without the UserSig that travels in the upstream's URL. */
export const redact = (text: string): string => text.replace(/usersig=[^&\s"']*/gi, 'usersig=[redacted]')

/** Takes `secrets`, percent-encoded or not, out of texts too; its patterns are made for the first text and serve all others. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  let patterns: readonly RegExp[] | undefined
  return (text) => {
    patterns ??= secrets.map(inAnyCoding)
    return redact(patterns.reduce((rest, pattern) => rest.replaceAll(pattern, '[redacted]'), text))
  }
}

/** Matches a secret however many of its characters are percent-encoded. */
function inAnyCoding(secret: string): RegExp {
  const characters = [...secret].map((character) => {
    const bytes = [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
    return `(?:${RegExp.escape(character)}|${bytes})`
  })
  return new RegExp(characters.join(''), 'gi')
}

/** An unexpected error as log fields. */
export const faultOf = (error: unknown): Fields =>
  error instanceof Error ? { error: redact(error.stack ?? error.message) } : { error: typeof error }
