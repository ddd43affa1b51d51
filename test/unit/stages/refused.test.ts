import { describe, expect, test } from 'vitest'
import { faultsOf, MUST } from './files.ts'

const TOPIC = 'arn:aws:sns:ap-southeast-1:123456789012:alarms'
const KEY = 'arn:aws:kms:ap-southeast-1:123456789012:key/11111111-2222-3333-4444-555555555555'
const withMust = (said: object) => ({ ...MUST, ...said })

describe('a stage is refused with its place and cure:', () => {
  test.each<[object, string | RegExp]>([
    [{ regoin: 'eu-west-1' }, 'regoin is no key of a stage: did you mean region?'],
    [{ network: { subnet: [] } }, 'network.subnet is no key of a stage: did you mean network.subnets?'],
    [{ memory: 512 }, 'memory is no key of a stage: did you mean functions.http.memory?'],
    [{ archive: { kept: 1 } }, 'archive.kept is no key of a stage: there (archive) are days.'],
    [{ functions: { http: 512 } }, 'functions.http must be a map of memory, reserved, provisioned, gradual.'],
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
    [{ guardMinutes: 0 }, 'guardMinutes must be a whole number from 1 to 180, not 0.'],
    [{ guardminutes: 5 }, 'guardminutes is no key of a stage: did you mean guardMinutes?'],
    [
      { functions: { http: { gradual: { traffic: 'canary' } } } },
      'functions.http.gradual.traffic needs functions.http.gradual.minutes beside it.',
    ],
    [
      { functions: { http: { gradual: { traffic: 'linear', minutes: 5 } } } },
      'functions.http.gradual.minutes is 5, and CodeDeploy knows linear by 1, 2, 3, 10 minutes.',
    ],
    [
      { functions: { http: { gradual: { trafic: 'canary', minutes: 5 } } } },
      'functions.http.gradual.trafic is no key of a stage: did you mean functions.http.gradual.traffic?',
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

  test('names that AWS would not take, of a stage that has a long one', () => {
    const name = 'a'.repeat(30)
    const callers = { ['b'.repeat(20)]: ['arn:aws:iam::210987654321:root'], short: ['arn:aws:iam::210987654321:root'] }
    expect(faultsOf({ ...MUST, callers, archive: { days: 1 } }, {}, name)).toEqual([
      expect.stringMatching(
        /^callers: the name chat-gateway-a+-caller-b+ has 71 characters, and AWS takes 64: give a shorter one, or the stage/,
      ),
      expect.stringMatching(/^archive: the name chat-gateway-a+-results has 51 characters, and AWS takes 48/),
    ])
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
})
