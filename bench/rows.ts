import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { sizesOf } from './bundle.ts'
import { median, quantile } from './load.ts'
import { columns } from './report.ts'
import { httpEvent } from './work.ts'

const root = path.join(import.meta.dirname, '..')
const run = promisify(execFile)

export interface RowFigures {
  readonly rows: number
  readonly kB: number
  /** Chunks that a cold start leaves alone; the first request with a body loads the validators. */
  readonly laterKB: number
  readonly importMs: number
  /** Half of the runs lay between these. */
  readonly middleMs: readonly [number, number]
  /** The first body, refused before anything is asked of anybody: it loads the validators. */
  readonly firstBodyMs: number
}

/** A table of one operation, in place of all. */
const ONE_ROW = `import update from './friends/update.ts'
export const operations = new Map([[update.name, update]])
`

/** The sources again, in a folder where they may be changed, built by their own script. */
async function buildIn(folder: string, table?: string): Promise<string> {
  await mkdir(folder)
  for (const part of ['functions', 'lib', 'schemas', 'scripts', 'package.json']) {
    await cp(path.join(root, part), path.join(folder, part), { recursive: true })
  }
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  if (table !== undefined) await writeFile(path.join(folder, 'lib/operations/index.ts'), table)
  await run(process.execPath, [path.join(folder, 'scripts/build.ts')], { cwd: folder })
  return path.join(folder, 'dist')
}

const START = `const [, file, event, context] = process.argv
const start = performance.now()
const { handler } = await import(file)
const imported = performance.now()
const { statusCode } = await handler(JSON.parse(event), { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28000 })
const answered = performance.now()
const health = { ...JSON.parse(event), rawPath: '/v1/health' }
health.requestContext.http.method = 'GET'
const { body } = await handler(health, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28000 })
const rows = JSON.parse(body).operations.length
console.log(JSON.stringify({ importMs: imported - start, firstBodyMs: answered - imported, statusCode, rows }))`

interface Started {
  readonly importMs: number
  readonly firstBodyMs: number
  readonly statusCode: number
  readonly rows: number
}

async function start(dist: string): Promise<Started> {
  const url = pathToFileURL(path.join(dist, 'http.mjs')).href
  const args = ['--input-type=module', '--eval', START, url, JSON.stringify(httpEvent('{}'))]
  const { stdout } = await run(process.execPath, args, { env: { AWS_REGION: 'local-1', LOG_LEVEL: 'ERROR' } })
  const started = JSON.parse(stdout) as Started
  if (started.statusCode !== 400) throw new Error(`an empty body was answered ${started.statusCode}`)
  return started
}

async function figuresOf(dist: string, runs: readonly Started[]): Promise<RowFigures> {
  const { kB, laterKB } = await sizesOf(path.join(dist, 'http.mjs'))
  const imports = runs.map(({ importMs }) => importMs)
  return {
    rows: runs[0]?.rows ?? 0,
    kB,
    laterKB,
    importMs: median(imports),
    middleMs: [quantile(imports, 0.25), quantile(imports, 0.75)],
    firstBodyMs: median(runs.map(({ firstBodyMs }) => firstBodyMs)),
  }
}

/** The function with one row and with all, each start in a fresh process, in turn and changing who goes first. */
export async function measureRows(runs: number): Promise<RowFigures[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-gateway-rows-'))
  try {
    const dists = [await buildIn(path.join(folder, 'one'), ONE_ROW), await buildIn(path.join(folder, 'all'))]
    const taken = new Map<string, Started[]>(dists.map((dist) => [dist, []]))
    for (let round = 0; round <= runs; round++) {
      for (const dist of round % 2 === 0 ? dists : dists.toReversed()) {
        const started = await start(dist)
        // The first of each only warms the machine's own caches.
        if (round > 0) taken.get(dist)?.push(started)
      }
    }
    return await Promise.all([...taken].map(([dist, started]) => figuresOf(dist, started)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function printRows(figures: readonly RowFigures[]): string {
  const rows = figures.map(({ rows, kB, laterKB, importMs, middleMs: [from, to], firstBodyMs }) => [
    rows,
    kB.toFixed(1),
    laterKB.toFixed(1),
    importMs.toFixed(1),
    `${from.toFixed(1)}–${to.toFixed(1)}`,
    firstBodyMs.toFixed(1),
  ])
  const [one, all] = figures
  const ratio = (name: 'importMs' | 'firstBodyMs') => (one && all ? (all[name] / one[name]).toFixed(3) : '')
  return [
    `A cold start by the number of operations, on Node ${process.versions.node}:`,
    columns([['operations', 'kB at start', 'kB later', 'init ms', 'middle half', 'first body ms'], ...rows]),
    `All against one: init ${ratio('importMs')}, first body ${ratio('firstBodyMs')}`,
  ].join('\n\n')
}
