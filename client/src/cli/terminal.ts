import { constants } from 'node:os'
import process from 'node:process'
import type { Readable, Writable } from 'node:stream'
import { exitCodes } from './exit-codes.ts'
import { printableLines } from './printable.ts'

/** Of a whole line: what went well, what did so in part, what failed, and what stands out; each with the sequence that ends it. */
const colours = { green: [32, 39], yellow: [33, 39], red: [31, 39], bold: [1, 22] } as const

export type Colour = keyof typeof colours

/** What the command line reads from and writes to. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly input: Readable
  /** Standard output and standard error themselves, for whoever writes so that no terminal obeys it. */
  readonly out: Writable
  readonly err: Writable & { readonly isTTY?: boolean }
  /** Whether the input is somebody who types, and not a file or a pipe. */
  readonly isTyped: boolean
  /** A line or several on standard output: what was asked for. Whoever wrote it, the terminal does not obey it. */
  readonly print: (text: string, colour?: Colour) => void
  /** The same on standard error: what is to be known beside that. */
  readonly complain: (text: string, colour?: Colour) => void
  /** Width of standard output; undefined where it is a file or a pipe. */
  readonly width: number | undefined
  /** Ctrl-C. */
  readonly signal: AbortSignal
}

/** The process's own. Ctrl-C once has the command end its work, twice ends it at once. */
export function ownTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  // Who reads has had enough, as `head` has: that is no fault, and the work goes on to its end.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  return {
    env,
    input: stdin,
    out: stdout,
    err: stderr,
    isTyped: stdin.isTTY === true,
    print: writerTo(stdout),
    complain: writerTo(stderr),
    width: stdout.isTTY ? stdout.columns : undefined,
    signal: untilInterrupted(),
  }
}

/** What of a stream is needed to write on it. */
type Sheet = Pick<NodeJS.WriteStream, 'isTTY' | 'hasColors'> & { readonly write: (text: string) => unknown }

/** What is written is made harmless first. Only a terminal gets colours; NO_COLOR and FORCE_COLOR have their say (`hasColors`). */
export function writerTo(stream: Sheet): Terminal['print'] {
  const isColoured = stream.isTTY === true && stream.hasColors(16)
  return (text, colour) => {
    const harmless = printableLines(text)
    const [begin, end] = colours[colour ?? 'bold']
    stream.write(isColoured && colour ? `\u001b[${begin}m${harmless}\u001b[${end}m\n` : `${harmless}\n`)
  }
}

/** Npm hands a Ctrl-C on that the terminal has sent to all its processes: the two within this time are one. */
const SAME_PRESS_MS = 200

function untilInterrupted(): AbortSignal {
  const stopped = new AbortController()
  let pressedAt = 0
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const now = Date.now()
      if (stopped.signal.aborted && now - pressedAt > SAME_PRESS_MS) {
        process.exit(name === 'SIGINT' ? exitCodes.interrupted : 128 + constants.signals[name])
      }
      pressedAt = now
      stopped.abort()
    })
  }
  return stopped.signal
}
