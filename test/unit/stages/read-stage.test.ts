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
const KEY = 'arn:aws:kms:ap-southeast-1:123456789012:key/11111111-2222-3333-4444-555555555555'
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

describe('is refused with its place and cure:', () => {
  test.each<[object, string | RegExp]>([
    [{ regoin: 'eu-west-1' }, 'regoin is no key of a stage: did you mean region?'],
    [{ network: { subnet: [] } }, 'network.subnet is no key of a stage: did you mean network.subnets?'],
    [{ memory: 512 }, 'memory is no key of a stage: did you mean functions.http.memory?'],
    [{ archive: { kept: 1 } }, 'archive.kept is no key of a stage: there (archive) are days.'],
    [{ functions: { http: 512 } }, 'functions.http must be a map of memory, reserved, provisioned.'],
    [{ settings: { logLevel: 'LOUD' } }, 'settings.logLevel must be one of DEBUG, INFO, WARN, ERROR, not "LOUD".'],
    [
      { settings: { upstreamAttempts: 11 } },
      'settings.upstreamAttempts must be a whole number from 1 to 10, not "11".',
    ],
    [{ secretPrefix: '/chat' }, /^secretPrefix must be a secret name of at most 447 characters/],
    [{ policy: 'Open' }, /^policy must be a list of grants .* or the word open; it is not JSON\.$/],
    [
      { policy: [{ callers: ['*crm'], apps: ['*'], operations: ['*'] }] },
      /^policy must be .* \/0\/callers\/0 "\*crm" is of no one kind/,
    ],
    [{ eventSources: { crm: [] } }, /^eventSources must give "crm" a list/],
    [{ alarmTopic: 'foo' }, /^alarmTopic must be none, or the ARN of an SNS topic such as arn:.*, not "foo"\.$/],
    [{ alarmTopic: TOPIC.replace(':sns:', ':sqs:') }, /^alarmTopic must be/],
    [{ alarmTopic: TOPIC.replace('123456789012', '1') }, /^alarmTopic must be/],
    [{ alarmTopic: `${TOPIC}:12345678-abcd` }, /^alarmTopic must be/],
    [
      { alarmTopic: TOPIC.replace('ap-southeast-1', 'eu-west-1') },
      'alarmTopic is of eu-west-1, and the stage stands in ap-southeast-1: give one of ap-southeast-1.',
    ],
    [{ keys: { tables: KEY.replace('key/', 'alias/') } }, /^keys\.tables must be an ARN such as .*, no alias, not /],
    [{ keys: { logs: KEY.replace('ap-southeast-1', 'eu-west-1') } }, /^keys\.logs is of eu-west-1/],
    [{ logRetentionDays: 91 }, /^logRetentionDays must be one of 1, 3, 5, .*, not 91\.$/],
    [
      { functions: { http: { memory: 64 } } },
      'functions.http.memory must be a whole number from 128 to 10240, not 64.',
    ],
    [{ functions: { worker: { reserved: 5 } } }, /^functions\.worker\.reserved must be a whole number from 10 /],
    [
      { functions: { http: { reserved: 2, provisioned: 3 } } },
      /^functions\.http\.provisioned is 3, and no more than the 2 /,
    ],
    [{ network: { subnets: ['subnet-12345678'] } }, 'network.subnets needs network.securityGroups beside it.'],
    [
      { network: { subnets: ['sub'], securityGroups: ['sg-12345678'] } },
      /^network\.subnets must be a list of .*; entry 1 is none\.$/,
    ],
    [{ throttle: { burst: 5 } }, 'throttle.burst needs throttle.rate beside it.'],
    [{ throttle: { health: { rate: 5 } } }, 'throttle.health.rate needs throttle.health.burst beside it.'],
    [{ domain: { name: 'api.example.com' } }, 'domain.name needs domain.certificate beside it.'],
    [{ domain: { zone: 'Z0123456789' } }, 'domain.zone needs domain.name beside it.'],
    [
      { domain: { basePath: 'chat' } },
      /^domain\.basePath needs domain\.name beside it; that of a domain made elsewhere is settings\.basePath/,
    ],
    [{ executeApi: false }, 'executeApi: false needs a domain, or nobody could reach the API.'],
    [{ executeApi: 'no' }, 'executeApi must be true or false, not "no".'],
    [{ tags: { 'aws:x': '1' } }, /^tags must be .*; "aws:x" is none\.$/],
    [{ alarms: { silenceMinutes: 7 } }, 'alarms.silenceMinutes must be a multiple of five, not 7.'],
    [{ busAccounts: ['210987654321'] }, 'busAccounts needs eventSources that list who of them speaks for what.'],
    [{ busOrganization: 'o-a1b2c3d4e5' }, /^busOrganization needs eventSources/],
    [{ callers: { crm: ['*'] } }, /^callers must be .*; "crm" is none\.$/],
  ])('%j', (said, fault) => {
    expect(faultsOf(withMust(said))).toEqual([typeof fault === 'string' ? fault : expect.stringMatching(fault)])
  })

  test('a base path that is said twice', () => {
    const certificate = 'arn:aws:acm:ap-southeast-1:123456789012:certificate/1-2'
    const said = { domain: { name: 'api.example.com', certificate }, settings: { basePath: 'chat' } }
    expect(faultsOf(withMust(said))).toEqual([
      'settings.basePath is for a domain made elsewhere; here write domain.basePath.',
    ])
  })

  test('a policy of more than 4 kB, before anything is built', () => {
    const policy = Array.from({ length: 60 }, (_, index) => ({
      callers: [`123456789012/team-${index}`],
      apps: ['*'],
      operations: ['*'],
    }))
    expect(faultsOf(withMust({ policy }))).toEqual([
      expect.stringMatching(/^policy has \d{4} bytes as JSON, and Lambda takes 4096 .*wildcards/),
    ])
  })

  test('everything that is wrong at once, and what is no map or no YAML', () => {
    expect(faultsOf({ a: 1, b: 2 })).toHaveLength(2)
    expect(faultsOf('- a')).toEqual(['it must be a map of keys; stages/example.yml shows them all.'])
    expect(faultsOf('a: 1\na: 2')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^it is no YAML: Map keys must be unique/)]),
    )
  })

  test.each(['none', '../example', 'a/b'])('a stage %s without a file', (name) => {
    expect(() => readStage(name, stagesOf({ eu: MUST }), {})).toThrow(
      `There is no stages/${name}.yml: copy stages/example.yml, and write into it what stage ${name} is to be. Stages with a file are eu.`,
    )
  })
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
