import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const { faultOf } = createRequire(import.meta.url)('../../resources/stage-secrets.cjs') as {
  readonly faultOf: (asked: object) => string | undefined
}
const UNSET = /^CHAT_SECRET_PREFIX is not set: .*CHAT_SECRET_PREFIX=chat-gateway-prod for chat-gateway-prod\/default/

test.each([
  [['deploy'], 'prod', undefined, UNSET],
  [['deploy', 'function'], 'prod', undefined, UNSET],
  [['deploy'], 'prod', '', /^CHAT_SECRET_PREFIX is empty/],
  [['package'], 'dev', '', /^CHAT_SECRET_PREFIX is empty/],
])('%j of %s with the prefix %j is refused with its cure', (commands, stage, prefix, fault) => {
  expect(faultOf({ commands, stage, prefix })).toMatch(fault)
})

test.each([
  [['deploy'], 'prod', 'team/chat'],
  [['deploy'], 'dev', undefined],
  [['deploy', 'list'], 'prod', undefined],
  [['package'], 'prod', undefined],
  [['remove'], 'prod', ''],
])('%j of %s with the prefix %j goes on', (commands, stage, prefix) => {
  expect(faultOf({ commands, stage, prefix })).toBeUndefined()
})

test('a stage that doesn’t say where its secrets are is not deployed, and no credentials are asked for', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-deploy-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['serverless.yml', 'resources'])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
  const osls = path.join(root, 'node_modules/osls/bin/serverless.js')
  const env = { PATH: path.dirname(process.execPath), HOME: folder, ACCESS_POLICY: 'open' }
  const failed = await promisify(execFile)(process.execPath, [osls, 'deploy', '--stage', 'prod'], {
    cwd: folder,
    env,
  }).catch((error) => error)
  const said = `${failed.stdout}${failed.stderr}`
  expect(failed.code).toBe(1)
  expect(said).toContain('CHAT_SECRET_PREFIX is not set: a deployment of prod says where its secrets are')
  expect(said).not.toContain('credentials not found')
})
