import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Detour, type Door, openDetour, openDoor } from './try-calls/door.ts'
import { run, serve } from './try-readme/shell.ts'

/**
 * Runs the signed calls of docs/calling.md as they stand there, each in the language's own tool, against `npm start` behind a door
 * that checks signatures. What has no tool here is told as not run.
 */
const root = path.join(import.meta.dirname, '..')

const page = readFileSync(path.join(root, 'docs/calling.md'), 'utf8')
const folder = mkdtempSync(path.join(tmpdir(), 'chat-calls-'))

mkdirSync(path.join(folder, 'node_modules/@chat-gateway'), { recursive: true })
symlinkSync(path.join(root, 'client'), path.join(folder, 'node_modules/@chat-gateway/client'), 'junction')

interface Program {
  readonly name: string
  /** A command that fails where the tool is missing. */
  readonly has: string
  readonly command: string
}

/** Debian's own Python has the package botocore of Debian's; another may stand before it. */
const PYTHON =
  'python=$(for one in python3 /usr/bin/python3; do "$one" -c "import botocore" 2>/dev/null && echo "$one" && break; done)'

const programs: readonly Program[] = [
  { name: 'curl', has: 'curl --help all | grep -q aws-sigv4', command: blockOf('sh', '--aws-sigv4') },
  { name: 'Python', has: PYTHON, command: `${PYTHON}; "$python" ${fileOf('call.py', blockOf('python', 'SigV4Auth'))}` },
  {
    name: 'Node, the typed client',
    has: 'npm run -s build -w client',
    command: `node ${fileOf('client.mjs', blockOf('js', 'createGateway'))}`,
  },
  { name: 'Node', has: 'node --version', command: 'node docs/calls/call.mjs' },
  { name: 'Go', has: 'go version', command: 'go run docs/calls/call.go' },
  { name: 'Java', has: 'java --describe-module jdk.compiler', command: 'java docs/calls/Call.java' },
]

/** The page's block in that language that says so. */
function blockOf(language: string, says: string): string {
  const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
  const [, , text] = blocks.find(([, name, block]) => name === language && block?.includes(says)) ?? []
  if (text === undefined) throw new Error(`docs/calling.md has no ${language} with ${says}`)
  return text
}

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}

const REGION = 'eu-west-1'
/** Such as AWS gives them, with signs that a URL or a shell would change. */
const random = (): string => `+/${randomBytes(28).toString('base64')}`
const lasting = { id: 'AKIALASTING', secret: random(), token: '' }
const temporary = { id: 'ASIATEMPORARY', secret: random(), token: random() }
const keys = { [lasting.id]: { secret: lasting.secret }, [temporary.id]: temporary }

interface Attempt {
  readonly what: string
  readonly id: string
  readonly secret: string
  readonly token: string
  /** Whether the call is let in. */
  readonly isGood: boolean
}

const attempts: readonly Attempt[] = [
  { what: 'temporary credentials', ...temporary, isGood: true },
  { what: 'a lasting key', ...lasting, isGood: true },
  { what: 'a wrong key', ...temporary, secret: random(), isGood: false },
  { what: 'no session token', ...temporary, token: '', isGood: false },
]

/** What a program says, on both outputs. Its exit code is its own, and is not looked at. */
function outputOf(
  command: string,
  url: string,
  { id, secret, token }: Pick<Attempt, 'id' | 'secret' | 'token'>,
): Promise<string> {
  const settings = {
    CHAT_GATEWAY_URL: url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
    ...(token !== '' && { AWS_SESSION_TOKEN: token }),
  }
  const exports = Object.entries(settings).map(([name, value]) => `export ${name}='${value}'`)
  return run(`unset \${!AWS_@}\n${exports.join('\n')}\n{ ${command}\n} 2>&1 || true`)
}

/** @returns what is wrong; undefined where nothing is */
async function faultIn(command: string, attempt: Attempt, door: Door): Promise<string | undefined> {
  const { isGood } = attempt
  const output = await outputOf(command, door.url, attempt)
  const verdicts = door.verdicts()
  const wanted = isGood ? '"outcome":"ok"' : 'Forbidden'
  if (verdicts.length === 0) return `no request came: ${output}`
  const other = verdicts.findIndex((verdict) => (verdict === undefined) !== isGood)
  if (other >= 0) return `it was ${verdicts[other] ?? 'let in'}: ${output}`
  return output.includes(wanted) ? undefined : `it does not say ${wanted}: ${output}`
}

/** A redirection must not take what is signed, and the session token, to another host. @returns what is wrong */
async function faultOfDetour(command: string, detour: Detour): Promise<string | undefined> {
  const output = await outputOf(command, detour.url, temporary)
  const { here, there } = detour.requests()
  if (here === 0) return `no request came: ${output}`
  if (there > 0) return `it went on to another host: ${output}`
  return output.includes('"outcome":"ok"') ? `it tells of an answer that never came: ${output}` : undefined
}

const isThere = ({ has }: Program): Promise<boolean> =>
  run(has).then(
    () => true,
    () => false,
  )

const unrun: string[] = []
let failed = 0
const ports = ['', 'chat-', 'secrets-', 'tables-', 'queues-', 'bus-', 'lambda-'].map((name) => `--${name}port 0`)
const server = await serve(`npm start -- ${ports.join(' ')}`)
const [gatewayUrl = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output) ?? []
const door = await openDoor(gatewayUrl, { keys, region: REGION, service: 'execute-api' })
const detour = await openDetour()

async function tryProgram({ name, command }: Program): Promise<void> {
  const tell = (what: string, fault: string | undefined, good: string) => {
    console.log(`${name}, with ${what}: ${fault === undefined ? good : `FAILED, ${fault}`}`)
    if (fault !== undefined) failed++
  }
  for (const attempt of attempts) {
    const good = attempt.isGood ? 'answered by the gateway' : 'refused with 403'
    tell(attempt.what, await faultIn(command, attempt, door), good)
  }
  tell('an address that leads elsewhere', await faultOfDetour(command, detour), 'nothing was sent there')
}

try {
  for (const program of programs) {
    if (await isThere(program)) await tryProgram(program)
    else unrun.push(`${program.name} ("${program.has}" fails here)`)
  }
} finally {
  door.close()
  detour.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
for (const what of unrun) console.log(`NOT RUN: ${what}`)
process.exitCode = failed === 0 ? 0 : 1
