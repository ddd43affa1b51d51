import { parseArgs } from 'node:util'
import { DEV } from './stage.ts'

export const USAGE = `Usage: npm run package -- [options]
       npm run release -- [options]
       npm run deploy -- [options]

All read stages/NAME.yml, judge it, build, and let osls do the rest. A package stands in .serverless/ and changes nothing; a release stands in
releases/NAME-VERSION-COMMIT/, and can be deployed again as it is.

  --stage NAME         the stage (dev)
  --release FOLDER     deploy: exactly this release, which may be an older one; nothing is built, and of stages/ nothing is read
  --uncommitted        release, or deploy of one: go on although no commit tells what is in it
  --unguarded          deploy: at once and without the alarms that would stop it, for going back while they ring
  --against FILE       package: say how the template differs from that of an earlier package;
                       the word deployed stands for the one that is deployed, for which AWS is asked
  --allow-replacement  go on although a table or a queue would be replaced, and what is in it lost
  --help               show this

Further options are those of osls: --package, --aws-profile, --verbose.`

const COMMANDS = ['package', 'release', 'deploy'] as const

export interface Flags {
  readonly command: (typeof COMMANDS)[number]
  readonly stage: string
  /** The folder of the release to deploy, where one is named. */
  readonly release?: string
  /** Whether what no commit holds may become a release. */
  readonly isUncommittedMeant: boolean
  /** What osls gets beside the stage. */
  readonly passed: readonly string[]
}

/** A mistake on the command line: exit code 2, as the shell's own commands have it. */
export class UsageError extends Error {}

/** What is asked for, or undefined where that is help. */
export function readFlags([command, ...args]: readonly string[]): Flags | undefined {
  const known = COMMANDS.find((one) => one === command)
  if (known === undefined) throw new UsageError(`say package, release or deploy, not "${command ?? ''}"`)
  const { values, tokens } = parseArgs({ args, options: OWN, strict: false, tokens: true })
  if (values.help) return undefined
  refuseStray(tokens)
  const stage = named(values.stage ?? DEV, '--stage needs the name of a stage')
  const release = values.release === undefined ? {} : { release: named(values.release, '--release needs a folder') }
  if ('release' in release && known !== 'deploy') throw new UsageError('--release belongs to deploy')
  if (('release' in release || known === 'release') && (values.package ?? values.p) !== undefined) {
    throw new UsageError('a release has its own folder: leave --package out')
  }
  const indexes = new Set(
    tokens.flatMap((token) => {
      if (token.kind !== 'option' || !Object.hasOwn(OWN, token.name)) return []
      return token.value === undefined || token.inlineValue ? [token.index] : [token.index, token.index + 1]
    }),
  )
  const passed = args.filter((_, index) => !indexes.has(index))
  return { command: known, stage, ...release, isUncommittedMeant: values.uncommitted === true, passed }
}

/**
 * A word that belongs to no option was meant for something, most likely for the stage, and `dev` is what would be taken in its place.
 * What osls's own options take stands right behind them.
 */
function refuseStray(tokens: readonly Token[]): void {
  const stray = tokens.find(({ kind }, index) => {
    const before = tokens[index - 1]
    return kind === 'positional' && !(before?.kind === 'option' && takesNext(before))
  })
  if (stray !== undefined) {
    throw new UsageError(`"${stray.value}" belongs to no option: is it the stage? Then say --stage ${stray.value}.`)
  }
}

const ALONE = ['unguarded', 'allow-replacement', 'uncommitted', 'verbose']

/** Which of osls's options take a value, only osls knows. */
const takesNext = ({ name = '', value }: Token): boolean => value === undefined && !ALONE.includes(name)

interface Token {
  readonly kind: string
  readonly name?: string
  readonly value?: string | boolean | undefined
}

/** What this command reads itself; all else is osls's. */
const OWN = {
  stage: { type: 'string', short: 's' },
  release: { type: 'string' },
  uncommitted: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

function named(value: unknown, otherwise: string): string {
  if (typeof value !== 'string' || !/^[^-]/.test(value)) throw new UsageError(otherwise)
  return value
}
