import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The last commit before a deployment was one file a stage (issue 17). CI reads it here, to see whether this clone has it. */
const COMMIT = 'dac286f8783efe115a9ec2cb2c12b8090cdf4646'

const root = path.join(import.meta.dirname, '../..')
const cache = path.join(root, 'node_modules/.cache/chat-gateway', COMMIT)

/**
 * A folder with the bundles of the version before, built from git once, by its own build and with the packages of today.
 * @throws Error where this clone has no such commit
 */
export function bundlesBefore(): string {
  if (!existsSync(cache)) build()
  return cache
}

function build(): void {
  // Not below node_modules, where Node strips no types.
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-before-'))
  try {
    execFileSync('tar', ['-x', '-C', folder], { input: sourceOfCommit() })
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
    execFileSync(process.execPath, ['scripts/build.ts'], { cwd: folder, stdio: 'pipe' })
    mkdirSync(path.dirname(cache), { recursive: true })
    const copy = `${cache}-${process.pid}`
    cpSync(path.join(folder, 'dist'), copy, { recursive: true })
    // In one step, so that nobody finds half of it.
    renameSync(copy, cache)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function sourceOfCommit(): Buffer {
  try {
    return execFileSync('git', ['archive', COMMIT], { cwd: root, maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (cause) {
    const cure = 'git fetch --unshallow brings it, where this is a shallow clone'
    throw new Error(`this clone has no commit ${COMMIT}, of which the version before is built: ${cure}`, { cause })
  }
}
