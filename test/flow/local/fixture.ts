import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { Pool } from '../../../local/aws/lambda/pool.ts'
import type { FunctionSettings } from '../../../local/aws/lambda/settings.ts'
import { Template } from '../../../local/aws/template.ts'

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Variables are written @{…} in tests, as a placeholder outside a template string looks like a slip. */
export const inYaml = (text: string): string => text.replaceAll('@{', '${')

/** The path of a serverless.yml with bundles beside it: dist/http.mjs, or those named. */
export function serviceOf(yaml: string, bundles: string | Record<string, string> = ''): string {
  const folder = temporaryFolder()
  mkdirSync(path.join(folder, 'dist'))
  const named = typeof bundles === 'string' ? { http: bundles } : bundles
  for (const [name, source] of Object.entries(named)) writeFileSync(path.join(folder, `dist/${name}.mjs`), source)
  const file = path.join(folder, 'serverless.yml')
  writeFileSync(file, inYaml(yaml))
  return file
}

/** A serverless.yml as the stand-ins read it. */
export const templateOf = (yaml: string, bundles?: string | Record<string, string>): Template =>
  new Template(serviceOf(yaml, bundles), {})

/** The settings of a client of the SDK; its signature must be there and is not checked. */
export const sdk = (endpoint: string) => ({
  endpoint,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
  maxAttempts: 1,
})

/** The project's own. */
export const SERVERLESS_YML = path.join(import.meta.dirname, '../../../serverless.yml')

/** A function whose bundle is `source`. */
export function functionOf(source: string, settings: Partial<FunctionSettings> = {}): FunctionSettings {
  const file = path.join(temporaryFolder(), 'bundle.mjs')
  writeFileSync(file, source)
  return {
    name: 'fixture-dev-http',
    runtime: 'nodejs24.x',
    handler: 'bundle.handler',
    file,
    export: 'handler',
    memoryMb: 256,
    timeoutSeconds: 5,
    environment: {},
    routes: ['ANY /{proxy+}'],
    sources: [],
    asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 },
    ...settings,
  }
}

/** A pool that is closed after the test. */
export function poolOf(settings: FunctionSettings, instances = 2, log?: (line: string) => void): Pool {
  const pool = new Pool({ settings, instances, ...(log && { log }) })
  onTestFinished(() => pool.close())
  return pool
}

/** Waits for a condition instead of a while. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Whether anything answers there. */
export const isReachable = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )
