import { parseArgs } from 'node:util'
import { optionFault } from '../../local/chat/option-fault.ts'
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

Further options are those of osls: --package, --aws-profile, --region, --verbose and the like.`

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

/** What this command reads itself. */
const OWN = {
  stage: { type: 'string', short: 's' },
  release: { type: 'string' },
  uncommitted: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** What is handed on: the options of osls, and of its plugin here, that mean something to both of its commands, or to one. */
const PASSED = {
  package: { type: 'string', short: 'p' },
  'allow-replacement': { type: 'boolean' },
  'minify-template': { type: 'boolean' },
  region: { type: 'string', short: 'r' },
  'aws-profile': { type: 'string' },
  config: { type: 'string', short: 'c' },
  param: { type: 'string', multiple: true },
  verbose: { type: 'boolean' },
  debug: { type: 'string' },
  against: { type: 'string' },
  unguarded: { type: 'boolean' },
  conceal: { type: 'boolean' },
  force: { type: 'boolean' },
  'aws-s3-accelerate': { type: 'boolean' },
} as const

const OPTIONS = { ...OWN, ...PASSED }

/** Which of them belong to some commands only. */
const BELONGS: Readonly<Partial<Record<keyof typeof OPTIONS, readonly Flags['command'][]>>> = {
  release: ['deploy'],
  uncommitted: ['release', 'deploy'],
  against: ['package', 'release'],
  unguarded: ['deploy'],
  conceal: ['deploy'],
  force: ['deploy'],
  'aws-s3-accelerate': ['deploy'],
}

/** What is asked for, or undefined where that is help. @throws UsageError */
export function readFlags([command, ...args]: readonly string[]): Flags | undefined {
  const known = COMMANDS.find((one) => one === command)
  if (known === undefined) throw new UsageError(`say package, release or deploy, not "${command ?? ''}"`)
  const { values, tokens } = parsed(args)
  if (values.help) return undefined
  refuseOthers(known, Object.keys(values) as (keyof typeof OPTIONS)[])
  const stage = named(values.stage ?? DEV, '--stage needs the name of a stage')
  const release = values.release === undefined ? {} : { release: named(values.release, '--release needs a folder') }
  if (('release' in release || known === 'release') && values.package !== undefined) {
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

/** osls refuses an option that it does not know as well, but only once all is built, and for the stage that was not meant. */
function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, tokens: true })
  } catch (error) {
    throw new UsageError(optionFault(error, Object.keys(OPTIONS)))
  }
}

function refuseOthers(command: Flags['command'], given: readonly (keyof typeof OPTIONS)[]): void {
  const other = given.find((name) => BELONGS[name]?.includes(command) === false)
  if (other !== undefined) throw new UsageError(`--${other} belongs to ${BELONGS[other]!.join(' and ')}`)
}

function named(value: string, otherwise: string): string {
  if (!/^[^-]/.test(value)) throw new UsageError(otherwise)
  return value
}
