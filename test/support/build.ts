import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { build } from '../../scripts/build.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder where the test files of a run share what they have packaged. */
    packages: string
  }
}

/** Every run judges the bundles of this very source: they are built once, before the first test. */
export default async function buildBundles(project: TestProject): Promise<() => void> {
  await build()
  const packages = mkdtempSync(path.join(tmpdir(), 'chat-gateway-packages-'))
  project.provide('packages', packages)
  return () => rmSync(packages, { recursive: true, force: true })
}
