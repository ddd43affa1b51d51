import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

interface Process {
  parent: number
  /** Its command line. */
  command: string
  /** It has ended, and nobody has asked yet how. */
  isDead: boolean
}

const SHELL = /^(\S*\/)?(sh|ash|dash|bash|zsh) -\S*c /
const RUNNER = /(^|[\s/])(npm|npx|pnpm|yarn)(-cli)?(\.c?js)?(\s|$)/
const LOOK_MS = 250

/**
 * Whose end is this process's own end too: its parent, and where that is npm (or the shell npm runs a script in), npm and whoever
 * started that. Neither hands on that it was killed.
 */
export function startersOf(parent: number, look = lookUp): number[] {
  const direct = look(parent)
  if (!direct) return [parent]
  const above = SHELL.test(direct.command) ? look(direct.parent) : undefined
  if (RUNNER.test(direct.command)) return [parent, direct.parent]
  return above && RUNNER.test(above.command) ? [parent, direct.parent, above.parent] : [parent]
}

/** Calls `stop` once, soon after one of them has ended. A test that is killed must leave no emulator behind. */
export function whenEnded(starters: readonly number[], stop: () => void): void {
  const timer = setInterval(() => {
    if (process.ppid === starters[0] && !starters.some(hasEnded)) return
    clearInterval(timer)
    stop()
  }, LOOK_MS)
  timer.unref()
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // One of another user runs, and may not be signalled.
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
  return process.platform === 'linux' && lookUp(pid)?.isDead === true
}

/** What is known of a process: of Linux's own files, or from `ps`; nothing on Windows. */
function lookUp(pid: number): Process | undefined {
  if (process.platform === 'linux') return readProc(pid)
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,stat=,args=', '-p', String(pid)], { encoding: 'utf8' })
  const [, parent, state, command] = /^\s*(\d+)\s+(\S+)\s+(.*)/.exec(stdout ?? '') ?? []
  return command === undefined ? undefined : { parent: Number(parent), command, isDead: state!.startsWith('Z') }
}

function readProc(pid: number): Process | undefined {
  try {
    // The name in brackets may hold anything, brackets too.
    const [, state, parent] = /.*\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return { parent: Number(parent), command, isDead: state === 'Z' }
  } catch {
    return undefined
  }
}
