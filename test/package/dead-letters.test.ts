import { describe, expect, test } from 'vitest'
import { packagedTemplate } from '../support/roles/packaged-template.ts'
import { holdersIn, Permissions } from '../support/roles/permissions.ts'
import { resolve } from '../support/roles/references.ts'
import { type Statement, speaksOf } from '../support/roles/statement.ts'

/** The packaged policies of the dead-letter queues, judged as IAM judges them. */

const template = packagedTemplate()
const REGION = 'eu-west-1'
const administrator = { key: 'admin', name: 'arn:aws:iam::000000000000:role/Admin', statements: [] }
const everything = { Sid: 'All', Effect: 'Allow', Action: 'sqs:*', Resource: '*' }
const own = holdersIn(template).map((holder) => ({ ...holder, statements: [...holder.statements, everything] }))
/** Each function with more than its role grants, and somebody who may do anything with any queue of the account. */
const permissions = new Permissions(template, [...own, { ...administrator, statements: [everything] }])

const may = (key: string, queue: string, action = 'sqs:SendMessage') => {
  const resource = `arn:aws:sqs:${REGION}:000000000000:chat-gateway-dev-${queue}`
  return 'used' in permissions.judge({ key, region: REGION, deeds: [{ action, resource, context: {} }] })!
}
const [HTTP, EVENTS, WORKER, ADMIN] = [
  'chat-gateway-dev-http',
  'chat-gateway-dev-events',
  'chat-gateway-dev-worker',
  'admin',
]

describe('whoever may send to every queue of the account may not send to', () => {
  test.each([
    ['dead-jobs.fifo', WORKER],
    ['dead-events', EVENTS],
  ])('%s, unless it is the role that lays letters there', (queue, sender) => {
    const senders = [HTTP, EVENTS, WORKER, ADMIN].filter((key) => may(key!, queue))
    expect(senders).toEqual([sender])
  })
})

test('operators look at letters, remove them and send doorbells as before', () => {
  for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
    expect(may(ADMIN!, 'dead-jobs.fifo', action)).toBe(true)
    expect(may(ADMIN!, 'dead-events', action)).toBe(true)
  }
  expect(may(ADMIN!, 'jobs.fifo')).toBe(true)
})

/** The statements of a queue's policy that speak of a message from a service of AWS's, which has neither ARN nor id. */
function onService(id: string, sourceArn: string): string[] {
  const { PolicyDocument } = template.Resources[id]!.Properties as { PolicyDocument: { Statement: object[] } }
  const resource = `arn:aws:sqs:${REGION}:000000000000:chat-gateway-dev-${id.startsWith('Jobs') ? 'dead-jobs.fifo' : 'dead-events'}`
  const context = { 'aws:PrincipalIsAWSService': ['true'], 'aws:SourceArn': [sourceArn] }
  const statements = resolve(PolicyDocument.Statement, template, REGION) as Statement[]
  const deed = { action: 'sqs:SendMessage', resource, context }
  return statements.filter((one) => speaksOf(one, deed)).map(({ Effect, Sid }) => `${Effect} ${Sid}`)
}

test('EventBridge may lay down what the rule could not deliver, and no service what another rule could not', () => {
  const rule = (name: string) => `arn:aws:events:${REGION}:000000000000:rule/chat-gateway-dev/${name}`
  expect(onService('EventsDeadLettersPolicy', rule('RequestRule'))).toEqual(['Allow LettersOfTheRule'])
  expect(onService('EventsDeadLettersPolicy', rule('Other'))).toEqual([])
  expect(onService('JobsDeadLettersPolicy', rule('RequestRule'))).toEqual([])
})
