import { parseArgs } from 'node:util'
import { DEV } from './stage.ts'

export const USAGE = `Usage: npm run package -- [options]
       npm run deploy -- [options]

Both read stages/NAME.yml, judge it, build, and let osls do the rest. A package stands in .serverless/ and changes nothing.

  --stage NAME         the stage (dev)
  --against FILE       package: say how the template differs from that of an earlier package;
                       the word deployed stands for the one that is deployed, for which AWS is asked
  --allow-replacement  go on although a table or a queue would be replaced, and what is in it lost
  --help               show this

Further options are those of osls: --package, --aws-profile, --verbose.`

const COMMANDS = ['package', 'deploy'] as const

export interface Flags {
  readonly command: (typeof COMMANDS)[number]
  readonly stage: string
  /** What osls gets beside the stage. */
  readonly passed: readonly string[]
}

/** A mistake on the command line: exit code 2, as the shell's own commands have it. */
export class UsageError extends Error {}

/** What is asked for, or undefined where that is help. */
export function readFlags([command, ...args]: readonly string[]): Flags | undefined {
  const known = COMMANDS.find((one) => one === command)
  if (known === undefined) throw new UsageError(`say package or deploy, not "${command ?? ''}"`)
  const { values, tokens } = parseArgs({
    args,
    options: { stage: { type: 'string', short: 's' }, help: { type: 'boolean', short: 'h' } },
    strict: false,
    tokens: true,
  })
  if (values.help) return undefined
  const { stage = DEV } = values
  if (typeof stage !== 'string' || !/^[^-]/.test(stage)) throw new UsageError('--stage needs the name of a stage')
  const taken = tokens.filter((token) => token.kind === 'option' && token.name === 'stage')
  const indexes = new Set(
    taken.flatMap((token) =>
      'inlineValue' in token && token.inlineValue ? [token.index] : [token.index, token.index + 1],
    ),
  )
  return { command: known, stage, passed: args.filter((_, index) => !indexes.has(index)) }
}
