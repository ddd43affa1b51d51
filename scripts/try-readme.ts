import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { blocksOf, difference, lastJson, type ShellBlock } from './try-readme/blocks.ts'
import { run, type Server, serve } from './try-readme/shell.ts'

const root = path.join(import.meta.dirname, '..')

/**
 * Does what the READMEs tell a newcomer to do, in their order and in a plain shell, and compares the answers with those shown.
 * What stands between `npm start` (or `npm run emulator`) and the end of its README, or the next start, runs against it.
 * Names of files as arguments: those alone.
 */
const operationPages = readdirSync(path.join(root, 'docs/operations')).map((file) => `docs/operations/${file}`)
const READMES = [
  'README.md',
  'docs/calling.md',
  'docs/sending-safely.md',
  'docs/command-line.md',
  'docs/batch.md',
  'docs/bulk.md',
  'docs/deploy.md',
  'docs/cost.md',
  'docs/ci.md',
  ...operationPages,
  'docs/redrive.md',
  'local/README.md',
  'local/chat/README.md',
]

/** Runs until Ctrl-C. */
const STARTS = /^\s*(?:npm ci && )?(npm start|npm run emulator)\b/m
/** Steps of .ci/run: not repeated here. */
const DONE = /^(npm ci|npm ci && npm test|npm test|npm run (check|lint|types|build|bench|package)\b.*)$/
/** A file that the reader is to write, such as my-seed.json. */
const READERS_OWN = /\bmy-[\w.-]+/

const linesOf = (script: string): string[] =>
  script
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '')

const faults: string[] = []
let tried = 0

const say = ({ file, line, script }: ShellBlock, what: string) =>
  console.log(`${file}:${line} ${what}: ${linesOf(script)[0]?.slice(0, 90)}`)

async function check(block: ShellBlock, what: string, work: () => Promise<void>): Promise<void> {
  tried++
  try {
    await work()
    say(block, what)
  } catch (error) {
    say(block, 'FAILED')
    faults.push(`${block.file}:${block.line} ${(error as Error).message}`)
  }
}

/** What runs until the next page that does not go on with it. */
let running: { readonly server: Server; readonly block: ShellBlock } | undefined

async function stop(): Promise<void> {
  if (running) await check(running.block, 'stopped by Ctrl-C', running.server.stop)
  running = undefined
}

/** The pages of operations begin all alike: what the first of them has started is reset for each other, since twenty starts tell no more than one. */
const goesOn = ([first]: readonly ShellBlock[]): boolean =>
  first !== undefined &&
  STARTS.test(first.script) &&
  running?.block.script === first.script &&
  [running.block.file, first.file].every((file) => operationPages.includes(file))

async function tryReadme(file: string): Promise<void> {
  const blocks = blocksOf(file, readFileSync(path.join(root, file), 'utf8'))
  let isUp = goesOn(blocks)
  if (!isUp) await stop()
  for (const block of blocks) {
    if (block.notRun !== undefined) say(block, `not run (${block.notRun})`)
    else if (isUp && running) await check(block, 'is up, and reset', running.server.reset)
    else if (STARTS.test(block.script)) {
      await stop()
      await check(block, 'started', async () => {
        running = { server: await startAll(linesOf(block.script)), block }
      })
    } else if (linesOf(block.script).every((line) => DONE.test(line))) say(block, 'is a step of .ci/run')
    else await check(block, block.shown === undefined ? 'ran' : 'ran and answered as shown', () => tryBlock(block))
    isUp = false
  }
}

/** Starts each line in turn, stopping the one before; the block's first stays up, with its default ports. */
async function startAll(lines: readonly string[]): Promise<Server> {
  const [first = '', ...others] = lines.map((line) => line.replace(/^npm ci && /, ''))
  for (const other of others.filter((line) => !READERS_OWN.test(line))) await (await serve(other)).stop()
  const server = await serve(first)
  const [, printed] = /^\s*(curl .+)$/m.exec(server.output) ?? []
  if (printed) await expectDone(printed, server)
  return server
}

/** The request that `npm start` prints works when pasted. */
async function expectDone(curl: string, server: Server): Promise<void> {
  const answer = lastJson(await run(curl)) as { outcome?: unknown }
  if (answer.outcome === 'ok') return
  await server.stop()
  throw new Error(`the printed curl was answered ${JSON.stringify(answer)}`)
}

async function tryBlock({ script, shown }: ShellBlock): Promise<void> {
  const output = await run(script)
  const isCertificate = output.startsWith('-----BEGIN CERTIFICATE-----')
  if (shown === undefined && (isCertificate || !/\bcurl\b/.test(script))) return
  const found = difference(shown, shown === undefined ? undefined : lastJson(output))
  if (found) throw new Error(`the answer is not the one shown: ${found}`)
  const { status } = Object(lastJson(output)) as { readonly status?: unknown }
  if (shown === undefined && Number(status) >= 500) throw new Error(`the answer is ${status}`)
}

const asked = process.argv.slice(2)
for (const file of asked.length > 0 ? asked : READMES) await tryReadme(file)
await stop()
for (const fault of faults) console.error(fault)
console.log(`${tried - faults.length} of ${tried} blocks worked`)
if (tried === 0 || faults.length > 0) process.exitCode = 1
