import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Flags, readFlags, USAGE, UsageError } from './rights/flags.ts'
import { bytesOf, MOST_BYTES, policies, reached } from './rights/policies.ts'
import { namesIn, readStage } from './stages/read-stage.ts'
import { type Stage, StageFault } from './stages/stage.ts'

/** `npm run rights`: the policies that deploying a stage takes, written to files. */
const root = path.join(import.meta.dirname, '..')

/** What the policies name of the file's must be of the account that they are for: the roles would allow what is not there. */
function refuseForeign({ name, said }: Stage, { account }: Flags): void {
  for (const key of ['deploymentRole', 'permissionsBoundary'] as const) {
    const [, owner] = /^arn:[^:]+:iam::(\d{12}):/.exec(said[key] ?? '') ?? []
    if (owner === undefined || owner === account) continue
    throw new StageFault(
      `stages/${name}.yml: ${key} is of account ${owner}, and --account says ${account}: change one.`,
    )
  }
}

/** @throws StageFault where the folder can't take it, as when it is a file */
function writePolicy(folder: string, file: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, file), text)
  } catch (error) {
    throw new StageFault(`${path.join(folder, file)} can't be written: ${(error as Error).message}. Give another --to.`)
  }
}

function write(flags: Flags): void {
  const stage = readStage(flags.stage, root, {})
  refuseForeign(stage, flags)
  for (const [file, policyOf] of Object.entries(policies)) {
    const policy = policyOf(stage, flags)
    writePolicy(flags.to, file, `${JSON.stringify(policy, undefined, 2)}\n`)
    console.log(
      `${path.join(flags.to, file)}: ${bytesOf(policy)} bytes of the ${MOST_BYTES} that a role's own policies may have`,
    )
  }
  const within = reached(flags.stage, namesIn(root))
  if (within.length > 0) {
    console.error(
      `What these roles may reach is bounded by names, chat-gateway-${flags.stage}-*, which those of ${within.join(', ')} begin with as well: call one of the stages otherwise.`,
    )
  }
  const { permissionsBoundary } = stage.said
  if (permissionsBoundary === undefined) {
    console.error(
      `stages/${flags.stage}.yml says no permissionsBoundary: whoever holds the role of CloudFormation can make a role named after the stage that may do anything.`,
    )
  }
}

try {
  const flags = readFlags(process.argv.slice(2))
  if (flags === undefined) console.log(USAGE)
  else write(flags)
} catch (error) {
  const isUsage = error instanceof UsageError
  if (!isUsage && !(error instanceof StageFault)) throw error
  console.error(`${error.message}\n${isUsage ? 'See npm run rights -- --help' : 'Nothing was written.'}`)
  process.exitCode = isUsage ? 2 : 1
}
