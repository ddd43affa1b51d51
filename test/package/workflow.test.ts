import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { trustPolicy } from '../../scripts/rights/deployer-policy.ts'
import { EXAMPLE_HOME } from '../../scripts/rights/policies.ts'

/** What `npm run check-workflow` can't know: that the workflow fits the project, and the role that it takes. */
const root = path.join(import.meta.dirname, '../..')
const text = readFileSync(path.join(root, 'docs/ci/deploy.yml'), 'utf8')
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

interface Job {
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps: readonly { readonly run?: string; readonly with?: Readonly<Record<string, string>> }[]
}
const { jobs, permissions, env } = parse(text) as {
  readonly jobs: Readonly<Record<string, Job>>
  readonly permissions: Readonly<Record<string, string>>
  readonly env: { readonly STAGE: string }
}

test('each command that it runs is one of the project’s', () => {
  const commands = Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run = '' }) => [...run.matchAll(/npm run ([\w-]+)/g)]),
  )
  const names = commands.map(([, name = '']) => name)
  expect(names.filter((name) => !(name in scripts))).toEqual([])
  expect(names).toEqual(expect.arrayContaining(['check', 'release', 'deploy', 'smoke']))
})

test('one job alone asks for a token of identity, in the environment that the role trusts', () => {
  expect(permissions).toEqual({ contents: 'read' })
  const asking = Object.values(jobs).filter((job) => job.permissions?.['id-token'] === 'write')
  expect(asking).toEqual([jobs.deploy])
  const [statement] = trustPolicy({ name: env.STAGE } as never, EXAMPLE_HOME, 'ORG/REPO').Statement
  const { StringEquals } = statement!.Condition
  expect(StringEquals['token.actions.githubusercontent.com:sub']).toBe(
    `repo:ORG/REPO:environment:${jobs.deploy!.environment}`,
  )
  expect(jobs.deploy!.steps.find((step) => step.with?.['role-to-assume'])?.with).toMatchObject({
    'role-to-assume': `arn:aws:iam::${EXAMPLE_HOME.account}:role/deploy-chat-gateway-${env.STAGE}`,
  })
})

test('no key of AWS stands in it', () => {
  expect(text).not.toMatch(/secrets\.|access-key|AKIA/i)
})
