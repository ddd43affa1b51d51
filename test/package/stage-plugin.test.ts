import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { describe, expect, onTestFinished, test } from 'vitest'
import { layOut, PROD, packageService } from './packaged.ts'

const root = path.join(import.meta.dirname, '../..')
const [prod, example] = await Promise.all([packageService('prod', PROD), packageService('example')])
const StagePlugin = createRequire(import.meta.url)('../../resources/stage-plugin.cjs')
const stage = (name: string, says: string[] = ['policy'], region?: string) => ({ name, says, region, said: { region } })

describe('the plugin', () => {
  test.each([
    [
      ['deploy'],
      stage('example'),
      undefined,
      /^stages\/example\.yml shows .* copy it to stages\/prod\.yml.* Nothing was deployed/,
    ],
    [['deploy', 'function'], stage('example'), undefined, /^stages\/example\.yml shows/],
    [
      ['deploy'],
      stage('dev', []),
      undefined,
      /^stages\/dev\.yml says no policy: .*policy: open .* Nothing was deployed/,
    ],
    [
      ['package'],
      stage('prod', [], 'eu-west-1'),
      'eu-central-1',
      /^--region eu-central-1 says otherwise than stages\/prod\.yml, which says eu-west-1/,
    ],
    [
      ['package'],
      { ...stage('prod'), region: 'eu-west-1' },
      'eu-central-1',
      /^--region eu-central-1 is not where the stage stands, which is eu-west-1: .* Write region: eu-central-1 there/,
    ],
  ])('refuses %j of %j with the region %j, with its cure', (commands, of, region, fault) => {
    expect(StagePlugin.faultOf({ commands, stage: of, region })).toMatch(fault)
  })

  test.each([
    [['deploy'], stage('prod'), undefined],
    [['deploy'], stage('prod', ['policy'], 'eu-west-1'), 'eu-west-1'],
    [['deploy'], { ...stage('prod'), region: 'eu-central-1' }, 'eu-central-1'],
    [['deploy', 'list'], stage('dev', []), undefined],
    [['package'], stage('example'), undefined],
    [['remove'], stage('dev', []), undefined],
  ])('lets %j of %j with the region %j go on', (commands, of, region) => {
    expect(StagePlugin.faultOf({ commands, stage: of, region })).toBeUndefined()
  })

  test('a package goes to the region that it was packaged for, and to no other', () => {
    const of = { ...stage('prod'), region: 'eu-west-1' }
    const faultIn = (region: string) =>
      StagePlugin.faultOf({ commands: ['deploy'], stage: of, region, isPackaged: true })
    expect(faultIn('us-east-1')).toMatch(/^--region us-east-1, and what is deployed was packaged for eu-west-1/)
    expect(faultIn('eu-west-1')).toBeUndefined()
  })
})

/** What osls says and does in a folder with one stage, without credentials. */
async function osls(args: string[], stage: string, said?: object) {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-deploy-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  layOut(folder, stage, said)
  const file = path.join(root, 'node_modules/osls/bin/serverless.js')
  const env = { PATH: path.dirname(process.execPath), HOME: folder }
  const ended = await promisify(execFile)(process.execPath, [file, ...args, '--stage', stage], {
    cwd: folder,
    env,
  }).catch((error) => error)
  return { code: ended.code ?? 0, said: `${ended.stdout}${ended.stderr}` }
}

test('a stage whose file is no use is not deployed by osls alone either, and no credentials are asked for', async () => {
  const { code, said } = await osls(['deploy'], 'prod', { secretPrefx: 'chat-prod' })
  expect(code).toBe(1)
  expect(said).toContain('stages/prod.yml: secretPrefx is no key of a stage: did you mean secretPrefix?')
  expect(said).not.toContain('at readStage')
  expect(said).not.toContain('credentials not found')
})

interface Hooks {
  readonly [name: string]: () => Promise<void>
}

/** The plugin in an osls of which AWS holds one template, or none; what it said. */
function pluginWith(options: object, packaged: object, deployed: object | undefined) {
  const said: string[] = []
  const asked: unknown[] = []
  const send = async (command: { input: object }) => {
    if (command instanceof DescribeStacksCommand) return { Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }
    asked.push(command.input)
    if (deployed === undefined) throw new Error('Stack with id chat-gateway-prod does not exist')
    return { TemplateBody: JSON.stringify(deployed) }
  }
  const serverless = {
    classes: { Error },
    processedInput: { commands: ['deploy'] },
    service: { provider: { compiledCloudFormationTemplate: packaged }, custom: { stage: { name: 'prod', said: {} } } },
    getProvider: () => ({
      naming: { getStackName: () => 'chat-gateway-prod' },
      getCloudFormationClient: async () => ({ send }),
      getAccountInfo: async () => ({ accountId: '123456789012', partition: 'aws' }),
      getRegion: () => 'eu-central-1',
    }),
  }
  const { hooks } = new StagePlugin(serverless, options, { log: { notice: (line: string) => said.push(line) } }) as {
    hooks: Hooks
  }
  return { hooks, said, asked }
}

describe('before anything is uploaded', () => {
  const queue = (QueueName: string) => ({
    Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName } } },
    Outputs: { Version: { Value: `1.0.0+${QueueName}` } },
  })

  test('the deployed template is compared, and a queue that would be replaced ends it', async () => {
    const { hooks, said, asked } = pluginWith({}, queue('b'), queue('a'))
    await expect(hooks['before:aws:deploy:deploy:createStack']!()).rejects.toThrow(
      /^SQS queue Q would be replaced.*say --allow-replacement/,
    )
    expect(said).toEqual([
      '\nversion 1.0.0+b takes the place of 1.0.0+a',
      '\nreplaced: SQS queue Q, since QueueName can\'t be changed: QueueName from "a" to "b"',
    ])
    expect(asked).toEqual([{ StackName: 'chat-gateway-prod', TemplateStage: 'Original' }])
  })

  test('unless that is asked for, or nothing is deployed', async () => {
    await pluginWith({ 'allow-replacement': true }, queue('b'), queue('a')).hooks[
      'before:aws:deploy:deploy:createStack'
    ]!()
    const { hooks, said } = pluginWith({}, queue('b'), undefined)
    await hooks['before:aws:deploy:deploy:createStack']!()
    expect(said).toEqual(['\nversion 1.0.0+b, the first'])
  })

  test('a package is compared with the deployed template where that is asked for, or with a file, and says so where it is none', async () => {
    const { hooks, said } = pluginWith({ against: 'deployed' }, queue('a'), queue('a'))
    await hooks['after:package:finalize']!()
    expect(said).toEqual(['\nNothing changes but the code.'])
    const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-against-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = path.join(folder, 'template.json')
    const compare = (text: string) => {
      writeFileSync(file, text)
      return pluginWith({ against: file }, queue('b'), undefined).hooks['after:package:finalize']!()
    }
    await expect(compare(JSON.stringify(queue('a')))).rejects.toThrow('would be replaced')
    await expect(compare('{')).rejects.toThrow(/^--against .* can't be read as a template/)
    await expect(compare('{}')).rejects.toThrow(/^--against .* it is no template/)
  })
})

test('a stage that says what it must is packaged, and so is the example', () => {
  const prefixes = [prod, example].map(
    ({ all }) => Object(all('AWS::Lambda::Function').HttpLambdaFunction!.Environment).Variables.CHAT_SECRET_PREFIX,
  )
  expect(prefixes).toEqual(['chat-gateway-prod', 'chat-example'])
})
