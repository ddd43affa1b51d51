import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startAwsAccount } from '../support/aws-account.ts'
import { layOut, PROD } from './packaged.ts'

/** osls itself, in front of something that stands in for AWS. */
const root = path.join(import.meta.dirname, '../..')
const TEMPLATE = '.serverless/cloudformation-template-update-stack.json'
test('a deployment that would replace a table ends before anything is uploaded; a package says what differs from what is deployed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-deploy-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true })
  layOut(folder, 'prod', PROD)
  const { asked, url, stacks, close } = await startAwsAccount()
  onTestFinished(close)
  const osls = async (...args: string[]) => {
    const file = path.join(root, 'node_modules/osls/bin/serverless.js')
    const credentials = {
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: url,
      AWS_MAX_ATTEMPTS: '1',
    }
    const env = { PATH: path.dirname(process.execPath), HOME: folder, ...credentials }
    const ended = await promisify(execFile)(process.execPath, [file, ...args, '--stage', 'prod'], {
      cwd: folder,
      env,
    }).catch((error) => error)
    return { code: ended.code ?? 0, said: `${ended.stdout}${ended.stderr}` }
  }
  const first = await osls('package', '--against', 'deployed')
  expect(first).toEqual({
    code: 0,
    said: expect.stringContaining('Nothing is deployed yet: all of it would be added.'),
  })

  const template = JSON.parse(readFileSync(path.join(folder, TEMPLATE), 'utf8'))
  template.Resources.JobsTable.Properties.TableName = 'chat-gateway-old-jobs'
  stacks.set('chat-gateway-prod', { template, status: 'UPDATE_COMPLETE' })
  const replaced =
    'replaced: DynamoDB table JobsTable, since TableName can\'t be changed: TableName from "chat-gateway-old-jobs" to "chat-gateway-prod-jobs"'
  const refused = 'DynamoDB table JobsTable would be replaced, and the work in it would be lost.'
  asked.length = 0
  const anew = await osls('deploy')
  expect([anew.code, anew.said.includes(replaced), anew.said.includes(refused)]).toEqual([1, true, true])
  expect([...new Set(asked)].filter((action) => action !== 'GetCallerIdentity')).toEqual([
    'DescribeStacks',
    'GetTemplate',
  ])

  stacks.set('chat-gateway-prod', { template, status: 'UPDATE_ROLLBACK_FAILED' })
  asked.length = 0
  const stuck = await osls('deploy')
  const cure = 'aws cloudformation continue-update-rollback --stack-name chat-gateway-prod'
  expect([stuck.code, stuck.said.includes(cure), stuck.said.includes('Nothing was changed')]).toEqual([1, true, true])
  expect([...new Set(asked)].filter((action) => action !== 'GetCallerIdentity')).toEqual(['DescribeStacks'])
  stacks.set('chat-gateway-prod', { template, status: 'UPDATE_COMPLETE' })

  const kept = path.join(folder, 'kept')
  await osls('package', '--package', kept)
  const again = await osls('deploy', '--package', kept)
  expect([again.code, again.said.includes(refused)]).toEqual([1, true])

  const meant = await osls('package', '--against', 'deployed', '--allow-replacement')
  expect([meant.code, meant.said.includes(replaced)]).toEqual([0, true])
}, 240_000)
