import { format } from 'node:util'

export interface Capture {
  /** Everything that was written, by whatever way. */
  readonly text: () => string
  /** The structured log lines at or above a warning. */
  readonly warnings: () => readonly string[]
  readonly clear: () => void
  readonly stop: () => void
}

const streams = [process.stdout, process.stderr] as const
const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const

/** Keeps what the function under test prints: CloudWatch would, for years. */
export function captureOutput(): Capture {
  const written: string[] = []
  const writes = streams.map((stream) => stream.write)
  const prints = methods.map((method) => console[method])
  for (const stream of streams) {
    stream.write = ((chunk: string | Uint8Array) => {
      written.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
      return true
    }) as typeof stream.write
  }
  for (const method of methods) console[method] = (...parts: unknown[]) => void written.push(`${format(...parts)}\n`)
  const text = () => written.join('')
  return {
    text,
    warnings: () =>
      text()
        .split('\n')
        .filter((line) => /"level":"(WARN|ERROR|CRITICAL)"/.test(line)),
    clear: () => {
      written.length = 0
    },
    stop: () => {
      for (const [i, stream] of streams.entries()) stream.write = writes[i]!
      for (const [i, method] of methods.entries()) console[method] = prints[i]!
    },
  }
}
