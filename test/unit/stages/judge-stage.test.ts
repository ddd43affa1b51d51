import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { settings } from '../../../lib/config.ts'
import { COMPOSED } from '../../../scripts/stages/function-settings.ts'
import { judgeStage } from '../../../scripts/stages/judge-stage.ts'
import { faultsOf, MUST, read } from './files.ts'

const SAID = { ...MUST, region: 'eu-west-1' }
const prod = () => read(SAID)
const dev = (said: object = {}) => read(said, {}, 'dev')
const judged = (env: Record<string, string>, stage = prod()) => judgeStage(stage, env, true)
const nothing = { faults: [], warnings: [] }

describe('dev', () => {
  test('without a policy is packaged with warnings, and not deployed', () => {
    const { faults, warnings } = judgeStage(dev(), {}, false)
    const unsaid = (texts: string[]) => texts.map((text) => /^stages\/dev\.yml says no (\w+): /.exec(text)?.[1])
    expect([faults, unsaid(warnings)]).toEqual([[], ['policy', 'eventSources', 'alarmTopic']])
    const deployed = judgeStage(dev(), {}, true)
    expect(deployed.faults).toEqual([
      expect.stringMatching(/^stages\/dev\.yml says no policy: .*policy: open where everybody/),
    ])
    expect(unsaid(deployed.warnings)).toEqual(['eventSources', 'alarmTopic'])
  })

  test('is warned of nothing where it says all', () => {
    expect(judgeStage(dev(MUST), {}, true)).toEqual(nothing)
  })
})

test('the example is packaged and not deployed, which is said before anything is built', () => {
  const example = read(SAID, {}, 'example')
  expect(judgeStage(example, {}, false)).toEqual(nothing)
  expect(judgeStage(example, {}, true).faults).toEqual([
    expect.stringMatching(/^stages\/example\.yml shows .* copy it/),
  ])
})

test('a stage that says no region is warned that another AWS_REGION makes a second stack, but for dev', () => {
  const warningsOf = (env: Record<string, string>, name?: string) =>
    judgeStage(read(MUST, env, name), env, true).warnings
  expect(warningsOf({})).toEqual([
    expect.stringMatching(
      /^stages\/prod\.yml says no region: it goes to ap-southeast-1, as holds where nothing is said\. Write/,
    ),
  ])
  expect(warningsOf({ AWS_REGION: 'eu-west-1' })).toEqual([
    expect.stringContaining('it goes to eu-west-1, as AWS_REGION says. Write region, or'),
  ])
  expect(warningsOf({}, 'dev')).toEqual([])
})

test.each([
  ['CHAT_DEFAULT_APPS', 'CHAT_DEFAULT_APP', 'settings.chatDefaultApp'],
  ['chat_default_ap', 'CHAT_DEFAULT_APP', 'settings.chatDefaultApp'],
  ['UPSTREAM_TIMEOUT_M', 'UPSTREAM_TIMEOUT_MS', 'settings.upstreamTimeoutMs'],
])('%s is refused as one that was meant for %s', (name, meant, place) => {
  const fault = `${name} is read by nobody: if ${meant} is meant, write ${place} into stages/prod.yml; unset ${name} either way`
  expect(judged({ [name]: 'x' })).toEqual({ faults: [fault], warnings: [] })
})

test.each([
  ['ALARM_TOPIC', 'ALARM_TOPIC_ARN', 'alarmTopic'],
  ['secret_ttl', 'SECRET_TTL_SECONDS', 'settings.secretTtlSeconds'],
  ['CHAT_BASE_PATH', 'BASE_PATH', 'settings.basePath'],
])('%s is warned of as one that may mean %s, unless the file says that', (name, meant, place) => {
  expect(judgeStage(dev(), { [name]: 'x' }, false).warnings).toContain(
    `${name} is set and read by nobody. If ${meant} is meant, write ${place} into stages/dev.yml.`,
  )
  const said = { ...MUST, settings: { secretTtlSeconds: 60, basePath: 'chat' } }
  expect(judgeStage(dev(said), { [name]: 'x' }, false)).toEqual(nothing)
})

test('a name that resembles a setting is somebody else’s where the file says the setting', () => {
  expect(judged({ LOGLEVEL: 'warn' }).faults).toHaveLength(1)
  expect(judged({ LOGLEVEL: 'warn' }, read({ ...SAID, settings: { logLevel: 'WARN' } }))).toEqual(nothing)
})

test.each(['AWS_PROFILE', 'AWS_REGION', 'LOG_GROUP', 'PATH', 'npm_config_loglevel', 'SERVICE_NAMES'])(
  '%s is somebody else’s',
  (name) => {
    expect(judged({ [name]: 'x' })).toEqual(nothing)
  },
)

test('what serverless.yml composes itself comes to nothing, and is said to', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../../serverless.yml'), 'utf8')
  for (const { name } of Object.values(settings)) {
    expect([name, text.includes(`variables.${name}}`)]).toEqual([name, !COMPOSED.includes(name)])
  }
  for (const name of COMPOSED)
    expect(judged({ [name]: 'x' }).warnings).toEqual([expect.stringContaining('comes to nothing')])
})

const grantTo = (...callers: string[]) => [{ callers, apps: ['*'], operations: ['*'] }]
const eventSources = { crm: ['arn:aws:iam::123456789012:role/crm'], 'billing/eu': ['arn:aws:iam::123456789012:role/b'] }

describe('a grant to a source of events', () => {
  test.each(['event:shop', 'event:billing', 'event:crm.*', 'event:chat-gateway', 'event:aws.s3'])(
    '%s, which is not listed, is refused',
    (pattern) => {
      expect(faultsOf({ ...MUST, eventSources, policy: grantTo('event:crm', pattern) })).toEqual([
        expect.stringContaining(`policy: /0/callers/1 ${JSON.stringify(pattern)} fits no source of eventSources`),
      ])
    },
  )

  test.each(['event:crm', 'event:*'])('%s is refused where none is listed', (pattern) => {
    expect(faultsOf({ ...MUST, policy: grantTo(pattern) })).toEqual([
      expect.stringContaining('list the source there with its principals'),
    ])
  })

  test.each(['event:crm', 'event:billing/*', 'event:*', 'event:aws.events', '*', '123456789012/event', 'arn:*'])(
    '%s is let be',
    (pattern) => {
      expect(faultsOf({ ...MUST, eventSources, policy: grantTo(pattern) })).toEqual([])
    },
  )

  test.each(['event:aws.events', 'event:aws.*'])(
    '%s is let be where none is listed: rules speak as it, and nobody can list it',
    (pattern) => {
      expect(faultsOf({ ...MUST, policy: grantTo(pattern) })).toEqual([])
    },
  )
})
