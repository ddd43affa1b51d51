import type { Log } from '../../lib/telemetry/log.ts'

export interface RecordedLog extends Log {
  readonly lines: readonly string[]
}

/** A log that keeps its lines, as JSON, for the test to read. */
export function recordedLog(): RecordedLog {
  const lines: string[] = []
  const write =
    (level: string) =>
    (message: string, fields: object = {}) => {
      lines.push(JSON.stringify({ level, message, service: 'chat-gateway', ...fields }))
    }
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
