import { randomUUID } from 'node:crypto'
import { type Command, Option } from 'commander'
import { GatewayUnreachable } from '../../answers/errors.ts'
import type { OperationRow } from '../../printed/table.ts'
import type { GatewayRequest } from '../../transport/messages.ts'
import { addCommand, type Context, type GlobalOptions } from '../command.ts'
import { asMistake, connect } from '../connect.ts'
import { type ExitCode, exitCodes, Mistake } from '../exit-codes.ts'
import { INPUT, readJsonArgument } from '../input.ts'
import { operationNames, operationRow } from '../operation-argument.ts'
import { tell } from '../tell.ts'
import { verdictOf } from '../verdict.ts'
import { waitFor } from './jobs.ts'

interface CallOptions extends GlobalOptions {
  readonly key?: string
  /** `false` for --no-idempotency. */
  readonly idempotency: boolean
  readonly async?: true
  readonly wait?: true
}

/** `call`: one request, and its answer. */
export function addCall(program: Command, context: Context): void {
  addCommand<CallOptions>(program, context, {
    name: 'call',
    summary: 'calls an operation, and prints its answer',
    description:
      'Calls an operation and prints the gateway’s answer as JSON on standard output; a line on standard error says what it comes to. ' +
      'A write is sent under an Idempotency-Key, so that its repeats are done once.',
    args: [
      ['<operation>', 'such as friends.update', operationNames],
      ['<body>', INPUT, 'files'],
    ],
    options: [
      new Option('--key <key>', 'the Idempotency-Key of a write; a random one unless given'),
      new Option('--no-idempotency', 'send no Idempotency-Key, as to a gateway without a table'),
      new Option('--async', 'queue it as a job, and print that'),
      new Option('--wait', 'with --async: wait until the job has ended, and print it then'),
    ],
    examples: [
      'call friends.update body.json',
      `call friends.update '{"userId":"alice","friends":[{"userId":"bob","remark":"Bob"}]}' --async --wait`,
      `call friends.list '{"userId":"alice"}' --json`,
    ],
    run: async ([name = '', given = ''], options) => {
      const row = operationRow(name)
      checkOptions(row, options)
      const body = await readJsonArgument(given, context.terminal)
      return call(row, body, options, context)
    },
  })
}

function checkOptions({ name, effect }: OperationRow, { key, idempotency, async: isAsync, wait }: CallOptions): void {
  if (wait && !isAsync) throw new Mistake('--wait belongs to --async: a call that is not queued is waited for anyway.')
  const given = isAsync ? '--async' : key === undefined ? undefined : '--key'
  if (effect === 'read' && given) throw new Mistake(`${given} is for writes, and ${name} reads: leave it out.`)
  if (key !== undefined && !idempotency) throw new Mistake('--key and --no-idempotency: leave one of them out.')
  if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Mistake('--key must have 1 to 255 characters of ASCII that can be printed.')
  }
}

async function call(row: OperationRow, body: unknown, options: CallOptions, context: Context): Promise<ExitCode> {
  const exchange = connect(options, context)
  const idempotencyKey = row.effect === 'read' || !options.idempotency ? undefined : (options.key ?? randomUUID())
  const headers: Readonly<Record<string, string>> = options.async ? { prefer: 'respond-async' } : {}
  const request: GatewayRequest = { method: 'POST', path: row.path, body, headers, effect: row.effect, idempotencyKey }
  const reply = await exchange(request).catch((error: unknown) => {
    throw ofWrite(error, request, context)
  })
  const { jobId, code } = Object(reply.body) as { readonly jobId?: string; readonly code?: string }
  if (options.wait && reply.status === 202 && jobId !== undefined) return waitFor(jobId, exchange, options, context)
  const verdict = verdictOf(reply, context.name)
  const isKeyless = idempotencyKey !== undefined && code === 'STATE_UNAVAILABLE'
  const line = isKeyless ? `${verdict.line}; to a gateway without a table: --no-idempotency` : verdict.line
  return tell(reply.body, { ...verdict, line }, options, context)
}

/** Where nobody knows what a write has done, that is said, and its key, which makes a repeat safe. */
function ofWrite(error: unknown, { effect, idempotencyKey: key }: GatewayRequest, { terminal }: Context): unknown {
  const { aborted: isStopped } = terminal.signal
  const mistake = isStopped ? new Mistake('Interrupted.', exitCodes.interrupted) : asMistake(error)
  const isOpen = isStopped || (error instanceof GatewayUnreachable && error.mayBeDone)
  if (!mistake || !isOpen || effect === 'read') return mistake ?? error
  const again = key === undefined ? 'Look before you send it again.' : `To send it again safely: --key ${key}`
  return new Mistake(`${mistake.message} It may have been done all the same. ${again}`, mistake.exitCode)
}
