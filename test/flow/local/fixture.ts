import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { Pool } from '../../../local/aws/lambda/pool.ts'
import type { FunctionSettings } from '../../../local/aws/lambda/settings.ts'

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

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
