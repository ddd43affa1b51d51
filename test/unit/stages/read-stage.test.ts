import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { settings } from '../../../lib/config.ts'
import { COMPOSED, functionSettings } from '../../../scripts/stages/function-settings.ts'
import { stageKeys } from '../../../scripts/stages/keys.ts'
import { readStage, stageOfEnvironment } from '../../../scripts/stages/read-stage.ts'
import { faultsOf, MUST, read, stagesOf } from './files.ts'

const root = path.join(import.meta.dirname, '../../..')
const TOPIC = 'arn:aws:sns:ap-southeast-1:123456789012:alarms'
const withMust = (said: object) => ({ ...MUST, ...said })

describe('a stage', () => {
  test('that says what it must has the defaults of all else', () => {
    const { variables, ...stage } = read(MUST)
    expect(stage).toEqual({
      name: 'prod',
      region: 'ap-southeast-1',
      said: { alarmTopic: '' },
      sources: [],
      topic: '',
      says: ['secretPrefix', 'policy', 'eventSources', 'alarmTopic'],
    })
    const names = Object.values(settings).map(({ name }) => name)
    expect(Object.keys(variables).toSorted()).toEqual(names.filter((name) => !COMPOSED.includes(name)).toSorted())
    expect(variables).toMatchObject({ CHAT_SECRET_PREFIX: 'chat-prod', ACCESS_POLICY: 'open', LOG_LEVEL: 'INFO' })
  })

  test('called dev may say nothing at all, and reads its own secrets then', () => {
    const { says, variables } = read('# nothing\n', {}, 'dev')
    expect([says, variables.CHAT_SECRET_PREFIX, variables.ACCESS_POLICY]).toEqual([[], 'chat-gateway-dev', ''])
  })

  test.each(Object.keys(MUST))('of any other name must say %s', (key) => {
    const { [key as keyof typeof MUST]: _, ...others } = MUST
    expect(faultsOf(others)).toEqual([expect.stringMatching(new RegExp(`^it must say ${key}: `))])
  })

  test('hands a policy on as the functions read it, and sources as the bus does', () => {
    const policy = [{ callers: ['event:crm'], apps: ['*'], operations: ['friends.*'] }]
    const principals = ['arn:aws:iam::123456789012:role/crm']
    const stage = read(withMust({ policy, eventSources: { crm: principals } }))
    expect(stage.variables.ACCESS_POLICY).toBe(JSON.stringify(policy))
    expect(stage.sources).toEqual([['crm', principals]])
  })

  test('stands in the region that its file says, or else where the environment does', () => {
    expect(read(withMust({ region: 'eu-west-1' })).region).toBe('eu-west-1')
    expect(read(MUST, { AWS_REGION: 'us-east-1' }).region).toBe('us-east-1')
  })

  test('has the base path of its domain', () => {
    const certificate = 'arn:aws:acm:ap-southeast-1:123456789012:certificate/1-2'
    const domain = { name: 'api.example.com', certificate, basePath: 'team/chat' }
    expect(read(withMust({ domain })).variables.BASE_PATH).toBe('team/chat')
    expect(read(withMust({ settings: { basePath: 'chat' } })).variables.BASE_PATH).toBe('chat')
  })
})

test('the stages that README.md and docs/deploy.md show are stages', () => {
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
  const [, inReadme] = /`(\{ region: .+ \})`/.exec(read('README.md'))!
  const [, inDeploy] = /```yaml\n(# stages\/prod\.yml\n.*?)```/s.exec(read('docs/deploy.md'))!
  expect([faultsOf(inReadme!), faultsOf(inDeploy!)]).toEqual([[], []])
})

describe('the example', () => {
  const text = readFileSync(path.join(root, 'stages/example.yml'), 'utf8')

  test('is a stage', () => {
    expect(readStage('example', root, {}).name).toBe('example')
  })

  test('says every key there is; the base path of a domain made elsewhere excludes the domain, and stands in a comment', () => {
    const leaves = (node: object, at = ''): string[] =>
      Object.entries(node).flatMap(([key, value]) => {
        const place = `${at}${key}`
        return all.has(place) ? [place] : leaves(value, `${place}.`)
      })
    const all = new Set([...Object.keys(stageKeys), ...functionSettings.keys(), 'eventSources'])
    expect(leaves(parse(text)).toSorted()).toEqual([...all].filter((place) => place !== 'settings.basePath').toSorted())
    expect(text).toContain('# basePath: chat ')
  })
})

describe('there is no stage', () => {
  test.each(['none', '../example', 'a/b'])('%s without a file', (name) => {
    expect(() => readStage(name, stagesOf({ eu: MUST }), {})).toThrow(
      `There is no stages/${name}.yml: copy stages/example.yml, and write into it what stage ${name} is to be. Stages with a file are eu.`,
    )
  })
})

test('a stage without a file is told with the one that was probably meant', () => {
  const folder = stagesOf({ prod: MUST })
  expect(() => readStage('prdo', folder, {})).toThrow(
    'There is no stages/prdo.yml: did you mean prod? Else copy stages/example.yml, and write into it what stage prdo is to be.',
  )
  // Of two letters every name is as near.
  expect(() => readStage('eu', stagesOf({ dev: MUST }), {})).toThrow(
    'There is no stages/eu.yml: copy stages/example.yml',
  )
})

describe('secrets stand in no file:', () => {
  const hex = 'a'.repeat(64)
  test.each([
    [{ secretKey: 'x' }, /^secretKey is no key of a stage: secrets stand in Secrets Manager alone/],
    [{ settings: { apiToken: hex } }, /^settings\.apiToken is no key of a stage: secrets stand/],
    [{ settings: { chatDefaultApp: hex } }, /^settings\.chatDefaultApp looks like a key or a token\..*take it out/],
    [{ tags: { owner: 'AKIAIOSFODNN7EXAMPLE' } }, /^tags looks like a key or a token/],
  ])('%j is refused, and not repeated', (said, fault) => {
    const faults = faultsOf(withMust(said))
    expect(faults).toEqual([expect.stringMatching(fault)])
    expect(faults.join()).not.toContain(hex)
    expect(faults.join()).not.toContain('AKIA')
  })
})

test('a table of jobs that is another stage’s is refused: its jobs would be done here', () => {
  const folder = stagesOf({ dev: {}, prod: { ...MUST, jobsTable: 'chat-gateway-dev-jobs' } })
  expect(() => readStage('prod', folder, {})).toThrow(
    'stages/prod.yml: jobsTable chat-gateway-dev-jobs is that of stage dev, whose jobs would be done here: name a table of this stage’s.',
  )
})

describe('a prefix that reaches the secrets of another stage is refused', () => {
  const faults = (prefix: string, others: Record<string, object>) => {
    const folder = stagesOf({ prod: withMust({ secretPrefix: prefix }), ...others })
    try {
      readStage('prod', folder, {})
      return []
    } catch (error) {
      return (error as Error).message.split('\n')
    }
  }
  test.each([
    ['chat-gateway-dev', { dev: {} }],
    ['chat', { eu: withMust({ secretPrefix: 'chat/eu' }) }],
    ['chat/eu/prod', { eu: withMust({ secretPrefix: 'chat/eu' }) }],
  ])('%s', (prefix, others) => {
    expect(faults(prefix, others)).toEqual([expect.stringContaining('give each stage a prefix of its own')])
  })

  test('but not where the other stands in another region, is only the example, or can’t be read', () => {
    const far = withMust({ region: 'eu-west-1' })
    expect(
      faults('chat-prod', {
        eu: far,
        example: MUST,
        broken: { nonsense: 1 },
        other: withMust({ secretPrefix: 'chat-prod-eu' }),
      }),
    ).toEqual([])
  })
})

describe('a variable that says otherwise is refused by its name', () => {
  test.each([
    [{ LOG_LEVEL: 'DEBUG' }, 'LOG_LEVEL', 'settings.logLevel'],
    [{ CHAT_SECRET_PREFIX: 'other' }, 'CHAT_SECRET_PREFIX', 'secretPrefix'],
    [{ ACCESS_POLICY: '[]' }, 'ACCESS_POLICY', 'policy'],
    [{ EVENT_SOURCES: '{"crm":["arn:aws:iam::123456789012:role/x"]}' }, 'EVENT_SOURCES', 'eventSources'],
    [{ ALARM_TOPIC_ARN: TOPIC }, 'ALARM_TOPIC_ARN', 'alarmTopic'],
  ])('%j', (env, name, place) => {
    expect(faultsOf(MUST, env)).toEqual([
      `${name} is set and says otherwise than stages/prod.yml, which decides: unset it, or write ${place} there.`,
    ])
  })

  test('AWS_REGION too, where the file says one', () => {
    expect(faultsOf(withMust({ region: 'eu-west-1' }), { AWS_REGION: 'us-east-1' })).toEqual([
      'AWS_REGION is set and says otherwise than stages/prod.yml, which says eu-west-1: unset it, or write region there.',
    ])
  })

  test('one that says the same goes on', () => {
    expect(
      faultsOf(MUST, {
        LOG_LEVEL: 'INFO',
        CHAT_SECRET_PREFIX: 'chat-prod',
        ACCESS_POLICY: 'open',
        EVENT_SOURCES: '',
        AWS_PROFILE: 'x',
      }),
    ).toEqual([])
  })
})

test('without a file the environment decides, as it does for npm start', () => {
  const { variables } = stageOfEnvironment('dev', { LOG_LEVEL: 'DEBUG', BASE_PATH: 'chat' })
  expect(variables).toMatchObject({
    LOG_LEVEL: 'DEBUG',
    BASE_PATH: 'chat',
    CHAT_SECRET_PREFIX: 'chat-gateway-dev',
    JOB_ATTEMPTS: '8',
  })
})
