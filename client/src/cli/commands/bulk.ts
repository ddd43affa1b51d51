import { type Command, Option } from 'commander'
import type { BulkOptions } from '../../bulk/options.ts'
import { bulkOperations } from '../../printed/columns.ts'
import { addCommand, type Context, type GlobalOptions } from '../command.ts'
import { connect, urlOf } from '../connect.ts'
import { Mistake } from '../exit-codes.ts'
import { operationRow } from '../operation-argument.ts'

type Flags = GlobalOptions &
  Pick<BulkOptions, 'map' | 'set' | 'dryRun' | 'rate' | 'failures' | 'journal' | 'run' | 'idempotency'>

/** `bulk`: a write of any number of rows, from a file or a pipe. */
export function addBulk(program: Command, context: Context): void {
  addCommand<Flags>(program, context, {
    name: 'bulk',
    summary: 'sends the rows of a CSV or of NDJSON, each once',
    description:
      'Sends the rows of a CSV with a header, or of NDJSON, each once: grouped by account, near Chat’s quota and not above it. What is ' +
      'done stands in a journal: after Ctrl-C or a crash the same command goes on where it stopped. Rows that are not done go to a file ' +
      'of the same form, with a column that says why, which can be sent again.',
    args: [
      ['<operation>', 'a write, such as friends.update', () => Object.keys(bulkOperations)],
      ['<file>', 'a CSV with a header, or NDJSON; - for standard input', 'files'],
    ],
    options: [
      new Option('--dry-run', 'send nothing: say what would be sent, and what it would change'),
      new Option('--map <columns>', 'which column is what: userId=Uid,remark=Note'),
      new Option('--set <values>', 'what is the same in every row: source=Import'),
      new Option('--rate <calls>', 'calls of Chat a second at most (200, or the operation’s own)').argParser(rateOf),
      new Option('--failures <file>', 'where rows go that are not done (beside the input)'),
      new Option('--journal <file>', 'where it is written what is done (beside the input)'),
      new Option('--run <name>', 'makes the same file another run, in which its rows are sent again'),
      new Option('--no-idempotency', 'send no Idempotency-Keys, as to a gateway without a table'),
    ],
    examples: [
      'bulk friends.update rows.csv --dry-run',
      'bulk friends.update rows.csv --map userId=Uid,remark=Note',
      'bulk friends.update rows.failed.csv',
    ],
    run: async ([name = '', file = ''], options) => {
      const operation = operationRow(name).name
      const exchange = connect(options, context)
      const gateway = new URL(urlOf(options, context) ?? '').href.replace(/\/+$/, '')
      const { input, out, err, signal } = context.terminal
      const { runBulk } = await import('../../bulk/run.ts')
      return runBulk({ ...options, operation, file, exchange, gateway, input, out, err, signal })
    },
  })
}

function rateOf(text: string): number {
  const rate = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : 0
  if (rate >= 1) return rate
  throw new Mistake(`--rate must be a number of calls a second from 1 on, not "${text}".`)
}
