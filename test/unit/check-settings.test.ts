import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { judgeSettings } from '../../scripts/check-settings/judge-settings.ts'

const grantTo = (...callers: string[]) => JSON.stringify([{ callers, apps: ['*'], operations: ['*'] }])
const EVENT_SOURCES = '{"crm":["arn:aws:iam::123456789012:role/crm"],"billing/eu":["arn:aws:iam::123456789012:role/b"]}'
const ALL_SET = { ACCESS_POLICY: grantTo('event:crm'), EVENT_SOURCES, ALARM_TOPIC_ARN: 'arn:aws:sns:x:1:alarms' }
const unsetIn = (texts: readonly string[]) => texts.map((text) => /^(\w+) is not set: /.exec(text)?.[1])

describe('a deployment', () => {
  test('without a policy is refused with the cure, whether it is unset or empty', () => {
    const { ACCESS_POLICY: _, ...rest } = ALL_SET
    for (const env of [rest, { ...rest, ACCESS_POLICY: '' }]) {
      const { faults, warnings } = judgeSettings(env, true)
      expect(faults).toEqual([
        expect.stringMatching(/^ACCESS_POLICY is not set: .*ACCESS_POLICY=open where there is to be none/),
      ])
      expect(warnings).toEqual([])
    }
  })

  test('goes on where the policy is said to be open, which the functions read as none', () => {
    expect(judgeSettings({ ...ALL_SET, ACCESS_POLICY: 'open' }, true)).toEqual({ faults: [], warnings: [] })
    expect(readConfig({ ACCESS_POLICY: 'open' }).accessPolicy).toEqual([])
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
