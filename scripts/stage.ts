import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { build } from './build.ts'
import { type Flags, readFlags, USAGE, UsageError } from './stages/flags.ts'
import { judgeStage } from './stages/judge-stage.ts'
import { newlyGranted } from './stages/newly-granted.ts'
import { readStage } from './stages/read-stage.ts'
import { StageFault } from './stages/stage.ts'

/** `npm run package` and `npm run deploy`: judge the stage's file, build, and hand over to osls, which reads the file itself. */
const root = path.join(import.meta.dirname, '..')

/** What is wrong with the stage, once what is only worth knowing is said. */
function faultsOf({ command, stage: name }: Flags): string[] {
  const stage = readStage(name, process.cwd(), process.env)
  const { faults, warnings } = judgeStage(stage, process.env, command === 'deploy')
  for (const warning of warnings) console.error(`Warning: ${warning}`)
  if (faults.length > 0) return faults
  for (const line of newlyGranted(stage.variables.ACCESS_POLICY ?? '')) console.error(line)
  return []
}

function run(file: string, args: readonly string[]): void {
  const node = ['--disable-warning=ExperimentalWarning', path.join(root, file), ...args]
  const { status } = spawnSync(process.execPath, node, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

async function carryOut(flags: Flags): Promise<void> {
  const faults = faultsOf(flags)
  if (faults.length > 0) throw new StageFault(faults.join('\n'))
  await build()
  run('scripts/sbom.ts', [])
  run('node_modules/osls/bin/serverless.js', [flags.command, '--stage', flags.stage, ...flags.passed])
}

try {
  const flags = readFlags(process.argv.slice(2))
  if (flags) await carryOut(flags)
  else console.log(USAGE)
} catch (error) {
  const isUsage = error instanceof UsageError
  if (!isUsage && !(error instanceof StageFault)) throw error
  const nothing = `Nothing was ${process.argv[2] === 'deploy' ? 'deployed' : 'packaged'}.`
  console.error(`${error.message}\n${isUsage ? 'See npm run package -- --help' : nothing}`)
  process.exitCode = isUsage ? 2 : 1
}
