import { exitCodes, Mistake } from '../../client/src/cli/exit-codes.ts'
import type { Terminal } from '../../client/src/cli/terminal.ts'
import type { AppSecret } from '../../lib/upstream/credentials/app-secret.ts'
import { awsTroubleOf } from '../aws-trouble.ts'
import { enterPlace, type Place } from '../cli/place.ts'
import { type Flags, readFlags } from './flags.ts'
import { type Keyboard, keyFromInput, keyFromKeyboard, oddityOf } from './read-key.ts'
import { SecretStore, type Stored } from './store.ts'
import { USAGE } from './usage.ts'
import { changesOf, judgedAs, valueFrom, valueIn } from './value.ts'

/** What was found or done, for --json. */
interface Told {
  readonly secret: string
  readonly done: 'created' | 'replaced' | 'unchanged' | 'checked'
  readonly changes?: readonly string[]
  readonly notes: string[]
  /** What Chat said, where it was asked. */
  chat?: { readonly accepts: boolean; readonly says: string; readonly cure?: string }
}

interface Run {
  readonly flags: Flags
  readonly terminal: Terminal
  readonly place: Place
  readonly name: string
  readonly store: SecretStore
}

/** Does what the command line says. @returns the exit code */
export async function main(args: string[], terminal: Terminal): Promise<number> {
  try {
    const flags = readFlags(args)
    if (flags) return await withStore(flags, terminal)
    terminal.print(USAGE)
    return exitCodes.ok
  } catch (error) {
    const mistake = error instanceof Mistake ? error : mistakeOf(error)
    if (!mistake) throw error
    const more = mistake.exitCode === exitCodes.usage ? '\nSee npm run secret -- --help' : ''
    terminal.complain(`${mistake.message}${more}`, 'red')
    return mistake.exitCode
  }
}

async function withStore(flags: Flags, terminal: Terminal): Promise<number> {
  const { stage, local, region, profile, app } = flags
  const place = enterPlace({
    json: flags.json,
    ...(stage !== undefined && { stage }),
    ...(local && { local }),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  })
  const hasFile = place.isLocal || stage === undefined || place.stage !== undefined
  if (!hasFile && !process.env.CHAT_SECRET_PREFIX)
    throw new Mistake(
      `${place.lack} It would say where its secrets are: write it, or set CHAT_SECRET_PREFIX and AWS_REGION where another checkout has it.`,
    )
  const name = `${place.secretPrefix}/${app}`
  const store = new SecretStore(name)
  try {
    return await carryOut({ flags, terminal, place, name, store })
  } finally {
    store.close()
  }
}

async function carryOut(run: Run): Promise<number> {
  const { flags, name, store } = run
  const stored = await store.read()
  if (stored.state === 'deleted') throw new Mistake(deleted(name, flags), 1)
  return flags.check ? check(stored, run) : write(stored, run)
}

type Words = (name: string, flags: Flags) => string
const deleted: Words = (name) =>
  `${name} is deleted. Restore it first: aws secretsmanager restore-secret --secret-id ${name}`
const UNREADABLE = {
  deleted,
  absent: (name, { app }) => `There is no secret ${name}. Create it: npm run secret -- --app ${app} …`,
  empty: (name) => `${name} has no value: give it one with --replace.`,
  binary: (name) => `${name} is stored as SecretBinary. The gateway reads that; store it anew with --replace.`,
} satisfies Record<Exclude<Stored['state'], 'text'>, Words>

async function check(stored: Stored, run: Run): Promise<number> {
  const { name, flags } = run
  if (stored.state !== 'text') throw new Mistake(UNREADABLE[stored.state](name, flags), 1)
  const told: Told = { secret: name, done: 'checked', notes: [] }
  return conclude(told, stored.text, run)
}

async function write(stored: Stored, run: Run): Promise<number> {
  const { flags, name, store, place } = run
  const isThere = stored.state !== 'absent'
  const before = valueIn(stored)
  if (isThere && !flags.replace)
    throw new Mistake(
      `${name} is there already. See what it is with --check, or change it with --replace: the value before stays as AWSPREVIOUS.`,
      1,
    )
  // What is missing is said before anybody types a key.
  const value = valueFrom(before, flags.members, flags.key === 'kept' ? undefined : 'k')
  const after = flags.key === 'kept' ? value : { ...value, secretKey: await keyOf(run) }
  const text = JSON.stringify(after)
  judgedAs(text, () => undefined)
  const changes = changesOf(before, after)
  const done = !isThere ? 'created' : changes.length === 0 && stored.state === 'text' ? 'unchanged' : 'replaced'
  if (done === 'created')
    await store.create(text, { kmsKey: place.stage?.said['keys.secrets'], tags: place.stage?.said.tags ?? {} })
  if (done === 'replaced') await store.replace(text)
  return conclude({ secret: name, done, ...(done === 'replaced' && { changes }), notes: [] }, text, run)
}

function keyOf({ flags, terminal, name }: Run): Promise<string> {
  const input: Keyboard = terminal.input
  if (flags.key === 'stdin') return keyFromInput(input)
  return keyFromKeyboard(input, (text) => void terminal.err.write(text), `Key of ${name}`)
}

/** Judges what is stored by now as the gateway does, and has Chat judge it where that is asked. */
async function conclude(told: Told, text: string, run: Run): Promise<number> {
  const { flags, terminal } = run
  const secret = judgedAs(text, (note) => told.notes.push(note))
  const oddity = oddityOf(secret.secretKey)
  if (oddity !== undefined) told.notes.push(oddity)
  if (flags.try) told.chat = await tryAtChat(secret, run)
  if (flags.json) terminal.print(JSON.stringify(told, null, 2))
  else show(told, secret, terminal)
  return told.chat?.accepts === false ? exitCodes.some : exitCodes.ok
}

function show({ secret: name, done, changes = [], notes, chat }: Told, secret: AppSecret, terminal: Terminal): void {
  const { sdkAppId, adminUserId, region } = secret
  terminal.print(`${name} ${WORDS[done]}: sdkAppId ${sdkAppId}, adminUserId ${adminUserId}, a key, region ${region}.`)
  for (const change of changes) terminal.print(`  ${change}`)
  for (const note of notes) terminal.print(`Note: ${note}.`, 'yellow')
  if (chat) terminal.print(`Chat: ${chat.says}.${chat.cure ? ` ${chat.cure}` : ''}`, chat.accepts ? 'green' : 'red')
}

const WORDS: Readonly<Record<Told['done'], string>> = {
  created: 'is created',
  replaced:
    'is changed; the value before is AWSPREVIOUS, and the gateway reads the new one within seconds of a refusal, else within 5 minutes',
  unchanged: 'is as it is to be; nothing was changed',
  checked: 'can be used',
}

/** The gateway's own code does the read: no other part needs it, and its schemas must have been compiled. */
async function tryAtChat({ adminUserId }: AppSecret, { flags, place }: Run): Promise<NonNullable<Told['chat']>> {
  const { checkRead } = await import('../cli/doctor/chat.ts')
  const { state, says, cure } = await checkRead({ adminUserId }, flags.app, place)
  return { accepts: state === 'well', says, ...(cure !== undefined && { cure }) }
}

/** What stands between an operator and AWS, with its cure. */
function mistakeOf(error: unknown): Mistake | undefined {
  const trouble = awsTroubleOf(error)
  const { name, $metadata } = Object(error) as { readonly name?: string; readonly $metadata?: object }
  // What AWS says of a value that it refuses may quote it.
  if (!trouble && $metadata) return new Mistake(`Secrets Manager refuses it (${name}).`, exitCodes.some)
  if (!trouble) return undefined
  const cures: Readonly<Record<string, string>> = {
    unreachable: 'Check the network and the region; for npm start, start it first.',
    credentials: 'Sign in to AWS, or name credentials: --profile NAME.',
    denied: 'See --help for the rights that it takes.',
    absent: 'Check --stage and --region.',
    'no region': 'Give --region, or set AWS_REGION.',
  }
  return new Mistake(`Secrets Manager: ${trouble.says.replace(/[.]?$/, '.')} ${cures[trouble.kind]}`, exitCodes.some)
}
