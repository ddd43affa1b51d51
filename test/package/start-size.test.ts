import { execFile } from 'node:child_process'
import { globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../lib/operations/index.ts'
import { familyIn } from '../../lib/operations/load.ts'
import { bundleOf } from '../../scripts/build.ts'
import { updateOf } from '../support/gateway/answer.ts'
import { allOk } from '../support/gateway/chat-replies.ts'
import { startChat } from '../support/gateway/chat-server.ts'
import { httpEvent } from '../support/gateway/invocation.ts'
import { startSecrets } from '../support/gateway/secrets-server.ts'
import { ADMIN, APP_ID, KEY } from '../support/gateway/user-sig.ts'

const root = path.join(import.meta.dirname, '../..')
const MOST_AT_START = 330_000
const MOST_AFTER_AN_UPDATE = 380_000
const LISTED = 15

interface Loaded {
  readonly statusCode: number
  readonly atStart: readonly string[]
  readonly afterwards: readonly string[]
}

/** The built function in a process of its own, which tells what it loads until it has answered a first update. */
async function firstUpdate(): Promise<Loaded> {
  const chat = await startChat(allOk)
  const secret = { sdkAppId: APP_ID, adminUserId: ADMIN, secretKey: KEY, region: 'singapore', endpoint: chat.url }
  const secrets = await startSecrets({ 'chat-gateway/default': secret })
  const env = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    LOG_LEVEL: 'ERROR',
  }
  const bundle = pathToFileURL(path.join(root, 'dist/http.mjs')).href
  const event = httpEvent({ body: updateOf('id', ['f']) })
  const script = path.join(root, 'test/support/loaded-files.mjs')
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script, bundle, JSON.stringify(event)], { env })
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
  } finally {
    chat.close()
    secrets.close()
  }
}

const bytesOf = (files: readonly string[]): number => files.reduce((sum, file) => sum + statSync(file).size, 0)

/** What the bundler says of the function's files. */
const bundled = async () =>
  (await build({ ...bundleOf('http'), metafile: true, write: false, logLevel: 'silent' })).metafile

/** The largest of what these files were made from, packages whole, for whoever has to find what grew. */
async function largestIn(files: readonly string[]): Promise<string> {
  const { outputs } = await bundled()
  const names = new Set(files.map((file) => path.relative(root, file).replaceAll('\\', '/')))
  const sizes = new Map<string, number>()
  for (const [name, { inputs }] of Object.entries(outputs)) {
    if (!names.has(name)) continue
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const part = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input
      sizes.set(part, (sizes.get(part) ?? 0) + bytesInOutput)
    }
  }
  const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, LISTED)
  return largest.map(([part, bytes]) => `${(bytes / 1000).toFixed(1)} kB ${part}`).join('\n')
}

async function demandAtMost(limit: number, files: readonly string[]): Promise<void> {
  const bytes = bytesOf(files)
  if (bytes <= limit) return
  expect.fail(`${(bytes / 1000).toFixed(1)} kB of ${limit / 1000} kB; the largest parts:\n${await largestIn(files)}`)
}

describe('a cold start loads little', () => {
  let loaded: Loaded
  beforeAll(async () => {
    loaded = await firstUpdate()
  })

  test('at most 330 kB before it can answer', async () => {
    expect(bytesOf(loaded.atStart)).toBeGreaterThan(100_000)
    await demandAtMost(MOST_AT_START, loaded.atStart)
  })

  test('at most 380 kB until a first update is answered', async () => {
    expect(loaded.statusCode).toBe(200)
    await demandAtMost(MOST_AFTER_AN_UPDATE, loaded.afterwards)
  })

  test('and of the schemas those of the first body’s family alone', () => {
    const later = loaded.afterwards.slice(loaded.atStart.length).map((file) => path.basename(file))
    const families = /^http-(batch|blocklist|friend-lists|friends)-/
    expect(later.filter((name) => families.test(name))).toEqual([expect.stringMatching(/^http-friends-/)])
    expect(loaded.atStart.filter((file) => families.test(path.basename(file)))).toEqual([])
  })

  test('and nothing beside: a family’s chunk holds its rows and validators, and needs no file that no start has', async () => {
    const { outputs } = await bundled()
    const atStart = new Set(loaded.atStart.map((file) => path.basename(file)))
    const chunks = Object.entries(outputs).filter(([, { inputs }]) =>
      Object.keys(inputs).some((input) => /^schemas\/compiled\/(?!index|batch)/.test(input)),
    )
    expect(chunks.map(([name]) => name).length).toBe(new Set([...operations.keys()].map(familyIn)).size)
    for (const [name, { imports }] of chunks) {
      const missing = imports.filter(({ path: file, external }) => !external && !atStart.has(path.basename(file)))
      expect([name, missing]).toEqual([name, []])
    }
  })

  test('and of the document for callers nothing, since hardly anybody asks for it', () => {
    expect(globSync('dist/chunks/http-openapi-*.mjs', { cwd: root })).toHaveLength(1)
    expect(loaded.afterwards.filter((file) => path.basename(file).startsWith('http-openapi-'))).toEqual([])
  })

  test('and nothing in any bundle asks for a module as CommonJS does, which an ES module can’t', () => {
    const files = globSync('dist/{*,chunks/*}.mjs', { cwd: root })
    expect(files.length).toBeGreaterThan(10)
    const asking = files.filter((file) => readFileSync(path.join(root, file), 'utf8').includes('Dynamic require of'))
    expect(asking).toEqual([])
  })

  test('what is too large is told with its largest parts', async () => {
    expect(await largestIn(loaded.atStart)).toMatch(/^\d+\.\d kB @smithy\/core\n/)
    await expect(demandAtMost(1000, loaded.atStart)).rejects.toThrow(/kB of 1 kB; the largest parts:\n/)
  })
})
