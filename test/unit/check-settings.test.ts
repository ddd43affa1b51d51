import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig, settings } from '../../lib/config.ts'
import { judgeSettings } from '../../scripts/check-settings/judge-settings.ts'

const { faultsOf } = createRequire(import.meta.url)('../../resources/limits.cjs') as {
  readonly faultsOf: (template: object, region: string) => string[]
}

/** A value of each setting that the functions would take. */
const valid = (name: string) => {
  const [text] = ['7', '1000', 'INFO', 'https://sqs.example/1/q', 'open'].filter((value) => {
    try {
      readConfig({ [name]: value })
      return true
    } catch {
      return false
    }
  })
  return { [name]: text }
}

const grantTo = (...callers: string[]) => JSON.stringify([{ callers, apps: ['*'], operations: ['*'] }])
const EVENT_SOURCES = '{"crm":["arn:aws:iam::123456789012:role/crm"],"billing/eu":["arn:aws:iam::123456789012:role/b"]}'
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alarms'
const ALL_SET = { ACCESS_POLICY: grantTo('event:crm'), EVENT_SOURCES, ALARM_TOPIC_ARN: TOPIC }
const unsetIn = (texts: readonly string[]) => texts.map((text) => /^(\w+) is not set: /.exec(text)?.[1])

describe('a deployment', () => {
  test('without a policy is refused with the cure, whether it is unset or empty', () => {
    const { ACCESS_POLICY: _, ...rest } = ALL_SET
    for (const env of [rest, { ...rest, ACCESS_POLICY: '' }]) {
      const { faults, warnings } = judgeSettings(env, true)
      expect(faults).toEqual([
        expect.stringMatching(/^ACCESS_POLICY is not set: .*ACCESS_POLICY=open where everybody is to call everything/),
      ])
      expect(warnings).toEqual([])
    }
  })

  test('goes on where the policy is said to be open, which the functions read as one that grants everything', () => {
    expect(judgeSettings({ ...ALL_SET, ACCESS_POLICY: 'open' }, true)).toEqual({ faults: [], warnings: [] })
    const [all, ...others] = readConfig({ ACCESS_POLICY: 'open' }).accessPolicy
    expect([all!.operations({ name: 'any', byName: true }), others]).toEqual([true, []])
  })

  test('is warned where it lists no sources and tells nobody of alarms', () => {
    const { faults, warnings } = judgeSettings({ ACCESS_POLICY: 'open', EVENT_SOURCES: '' }, true)
    expect(faults).toEqual([])
    expect(unsetIn(warnings)).toEqual(['EVENT_SOURCES', 'ALARM_TOPIC_ARN'])
  })

  test('as README.md shows it is not refused', () => {
    const readme = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8')
    const [, assignments = ''] = /^(.*)npm run deploy -- --stage/m.exec(readme) ?? []
    const env = Object.fromEntries(
      assignments
        .trim()
        .split(' ')
        .map((one) => one.split('=')),
    )
    expect(env).toHaveProperty('CHAT_SECRET_PREFIX')
    expect(judgeSettings(env, true).faults).toEqual([])
  })
})

test('a package without any of the three is warned of each, and of nothing where all are set', () => {
  const { faults, warnings } = judgeSettings({}, false)
  expect(faults).toEqual([])
  expect(unsetIn(warnings)).toEqual(['ACCESS_POLICY', 'EVENT_SOURCES', 'ALARM_TOPIC_ARN'])
  expect(judgeSettings(ALL_SET, false)).toEqual({ faults: [], warnings: [] })
})

describe('either is refused', () => {
  test.each([
    [
      { ACCESS_POLICY: grantTo('*crm') },
      /ACCESS_POLICY must be .* \/0\/callers\/0 "\*crm" is of no one kind of caller: write /,
    ],
    [{ ACCESS_POLICY: 'Open' }, /ACCESS_POLICY must be .* or the word open; it is not JSON/],
    [{ EVENT_SOURCES: '{' }, /^EVENT_SOURCES is not JSON/],
    [{ LOG_LEVEL: 'LOUD' }, /LOG_LEVEL must be one of/],
    [{ CHAT_SECRET_PREFIX: 'x'.repeat(448) }, /CHAT_SECRET_PREFIX must be .* at most 447 characters/],
    [{ ALARM_TOPIC_ARN: 'foo' }, /^ALARM_TOPIC_ARN must be the ARN of an SNS topic such as arn:.*, not "foo"$/],
    [{ ALARM_TOPIC_ARN: TOPIC.replace(':sns:', ':sqs:') }, /^ALARM_TOPIC_ARN must be/],
    [{ ALARM_TOPIC_ARN: TOPIC.replace('123456789012', '1') }, /^ALARM_TOPIC_ARN must be/],
    [{ ALARM_TOPIC_ARN: `${TOPIC}:12345678-abcd` }, /^ALARM_TOPIC_ARN must be/],
    [{ ALARM_TOPIC_ARN: ` ${TOPIC}` }, /^ALARM_TOPIC_ARN must be/],
    [{ CHAT_SECRETS_PREFIX: 'chat-prod' }, /^CHAT_SECRETS_PREFIX is no setting: did you mean CHAT_SECRET_PREFIX\?/],
    [{ chat_default_app: 'main' }, /^chat_default_app is no setting: did you mean CHAT_DEFAULT_APP\?/],
    [
      { UPSTREAM_TIMEOUT: '', UPSTREAM_TIMEOUT_M: '9' },
      /^UPSTREAM_TIMEOUT_M is no .* did you mean UPSTREAM_TIMEOUT_MS\?/,
    ],
    [
      { EVENT_SOURCE: '{}', EVENT_SOURCES: '', ACCESS_POLICY: 'open' },
      /^EVENT_SOURCE is no .* did you mean EVENT_SOURCES\?/,
    ],
  ])('for %j', (wrong, message) => {
    for (const isDeploy of [true, false]) {
      expect(judgeSettings({ ...ALL_SET, ...wrong }, isDeploy).faults).toEqual([expect.stringMatching(message)])
    }
  })

  test.each(['event:shop', 'event:billing', 'event:crm.*', 'event:chat-gateway', 'event:aws.s3'])(
    'for a grant to %s, which EVENT_SOURCES does not list',
    (pattern) => {
      const { faults } = judgeSettings({ ...ALL_SET, ACCESS_POLICY: grantTo('event:crm', pattern) }, false)
      expect(faults).toEqual([
        expect.stringContaining(`/0/callers/1 ${JSON.stringify(pattern)} fits no source of EVENT_SOURCES`),
      ])
    },
  )

  test.each(['event:crm', 'event:*'])('for a grant to %s where none is listed', (pattern) => {
    const { faults } = judgeSettings({ ACCESS_POLICY: grantTo(pattern) }, false)
    expect(faults).toEqual([expect.stringContaining('list the source there with its principals')])
  })

  test.each(['event:crm', 'event:billing/*', 'event:*', 'event:aws.events', '*', '123456789012/event', 'arn:*'])(
    'but not for one to %s',
    (pattern) => {
      expect(judgeSettings({ ...ALL_SET, ACCESS_POLICY: grantTo(pattern) }, true)).toEqual({ faults: [], warnings: [] })
    },
  )

  test.each(['event:aws.events', 'event:aws.*'])(
    'nor for one to %s, which rules speak as and nobody can list',
    (pattern) => {
      expect(judgeSettings({ ACCESS_POLICY: grantTo(pattern) }, true).faults).toEqual([])
    },
  )
})

test('a name that resembles a setting is somebody else’s where the setting itself is set, and none of ours is taken for another', () => {
  const env = {
    ...ALL_SET,
    LOG_LEVEL: 'INFO',
    LOGLEVEL: 'warn',
    LOG_LEVELS: '',
    AWS_REGION: 'x',
    npm_config_loglevel: 'x',
  }
  expect(judgeSettings(env, true)).toEqual({ faults: [], warnings: [] })
  const all = Object.fromEntries(Object.values(settings).map(({ name }) => [name, '']))
  expect(judgeSettings({ ...all, ...ALL_SET }, true)).toEqual({ faults: [], warnings: [] })
})

test.each([
  ['ALARM_TOPIC', 'ALARM_TOPIC_ARN'],
  ['SECRET_PREFIX', 'CHAT_SECRET_PREFIX'],
  ['secret_ttl', 'SECRET_TTL_SECONDS'],
  ['UPSTREAM_TIMEOUT_SECONDS', 'UPSTREAM_TIMEOUT_MS'],
  ['CHAT_BASE_PATH', 'BASE_PATH'],
])('%s is warned of as one that may mean %s, unless that is set too', (name, meant) => {
  const { [meant]: _, ...others }: Record<string, string> = ALL_SET
  const { faults, warnings } = judgeSettings({ ...others, [name]: 'x' }, false)
  expect(faults).toEqual([])
  expect(warnings).toContain(`${name} is set and no setting. If ${meant} is meant, set that.`)
  const { warnings: none } = judgeSettings({ ...valid(meant), ...ALL_SET, [name]: 'x' }, false)
  expect(none).toEqual([])
})

test.each(['AWS_PROFILE', 'LOG_GROUP', 'BASE', 'PATH', 'npm_config_base_path', 'SERVICE_NAMES'])(
  '%s is somebody else’s',
  (name) => {
    expect(judgeSettings({ ...ALL_SET, [name]: 'x' }, true)).toEqual({ faults: [], warnings: [] })
  },
)

test('what serverless.yml composes itself is said to come to nothing, and what it takes is not', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../serverless.yml'), 'utf8')
  const taken = [...text.matchAll(/\$\{env:(\w+)/g)].map(([, name]) => name)
  for (const { name } of Object.values(settings)) {
    const { warnings } = judgeSettings({ ...ALL_SET, ...valid(name) }, true)
    expect([name, warnings]).toEqual([name, taken.includes(name) ? [] : [expect.stringContaining('comes to nothing')]])
  }
})

describe('packaged, a deployment is refused', () => {
  const url = { Ref: 'Queue' }
  const template = (variables: object, more: object = {}) => ({
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs.fifo' } },
      F: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'chat-http', Environment: { Variables: variables }, ...more },
      },
    },
  })
  const faults = (made: object) => faultsOf(made, 'eu-central-1')
  // {"A":"…","B":"https://sqs.eu-central-1.amazonaws.com/000000000000/jobs.fifo"}, quotes escaped.
  const rest = '{"A":"","B":"https://sqs.eu-central-1.amazonaws.com/000000000000/jobs.fifo"}'.length

  test('for variables of more than 4,096 bytes as Lambda measures them, queues’ URLs and escapes included', () => {
    const fitting = 'x'.repeat(4096 - rest)
    expect(faults(template({ A: fitting, B: url }))).toEqual([])
    expect(faults(template({ A: `${fitting}x`, B: url }))).toEqual([
      `Lambda takes 4096 bytes of environment variables a function, and those of chat-http have 4097, written as JSON. A alone has ${
        fitting.length + 3
      }: make it shorter. A policy is shortened by wildcards (docs/security.md).`,
    ])
    expect(faults(template({ A: `${fitting.slice(1)}"`, B: url }))).toHaveLength(1)
  })

  test('for a name that is too long, a bus’s policy that is, and a topic of another region', () => {
    expect(faults(template({}, { FunctionName: 'x'.repeat(64) }))).toEqual([])
    expect(faults(template({}, { FunctionName: 'x'.repeat(65) }))).toEqual([expect.stringContaining('has 65')])
    const bus = (Policy: object) => ({
      Resources: { B: { Type: 'AWS::Events::EventBus', Properties: { Name: 'b', Policy } } },
    })
    expect(faults(bus({ a: 'x'.repeat(10_232) }))).toEqual([])
    expect(faults(bus({ a: 'x'.repeat(10_233) }))).toEqual([
      expect.stringContaining('list fewer sources in EVENT_SOURCES'),
    ])
    const alarm = (topic: string) => {
      const AlarmActions = { 'Fn::If': ['HasAlarmTopic', [topic], { Ref: 'AWS::NoValue' }] }
      return { Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions } } } }
    }
    expect([...faults(alarm(TOPIC)), ...faults(alarm(''))]).toEqual([])
    expect(faults(alarm(TOPIC.replace('central', 'west')))).toEqual([
      'ALARM_TOPIC_ARN is of eu-west-1, and alarms of eu-central-1 can tell a topic of that region alone. Give one of eu-central-1.',
    ])
  })
})
