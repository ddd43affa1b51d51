import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { readPermissions, USED_GRANTS } from './guard.ts'
import { faultsOf } from './unused.ts'

/** What speaks for the roles: every grant of theirs is used by one of the tests there. */
const ROOMS = /[\\/]test[\\/]flow[\\/]/

/** Before a run the template is packaged, where it has changed; after a whole one each grant must have been used. */
export default function watchGrants({ vitest }: TestProject): () => Promise<void> {
  const permissions = readPermissions()
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-grants-'))
  process.env[USED_GRANTS] = folder
  return async () => {
    const used = new Set(
      readdirSync(folder).flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n')),
    )
    rmSync(folder, { recursive: true })
    if (!(await isWhole(vitest))) return
    const faults = faultsOf(permissions.grants, used)
    if (faults.length > 0) throw new Error(`grants that nothing needs:\n${faults.join('\n')}`)
  }
}

/** The project whose tests use every grant; those that take long stand in another. */
const PROJECT = 'whole'

/** Whether every flow test has run and passed: of a run of some files, or of some tests, nothing follows for the others. */
async function isWhole(vitest: TestProject['vitest']): Promise<boolean> {
  if (vitest.config.testNamePattern !== undefined) return false
  const all = (await vitest.globTestSpecifications()).filter(
    ({ moduleId, project }) => project.name === PROJECT && ROOMS.test(moduleId),
  )
  const passed = new Set(vitest.state.getTestModules().flatMap((one) => (one.ok() ? [one.moduleId] : [])))
  return all.length > 0 && all.every(({ moduleId }) => passed.has(moduleId))
}
