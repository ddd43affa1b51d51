import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from './build.ts'
import { type Flags, readFlags, USAGE, UsageError } from './stages/flags.ts'
import { judgeStage } from './stages/judge-stage.ts'
import { newlyGranted } from './stages/newly-granted.ts'
import { readStage } from './stages/read-stage.ts'
import { folderOf, releaseFaults, sealRelease, uncommitted } from './stages/release.ts'
import { StageFault } from './stages/stage.ts'
import { isReleasable, versionOf } from './version.ts'

/** `npm run package`, `release` and `deploy`: judge the stage's file, build, and hand over to osls, which reads the file itself. */
const root = path.join(import.meta.dirname, '..')

const DONE = { package: 'packaged', release: 'released', deploy: 'deployed' } as const

/** What is wrong with the stage, once what is only worth knowing is said. */
function faultsOf({ command, stage: name }: Flags): string[] {
  const stage = readStage(name, process.cwd(), process.env)
  const { faults, warnings } = judgeStage(stage, process.env, command !== 'package')
  for (const warning of warnings) console.error(`Warning: ${warning}`)
  if (faults.length > 0) return faults
  for (const line of newlyGranted(stage.variables.ACCESS_POLICY ?? '')) console.error(line)
  return []
}

/** Its exit code. */
function run(file: string, args: readonly string[]): number {
  const node = ['--disable-warning=ExperimentalWarning', path.join(root, file), ...args]
  return spawnSync(process.execPath, node, { cwd: root, stdio: 'inherit' }).status ?? 1
}

const osls = (command: 'package' | 'deploy', { stage, passed }: Flags, more: readonly string[] = []): number =>
  run('node_modules/osls/bin/serverless.js', [command, '--stage', stage, ...more, ...passed])

async function buildAll(): Promise<number> {
  await build()
  return run('scripts/sbom.ts', [])
}

/** Packages into a folder of its own, which is there whole or not at all. */
async function release(flags: Flags): Promise<number> {
  const version = versionOf()
  if (!isReleasable(version) && !flags.isUncommittedMeant) throw new StageFault(uncommitted(version))
  const folder = folderOf(flags.stage, version)
  if (existsSync(folder)) {
    throw new StageFault(
      `${folder} is there already: deploy it, or delete it and make it anew. A release stays as it is.`,
    )
  }
  const status = (await buildAll()) || osls('package', flags, ['--package', folder])
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    return status
  }
  copyFileSync(path.join(root, 'sbom.cdx.json'), path.join(folder, 'sbom.cdx.json'))
  sealRelease(folder, flags.stage, version)
  console.log(
    `\n${folder} is version ${version} of stage ${flags.stage}. Keep it, and deploy it: npm run deploy -- --stage ${flags.stage} --release ${folder}`,
  )
  return 0
}

function deployRelease(folder: string, flags: Flags): number {
  const faults = releaseFaults(folder, flags.stage, flags.isUncommittedMeant)
  if (faults.length > 0) throw new StageFault(faults.map((fault) => `${fault}.`).join('\n'))
  return osls('deploy', flags, ['--package', folder])
}

async function carryOut(flags: Flags): Promise<number> {
  if (flags.release !== undefined) return deployRelease(flags.release, flags)
  const faults = faultsOf(flags)
  if (faults.length > 0) throw new StageFault(faults.join('\n'))
  if (flags.command === 'release') return release(flags)
  if (flags.command === 'deploy' && !isReleasable(versionOf())) {
    console.error(
      `Warning: ${versionOf()} is deployed from files that no commit holds. It can't be built again, nor put back.`,
    )
  }
  return (await buildAll()) || osls(flags.command, flags)
}

try {
  if (process.env.npm_config_stage !== undefined)
    throw new UsageError('npm kept --stage for itself: put -- before it, as in npm run package -- --stage prod.')
  const flags = readFlags(process.argv.slice(2))
  if (flags) process.exitCode = await carryOut(flags)
  else console.log(USAGE)
} catch (error) {
  const isUsage = error instanceof UsageError
  if (!isUsage && !(error instanceof StageFault)) throw error
  const command = process.argv[2] as Flags['command']
  const nothing = `Nothing was ${DONE[command]}.`
  console.error(`${error.message}\n${isUsage ? `See npm run ${command} -- --help` : nothing}`)
  process.exitCode = isUsage ? 2 : 1
}
