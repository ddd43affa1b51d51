import { parseArgs } from 'node:util'
import { Mistake } from '../../client/src/cli/exit-codes.ts'
import { nearest } from '../../lib/nearest.ts'
import { regions } from '../../lib/upstream/regions.ts'

const OPTIONS = {
  app: { type: 'string', default: 'default' },
  stage: { type: 'string' },
  local: { type: 'boolean', default: false },
  region: { type: 'string' },
  profile: { type: 'string' },
  'sdk-app-id': { type: 'string' },
  admin: { type: 'string' },
  'chat-region': { type: 'string' },
  endpoint: { type: 'string' },
  'integer-fields': { type: 'string' },
  'key-stdin': { type: 'boolean', default: false },
  'keep-key': { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  try: { type: 'boolean', default: false },
  replace: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** The secret's members as the command line says them; undefined for what it leaves out. */
export interface Members {
  readonly sdkAppId?: number
  readonly adminUserId?: string
  readonly region?: string
  readonly endpoint?: readonly string[]
  readonly integerFields?: readonly string[]
}

export interface Flags {
  readonly app: string
  readonly stage: string | undefined
  readonly local: boolean
  readonly region: string | undefined
  readonly profile: string | undefined
  readonly members: Members
  /** Where the key comes from. */
  readonly key: 'typed' | 'stdin' | 'kept'
  readonly check: boolean
  readonly try: boolean
  readonly replace: boolean
  readonly json: boolean
}

/** Reads the command line; undefined where it asks for help. Nothing typed is ever quoted but names of options: it may be a key. @throws Mistake */
export function readFlags(args: string[]): Flags | undefined {
  const given = parse(args)
  if (given.help) return undefined
  const { app, stage, local, region, profile, check, replace, json } = given
  if (!/^[\w-]{1,64}$/.test(app)) throw new Mistake('--app must be a name of 1 to 64 letters, digits, "_" or "-".')
  if (stage !== undefined && !/^[A-Za-z\d-]{1,40}$/.test(stage))
    throw new Mistake('--stage must be the name of a stage, such as prod.')
  const members = membersIn(given)
  if (given['key-stdin'] && given['keep-key'])
    throw new Mistake('--key-stdin brings a key and --keep-key none: leave one out.')
  if (given['keep-key'] && !replace) throw new Mistake('--keep-key belongs to --replace: a new secret needs a key.')
  const isWrite = replace || given['key-stdin'] || Object.keys(members).length > 0
  if (check && isWrite) throw new Mistake('--check changes nothing: leave out what the secret is to hold.')
  const key = given['key-stdin'] ? 'stdin' : given['keep-key'] ? 'kept' : 'typed'
  return { app, stage, local, region, profile, members, key, check, try: given.try, replace, json }
}

type Given = ReturnType<typeof parse>

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: false }).values
  } catch (error) {
    throw new Mistake(saidOf(String((error as Error).message)))
  }
}

/** Node quotes what it does not understand, which may be a key. */
function saidOf(message: string): string {
  const [, name] = /^(?:Unknown option|Option) '--([\w-]+)/.exec(message) ?? []
  if (name !== undefined && /key|secret|password|token/.test(name) && !Object.hasOwn(OPTIONS, name))
    return `There is no --${name}: a key on a command line stays in the shell's history and shows to all who list processes. If it was a real one, have Chat's console make another. Leave it out, and you are asked for it; or pipe it in with --key-stdin.`
  if (name === undefined)
    return 'There is a word that belongs to no option. If it was the key, have another made: what stands on a command line stays in the shell’s history.'
  if (Object.hasOwn(OPTIONS, name))
    return `--${name} ${OPTIONS[name as keyof typeof OPTIONS].type === 'string' ? 'needs a value behind it' : 'takes no value'}.`
  const hint = nearest(name, Object.keys(OPTIONS))
  return `There is no option --${name}${hint ? `: did you mean --${hint}?` : '.'}`
}

function membersIn(given: Given): Members {
  const { 'sdk-app-id': id, admin, 'chat-region': region, endpoint, 'integer-fields': fields } = given
  if (id !== undefined && !/^[1-9]\d{0,15}$/.test(id))
    throw new Mistake('--sdk-app-id must be the app’s number, such as 1400000000.')
  return {
    ...(id !== undefined && { sdkAppId: Number(id) }),
    ...(admin !== undefined && { adminUserId: admin }),
    ...(region !== undefined && { region: regionOf(region) }),
    ...(endpoint !== undefined && { endpoint: listed(endpoint) }),
    ...(fields !== undefined && { integerFields: listed(fields) }),
  }
}

const listed = (text: string): readonly string[] => text.split(',').map((one) => one.trim())

function regionOf(text: string): string {
  const known = Object.keys(regions)
  if (known.includes(text)) return text
  const hint = nearest(text, known)
  throw new Mistake(`--chat-region must be ${known.join(', ')}${hint ? `: did you mean ${hint}?` : '.'}`)
}
