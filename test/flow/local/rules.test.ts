import { expect, test } from 'vitest'
import { readBuses, readRules } from '../../../local/aws/bus/rules.ts'
import { readReferences } from '../../../local/aws/references.ts'
import { Template } from '../../../local/aws/template.ts'
import { SERVERLESS_YML, templateOf } from './fixture.ts'

const rulesOf = (template: Template) => readRules(template, readReferences(template))

const service = (rule: string) =>
  templateOf(`service: chat
functions: { events: { handler: dist/events.handler } }
resources:
  Resources:
    Bus: { Type: AWS::Events::EventBus, Properties: { Name: '@{self:service}-@{sls:stage}' } }
    Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: work } }
    Rule: { Type: AWS::Events::Rule, Properties: ${rule} }`)

const ARN = "{ 'Fn::GetAtt': [EventsLambdaFunction, Arn] }"

test('the project’s rule takes requests from anybody but the gateway itself, and hands them to the events function', () => {
  const template = new Template(SERVERLESS_YML, {})
  expect(readBuses(template)).toEqual(['chat-gateway-dev'])
  const [rule, ...others] = rulesOf(template)
  expect(others).toEqual([])
  expect(rule).toMatchObject({
    bus: 'chat-gateway-dev',
    targets: [{ functionArn: 'arn:aws:lambda:local-1:000000000000:function:chat-gateway-dev-events' }],
  })
  const takes = (source: string, detailType: string) =>
    rule!.matches({ source, 'detail-type': detailType, detail: { userId: 'alice' } })
  expect(takes('crm', 'chat.friends.update')).toBe(true)
  expect(takes('crm', 'chat.blocklist.add')).toBe(true)
  expect(takes('chat-gateway-of-another', 'chat.friends.update')).toBe(true)
  expect(takes('chat-gateway', 'chat.friends.update')).toBe(false)
  expect(takes('chat-gateway', 'chat.friends.update.completed')).toBe(false)
  expect(takes('crm', 'order.created')).toBe(false)
  expect(takes('crm', 'Chat.friends.update')).toBe(false)
})

test('a rule stands on the default bus unless it names one, by name or by ARN', () => {
  const busOf = (name: string) => rulesOf(service(`{ ${name} EventPattern: { source: [crm] } }`))[0]!.bus
  expect(busOf('')).toBe('default')
  expect(busOf('EventBusName: other,')).toBe('other')
  expect(busOf('EventBusName: { Ref: Bus },')).toBe('chat-dev')
  expect(busOf("EventBusName: { 'Fn::GetAtt': [Bus, Arn] },")).toBe('chat-dev')
})

test('a target may get a constant instead of the event, and a pattern may stand as text', () => {
  const targets = `[{ Id: a, Arn: ${ARN}, Input: '{ "operation": "friends.update", "body": {} }' }, { Id: b, Arn: ${ARN} }]`
  const [rule] = rulesOf(service(`{ EventPattern: '{"source":["crm"]}', Targets: ${targets} }`))
  expect(rule!.targets.map(({ input }) => input)).toEqual([{ operation: 'friends.update', body: {} }, undefined])
  expect([rule!.matches({ source: 'crm' }), rule!.matches({ source: 'shop' })]).toEqual([true, false])
})

test('a rule that only goes by time, or is disabled, is none here', () => {
  expect(rulesOf(service("{ ScheduleExpression: 'rate(1 hour)' }"))).toEqual([])
  expect(rulesOf(service('{ State: DISABLED, EventPattern: { source: [crm] } }'))).toEqual([])
  expect(rulesOf(service('{ State: ENABLED, EventPattern: { source: [crm] } }'))).toHaveLength(1)
})

test.each([
  [
    '{ EventPattern: { source: [{ odd: 1 }] } }',
    'EventPattern.source[0]: the local event bus doesn\'t know the operator "odd"',
  ],
  ["{ EventPattern: '{' }", 'EventPattern: this must be JSON'],
  ['{ EventPattern: { a: [b] }, EventBusName: { Ref: Gone } }', 'EventBusName: {"Ref":"Gone"}'],
  [
    "{ EventPattern: { a: [b] }, Targets: [{ Arn: { 'Fn::GetAtt': [Queue, Arn] } }] }",
    'Targets[0].Arn: the local event bus hands events to the functions here only',
  ],
  [
    "{ EventPattern: { a: [b] }, Targets: [{ Arn: 'arn:aws:lambda:local-1:000000000000:function:other' }] }",
    'Targets[0].Arn: the local event bus hands events',
  ],
  [`{ EventPattern: { a: [b] }, Targets: [{ Arn: ${ARN}, Input: { a: 1 } }] }`, 'Targets[0].Input: this must be JSON'],
  [
    `{ EventPattern: { a: [b] }, Targets: [{ Arn: ${ARN}, InputPath: $.detail }] }`,
    'Targets[0]: the local event bus doesn\'t know "InputPath"',
  ],
])('a rule of %s is refused, and its place is named', (rule, words) => {
  expect(() => rulesOf(service(rule))).toThrow(`serverless.yml: resources.Resources.Rule.Properties.${words}`)
})
