import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { run, serve } from './try-readme/shell.ts'

const USAGE = `Usage: npm exec -c 'node scripts/try-client.ts'

Packs @chat-gateway/client, has its package linted, and installs it into an empty folder elsewhere. There a project of somebody else's
(test/client/consumer) is compiled and run against npm start, and a bulk run by the command line. It wants \`npm ci --prefix tools\`.

  --keep    leave the folder
  --help    show this`

const root = path.join(import.meta.dirname, '..')
const ANY_PORTS = ['port', 'chat-port', 'secrets-port', 'tables-port', 'queues-port', 'bus-port', 'lambda-port']
const ROWS = 500

const tool = (name: string): string => path.join(root, 'tools/node_modules/.bin', name)

const { values } = parseArgs({ options: { keep: { type: 'boolean' }, help: { type: 'boolean' } } })
if (values.help) console.log(USAGE)
else await tryClient()

/** Runs a command to its end; what it says is shown. */
function show(folder: string, command: string, ...args: readonly string[]): void {
  console.log(`> ${path.basename(command)} ${args.join(' ')}`)
  execFileSync(command, args, { cwd: folder, stdio: 'inherit' })
}

async function tryClient(): Promise<void> {
  show(root, 'npm', 'run', '-s', 'build', '-w', 'client')
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-client-'))
  try {
    const archive = pack(folder)
    show(root, tool('publint'), '--strict', archive)
    show(root, tool('attw'), archive, '--profile', 'esm-only')
    install(folder, archive)
    await useIt(folder)
  } finally {
    if (!values.keep) rmSync(folder, { recursive: true })
    else console.log(`left in ${folder}`)
  }
}

/** The archive that `npm publish` would send, were it not private. */
function pack(folder: string): string {
  const printed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: path.join(root, 'client'),
    encoding: 'utf8',
  })
  const [{ filename, size, files }] = JSON.parse(printed)
  console.log(`${filename}: ${files.length} files, ${Math.round(size / 1000)} kB`)
  return path.join(folder, filename)
}

/** The program that client/README.md shows, at the address that it is started with. */
function readmeProgram(): string {
  const [, program = ''] = /^```ts\n(.*?)^```$/ms.exec(readFileSync(path.join(root, 'client/README.md'), 'utf8')) ?? []
  const here = program.replace(/'https:\/\/abc123\.[^']+'/, "process.argv[2] ?? ''")
  if (here === program) throw new Error('client/README.md has no program with the address of a gateway')
  return here
}

/** A project in an empty folder, which knows nothing of this checkout but the compilers that it borrows. */
function install(folder: string, archive: string): void {
  cpSync(path.join(root, 'test/client/consumer'), folder, { recursive: true })
  writeFileSync(path.join(folder, 'readme.ts'), readmeProgram())
  show(folder, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', archive)
  const borrowed = ['--typeRoots', path.join(root, 'node_modules/@types')]
  // The older compiler, which attw brings, before ours.
  for (const tsc of [tool('tsc'), path.join(root, 'node_modules/.bin/tsc')])
    show(folder, tsc, '-p', 'tsconfig.json', ...borrowed)
}

async function useIt(folder: string): Promise<void> {
  const server = await serve(`npm start -- ${ANY_PORTS.map((name) => `--${name} 0`).join(' ')}`)
  try {
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+)\/v1\//.exec(server.output) ?? []
    if (url === undefined) throw new Error(`npm start named no gateway:\n${server.output}`)
    console.log(await run(`cd ${folder} && node --version && node dist/main.js ${url}`))
    console.log(await run(`cd ${folder} && node dist/readme.js ${url}`))
    await tryBulk(folder, url)
  } finally {
    await server.stop()
  }
}

/** The installed command line with a CSV of which all rows but one are about nobody. */
async function tryBulk(folder: string, url: string): Promise<void> {
  const lines = ['alice,bob,Bob', ...Array.from({ length: ROWS }, (_, index) => `alice,bob${index},Friend ${index}`)]
  writeFileSync(path.join(folder, 'rows.csv'), `userId,friends.userId,remark\n${lines.join('\n')}\n`)
  const command = `npx --no -- chat-gateway bulk friends.update rows.csv --failures failed.csv --url ${url}`
  console.log(await run(`cd ${folder} && ${command} || test $? -eq 1`))
  const failed = readFileSync(path.join(folder, 'failed.csv'), 'utf8').trim().split('\n').length - 1
  if (failed !== ROWS) throw new Error(`of ${ROWS} rows that can't be done, failed.csv has ${failed}`)
}
