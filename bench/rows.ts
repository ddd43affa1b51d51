import { execFile } from 'node:child_process'
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { startSecrets } from '../local/aws/secrets.ts'
import { sizesOf } from './bundle.ts'
import { median, quantile } from './load.ts'
import { columns } from './report.ts'
import { LAMBDA, onStage, secretsFor } from './stage.ts'
import { friends, updateEvent } from './work.ts'

const root = path.join(import.meta.dirname, '..')
const run = promisify(execFile)

export interface RowFigures {
  readonly rows: number
  readonly kB: number
  /** Chunks that a cold start leaves alone. */
  readonly laterKB: number
  readonly importMs: number
  /** From the import's end to the first answer: validators, the secret, a UserSig, the first call to Chat. */
  readonly answerMs: number
  readonly bothMs: number
  /** What the processor had to do for both, from the process's own start: on a busy machine it is the steadier figure. */
  readonly cpuMs: number
  /** Half of the runs took both together between these. */
  readonly middleMs: readonly [number, number]
}

/** A table of one operation in place of all, and what a start knows of it. */
const ONE_ROW = {
  'lib/operations/index.ts': `import update from './friends/update.ts'
export const operations = new Map([[update.name, update]])
`,
  'lib/operations/facts.ts': `export const facts = { 'friends.update': { effect: 'write' } }
`,
}

/** The sources again, in a folder where they may be changed, built by their own script. */
async function buildIn(folder: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  await mkdir(folder)
  for (const part of ['docs/api', 'functions', 'lib', 'local', 'schemas', 'scripts', 'package.json']) {
    await cp(path.join(root, part), path.join(folder, part), { recursive: true })
  }
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text)
  await run(process.execPath, [path.join(folder, 'scripts/build.ts')], { cwd: folder })
  return path.join(folder, 'dist')
}

const START = `const [, file, event] = process.argv
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28000 }
const start = performance.now()
const { handler } = await import(file)
const imported = performance.now()
const { statusCode } = await handler(JSON.parse(event), context)
const answered = performance.now()
const { user, system } = process.cpuUsage()
const health = { ...JSON.parse(event), rawPath: '/v1/health' }
health.requestContext.http.method = 'GET'
const rows = JSON.parse((await handler(health, context)).body).operations.length
const figures = { importMs: imported - start, answerMs: answered - imported, cpuMs: (user + system) / 1000, statusCode, rows }
process.stdout.write('\\n' + JSON.stringify(figures), () => process.exit())`

interface Started {
  readonly importMs: number
  readonly answerMs: number
  readonly cpuMs: number
  readonly statusCode: number
  readonly rows: number
}

async function start(dist: string, env: NodeJS.ProcessEnv): Promise<Started> {
  const url = pathToFileURL(path.join(dist, 'http.mjs')).href
  const args = ['--input-type=module', '--eval', START, url, JSON.stringify(updateEvent('default', friends))]
  const { stdout } = await run(process.execPath, args, { env })
  const started = JSON.parse(stdout.split('\n').at(-1) ?? '') as Started
  if (started.statusCode !== 200) throw new Error(`the first request was answered ${started.statusCode}`)
  return started
}

const bothOf = ({ importMs, answerMs }: Started): number => importMs + answerMs

async function figuresOf(dist: string, runs: readonly Started[]): Promise<RowFigures> {
  const { kB, laterKB } = await sizesOf(path.join(dist, 'http.mjs'))
  const both = runs.map(bothOf)
  return {
    rows: runs[0]?.rows ?? 0,
    kB,
    laterKB,
    importMs: median(runs.map(({ importMs }) => importMs)),
    answerMs: median(runs.map(({ answerMs }) => answerMs)),
    bothMs: median(both),
    cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
    middleMs: [quantile(both, 0.25), quantile(both, 0.75)],
  }
}

/** Each start in a fresh process, in turn and changing who goes first. */
async function startInTurn(dists: readonly string[], runs: number, env: NodeJS.ProcessEnv): Promise<RowFigures[]> {
  const taken = new Map<string, Started[]>(dists.map((dist) => [dist, []]))
  for (let round = 0; round <= runs; round++) {
    for (const dist of round % 2 === 0 ? dists : dists.toReversed()) {
      const started = await start(dist, env)
      // The first of each only warms the machine's own caches.
      if (round > 0) taken.get(dist)?.push(started)
    }
  }
  return Promise.all([...taken].map(([dist, started]) => figuresOf(dist, started)))
}

/**
 * The function with one row and with all, and a built one of another checkout where one is named: what it takes from nothing to the
 * first answer, over an upstream that answers at once.
 * @param against folder of that checkout
 */
export async function measureRows(runs: number, against?: string): Promise<RowFigures[]> {
  return onStage({ delaysMs: [0] }, async ({ ports, authority, folder }) => {
    const [secret] = Object.values(secretsFor(ports))
    const secrets = await startSecrets({ port: 0, secrets: { 'chat-gateway/default': secret } })
    const env = { ...LAMBDA, NODE_EXTRA_CA_CERTS: authority, AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url }
    const dists = [await buildIn(path.join(folder, 'one'), ONE_ROW), await buildIn(path.join(folder, 'all'))]
    if (against !== undefined) dists.push(path.resolve(against, 'dist'))
    try {
      return await startInTurn(dists, runs, env)
    } finally {
      await secrets.close()
    }
  })
}

export function printRows(figures: readonly RowFigures[]): string {
  const rows = figures.map((one) => [
    one.rows,
    ...[one.kB, one.laterKB, one.importMs, one.answerMs, one.bothMs, one.cpuMs].map((figure) => figure.toFixed(1)),
    one.middleMs.map((ms) => ms.toFixed(1)).join('–'),
  ])
  const [one, all, other] = figures
  const ratio = (a?: RowFigures, b?: RowFigures) =>
    a && b ? `${(a.bothMs / b.bothMs).toFixed(3)} of the time, ${(a.cpuMs / b.cpuMs).toFixed(3)} of the processor` : ''
  return [
    `A cold start by the number of operations, on Node ${process.versions.node}:`,
    columns([
      ['operations', 'kB at start', 'kB later', 'import ms', 'first answer ms', 'both ms', 'CPU ms', 'middle half'],
      ...rows,
    ]),
    `All against one: ${ratio(all, one)}${other ? `; all against the other checkout: ${ratio(all, other)}` : ''}`,
  ].join('\n\n')
}
