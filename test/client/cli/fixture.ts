import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { type Extension, run } from '../../../client/src/cli/program.ts'
import type { Terminal } from '../../../client/src/cli/terminal.ts'

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

/** A terminal of which nobody sees but what the test takes; nothing stands on its standard input. */
export const terminalOf = (taken: Pick<Terminal, 'print' | 'complain'> & Partial<Terminal>): Terminal => ({
  ...{ env: {}, input: Readable.from([]), out: new PassThrough(), err: new PassThrough(), isTyped: false },
  ...{ width: undefined, signal: new AbortController().signal },
  ...taken,
})

/** The command line, run in this process. */
export async function cli(args: readonly string[], given: Given = {}): Promise<Ran> {
  const output: string[] = []
  const complaints: string[] = []
  const { env = {}, input = '', isTyped = false, signal = new AbortController().signal } = given
  const terminal = terminalOf({
    ...{ env, isTyped, signal, out: into(output), err: into(complaints) },
    input: input instanceof Readable ? input : Readable.from([Buffer.from(input)]),
    print: (text) => void output.push(text),
    complain: (text) => void complaints.push(text),
  })
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
