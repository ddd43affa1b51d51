import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { judgeTemplate } from './check-template/judge-template.ts'
import { planted, plants } from './check-template/plants.ts'
import type { Spec } from './check-template/spec.ts'
import type { Template } from './stages/difference.ts'
import { replacing } from './stages/replacing.ts'
import { DEV, EXAMPLE } from './stages/stage.ts'

/**
 * Judges what CloudFormation would get by AWS's own description of its resource types, without asking AWS: of the stages that are named, or
 * else of the one with nothing said, and the one with everything. CI runs it after `npm ci --prefix tools`.
 */
const root = path.join(import.meta.dirname, '..')
const { loadAwsServiceSpecSync } = createRequire(path.join(root, 'tools/package.json'))(
  '@aws-cdk/aws-service-spec',
) as {
  readonly loadAwsServiceSpecSync: () => Spec
}

function templateOf(stage: string): Template {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-template-'))
  try {
    const osls = path.join(root, 'node_modules/osls/bin/serverless.js')
    execFileSync(process.execPath, [osls, 'package', '--stage', stage, '--package', folder], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
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

const spec = loadAwsServiceSpecSync()
const named = process.argv.slice(2)
const stages = named.length > 0 ? named : [DEV, EXAMPLE]
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
