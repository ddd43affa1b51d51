import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What stands in place of a commit where there is none to be told: outside of git, or in a checkout that it does not hold. */
export const UNKNOWN_COMMIT = 'unknown'
/** Ends a commit that the files on the disk differ from. */
export const DIRTY = '-dirty'

const root = path.join(import.meta.dirname, '..')

/** The version that is built from a folder's files, as in `0.1.0+0123456789ab`: the package's, and the commit that was checked out. */
export function versionOf(folder: string = root): string {
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
  return `${version}+${commitOf(folder)}`
}

function commitOf(folder: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    // A copy without a repository of its own may lie in somebody else's.
    git('ls-files', '--error-unmatch', 'package.json')
    const commit = git('rev-parse', '--short=12', 'HEAD')
    return git('status', '--porcelain', '--', '.') === '' ? commit : `${commit}${DIRTY}`
  } catch {
    return UNKNOWN_COMMIT
  }
}

/** Whether a version tells which files it was built from: only then it can be built again. */
export const isReleasable = (version: string): boolean =>
  !version.endsWith(`+${UNKNOWN_COMMIT}`) && !version.endsWith(DIRTY)
