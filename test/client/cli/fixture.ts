import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { type Extension, run } from '../../../client/src/cli/program.ts'

export interface Ran {
  readonly code: number
  readonly output: string
  readonly complaints: string
}

export interface Given {
  /** What stands on standard input: nothing unless given. */
  readonly input?: string | Uint8Array | Readable
  readonly env?: Readonly<Record<string, string>>
  readonly extension?: Extension
  readonly signal?: AbortSignal
  readonly isTyped?: true
}

/** The command line, run in this process. */
export async function cli(args: readonly string[], given: Given = {}): Promise<Ran> {
  const output: string[] = []
  const complaints: string[] = []
  const terminal = {
    env: given.env ?? {},
    input: given.input instanceof Readable ? given.input : Readable.from([Buffer.from(given.input ?? '')]),
    out: into(output),
    err: into(complaints),
    isTyped: given.isTyped ?? false,
    print: (text: string) => void output.push(text),
    complain: (text: string) => void complaints.push(text),
    width: undefined,
    signal: given.signal ?? new AbortController().signal,
  }
  const code = await run(args, terminal, given.extension)
  return { code, output: output.join('\n'), complaints: complaints.join('\n') }
}

/** A stream of which each line is kept. */
const into = (lines: string[]): Writable =>
  new Writable({
    write: (part: Buffer, _, done) => {
      lines.push(String(part).replace(/\n$/, ''))
      done()
    },
  })

/** A server that answers in a gateway's place, until the test ends. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise<void>((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
