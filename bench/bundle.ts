import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build as bundle } from 'esbuild'
import { manner } from '../scripts/build.ts'
import { median } from './load.ts'

export interface BundleFigures {
  readonly name: string
  /** What a cold start loads: the bundle, and the chunks that it imports at once. */
  readonly kB: number
  readonly gzipKB: number
  /** Chunks that wait for the first request that needs them, most of them for ever. */
  readonly laterKB: number
  readonly initMs: number
}

const root = path.join(import.meta.dirname, '..')
export const gatewayBundle = path.join(root, 'dist/http.mjs')

/** What the function can't do without, bundled as scripts/build.ts bundles the function. */
async function bundleSdk(folder: string): Promise<string> {
  const outfile = path.join(folder, 'secrets-manager.mjs')
  await bundle({
    stdin: {
      contents: `export { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager'`,
      resolveDir: root,
    },
    outfile,
    ...manner,
  })
  return outfile
}

async function bundleNothing(folder: string): Promise<string> {
  const outfile = path.join(folder, 'empty.mjs')
  await writeFile(outfile, 'export const handler = () => undefined\n')
  return outfile
}

/** A bundle's sizes: what a cold start loads of it, and what waits in its chunks. */
export async function sizesOf(bundled: string): Promise<Pick<BundleFigures, 'kB' | 'gzipKB' | 'laterKB'>> {
  const atStart = await reachedFrom(bundled, /(?:from|import)"(\.[^"]+)"/g)
  const all = await reachedFrom(bundled, /(?:from|import)\(?"(\.[^"]+)"/g)
  const waiting = [...all].filter(([file]) => !atStart.has(file)).map(([, bytes]) => bytes)
  const [loaded, compressed] = [[...atStart.values()], [...atStart.values()].map((bytes) => gzipSync(bytes))]
  return { kB: kB(loaded), gzipKB: kB(compressed), laterKB: kB(waiting) }
}

const kB = (files: readonly Buffer[]): number => files.reduce((sum, { length }) => sum + length, 0) / 1000

/** The file, and all that it imports by such specifiers, however deep. */
async function reachedFrom(
  file: string,
  imports: RegExp,
  known = new Map<string, Buffer>(),
): Promise<Map<string, Buffer>> {
  if (known.has(file)) return known
  const bytes = await readFile(file)
  known.set(file, bytes)
  for (const [, target = ''] of bytes.toString('utf8').matchAll(imports)) {
    await reachedFrom(path.join(path.dirname(file), target), imports, known)
  }
  return known
}

const IMPORT = `const start = performance.now()
await import(process.argv[1])
process.stdout.write(String(performance.now() - start), () => process.exit())`

async function initMs(file: string): Promise<number> {
  const args = ['--input-type=module', '--eval', IMPORT, pathToFileURL(file).href]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { AWS_REGION: 'local-1' } })
  return Number(stdout)
}

/** Sizes, and the time to import in a fresh process: median of `runs`, taken in turn so that a slow spell hits all alike. */
export async function measureBundles(folder: string, runs: number): Promise<BundleFigures[]> {
  const files = {
    'the gateway': gatewayBundle,
    'Secrets Manager client alone': await bundleSdk(folder),
    'nothing at all': await bundleNothing(folder),
  }
  const times = new Map<string, number[]>(Object.keys(files).map((name) => [name, []]))
  for (let run = 0; run <= runs; run++) {
    for (const [name, file] of Object.entries(files)) {
      const ms = await initMs(file)
      if (run > 0) times.get(name)?.push(ms)
    }
  }
  return Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      return { name, ...(await sizesOf(file)), initMs: median(times.get(name) ?? []) }
    }),
  )
}
