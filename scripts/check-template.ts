import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { judgeTemplate } from './check-template/judge-template.ts'
import { planted, plants } from './check-template/plants.ts'
import type { Spec } from './check-template/spec.ts'
import { flagsOrEnd } from './flags-or-end.ts'
import type { Template } from './stages/difference.ts'
import { readStage } from './stages/read-stage.ts'
import { replacing } from './stages/replacing.ts'
import { DEV, EXAMPLE, StageFault } from './stages/stage.ts'

/**
 * Judges what CloudFormation would get by AWS's own description of its resource types, without asking AWS: of the stages that are named, or
 * else of the one with nothing said, and the one with everything. CI runs it after `npm ci --prefix tools`.
 */
const root = path.join(import.meta.dirname, '..')
const USAGE = `Usage: npm run check-template -- [STAGE …]

Packages each stage that is named, or else dev and example, aside, and judges its template by AWS's own description of its resource types:
names, types and values of properties, what is required, what resources ask of each other. Nothing is asked of AWS. It plants faults in a
template as well, each of which must be found.

It needs, once, npm ci --prefix tools, and the bundles of npm run build.

Exit codes: 0 no fault, 1 a fault or something in the way, 2 a mistake on the command line.`

/** What ends the command with one line in place of a stack. */
function end(says: string): never {
  console.error(says)
  process.exit(1)
}

function specOf(): Spec {
  try {
    const { loadAwsServiceSpecSync } = createRequire(path.join(root, 'tools/package.json'))(
      '@aws-cdk/aws-service-spec',
    ) as { readonly loadAwsServiceSpecSync: () => Spec }
    return loadAwsServiceSpecSync()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    return end("AWS's description of its resource types is not installed: npm ci --prefix tools")
  }
}

function templateOf(stage: string): Template {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-template-'))
  try {
    const osls = path.join(root, 'node_modules/osls/bin/serverless.js')
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', osls, 'package', '--stage', stage, '--package', folder],
      { cwd: root, encoding: 'utf8' },
    )
    if (status !== 0) {
      console.error(`${stdout}${stderr}`.trim())
      return end(
        `\nStage ${stage} could not be packaged, so that there is nothing to judge. It needs the bundles of npm run build.`,
      )
    }
    return JSON.parse(readFileSync(path.join(folder, 'cloudformation-template-update-stack.json'), 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What `replacing.ts` says otherwise than AWS. */
function replacingFaults(spec: Spec): string[] {
  return Object.entries(replacing).flatMap(([type, listed]) => {
    const { properties } = spec.lookup('resource', 'cloudFormationType', 'equals', type)[0]!
    const published = Object.entries(properties).flatMap(([name, { causesReplacement }]) =>
      causesReplacement === 'yes' ? [name] : [],
    )
    const same = JSON.stringify([...listed].toSorted()) === JSON.stringify(published.toSorted())
    return same ? [] : [`scripts/stages/replacing.ts: ${type} must list ${published.toSorted().join(', ')}`]
  })
}

const { values, positionals } = flagsOrEnd('npm run check-template', {
  options: { help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
})
if (values.help) {
  console.log(USAGE)
  process.exit(0)
}
const stages = positionals.length > 0 ? positionals : [DEV, EXAMPLE]
try {
  for (const stage of stages) readStage(stage, root, process.env)
} catch (error) {
  if (!(error instanceof StageFault)) throw error
  end(`${error.message}\nNothing was judged.`)
}
const spec = specOf()
const templates = stages.map((stage) => [stage, templateOf(stage)] as const)
const faults = templates.flatMap(([stage, template]) =>
  judgeTemplate(template, spec).map((fault) => `${stage}: ${fault}`),
)
const kinds = new Set(templates.flatMap(([, { Resources }]) => Object.values(Resources).map(({ Type }) => Type)))
const unlisted = [...kinds]
  .filter((type) => !(type in replacing))
  .map((type) => `scripts/stages/replacing.ts lacks ${type}`)
const missed = plants.flatMap(([said, plant]) => {
  const found = judgeTemplate(planted(templates[0]![1], plant), spec)
  return found.length === 1 && found[0] === said
    ? []
    : [`planted, but not found alone: ${said}; found: ${found.join('; ') || 'nothing'}`]
})
const all = [...faults, ...replacingFaults(spec), ...unlisted, ...missed]
for (const fault of all) console.error(fault)
if (all.length > 0) process.exitCode = 1
const resources = templates.map(([stage, { Resources }]) => `${Object.keys(Resources).length} resources of ${stage}`)
console.log(
  `${resources.join(' and ')} judged; ${plants.length - missed.length} of ${plants.length} planted faults found; ${faults.length} faults`,
)
