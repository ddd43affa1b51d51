import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'

const { faultsOf } = createRequire(import.meta.url)('../../resources/limits.cjs') as {
  readonly faultsOf: (template: object, region: string) => string[]
}
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alarms'

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
      expect.stringContaining('list fewer sources in eventSources'),
    ])
    const alarm = (topic: string) => {
      const AlarmActions = { 'Fn::If': ['HasAlarmTopic', [topic], { Ref: 'AWS::NoValue' }] }
      return { Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions } } } }
    }
    expect([...faults(alarm(TOPIC)), ...faults(alarm(''))]).toEqual([])
    expect(faults(alarm(TOPIC.replace('central', 'west')))).toEqual([
      'alarmTopic is of eu-west-1, and alarms of eu-central-1 can tell a topic of that region alone. Give one of eu-central-1.',
    ])
  })
})
