import { describe, expect, test } from 'vitest'
import { type AwsCall, readAwsCall } from '../../support/roles/deeds.ts'
import { holdersIn, Permissions } from '../../support/roles/permissions.ts'

const role = (...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { Policies: [{ PolicyDocument: { Statement } }] },
})
const fn = (FunctionName: string, id: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName, Role: { 'Fn::GetAtt': [id, 'Arn'] } },
})
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
const secret = 'arn:$' + '{AWS::Partition}:secretsmanager:$' + '{AWS::Region}:$' + '{AWS::AccountId}:secret:chat/*'

/** As osls packages one: two functions, what they call, and a bus that lets only the first put events of the source `own`. */
const template = {
  Resources: {
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'jobs' } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'bells.fifo' } },
    Bus: {
      Type: 'AWS::Events::EventBus',
      Properties: {
        Name: 'bus',
        Policy: {
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 'events:PutEvents',
              Resource: arnOf('Bus'),
              Condition: {
                'ForAnyValue:StringEquals': { 'events:source': ['own'] },
                ArnNotEquals: { 'aws:PrincipalArn': [arnOf('Teller')] },
              },
            },
          ],
        },
      },
    },
    First: fn('first', 'Teller'),
    Second: fn('second', 'Other'),
    Teller: role(
      {
        Sid: 'Keep',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:BatchWriteItem'],
        Resource: arnOf('Table'),
      },
      { Sid: 'Tell', Effect: 'Allow', Action: 'events:PutEvents', Resource: arnOf('Bus') },
      { Sid: 'Read', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { 'Fn::Sub': secret } },
      { Sid: 'Wait', Effect: 'Allow', Action: 'sqs:ChangeMessageVisibility', Resource: arnOf('Queue') },
      { Sid: 'Call', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arnOf('Second') },
    ),
    Other: role({ Sid: 'Tell', Effect: 'Allow', Action: 'events:PutEvents', Resource: arnOf('Bus') }),
  },
}
const permissions = new Permissions(template, holdersIn(template))

/** A request as the SDK signs it. */
function call(key: string, service: string, action: string, body: object, url = '/'): AwsCall | undefined {
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20261130/eu-west-1/${service}/aws4_request, Signature=0`
  return readAwsCall({ headers: { authorization, 'x-amz-target': `Some_1.${action}` }, url, body: { ...body } })
}
const judged = (...asked: Parameters<typeof call>) => permissions.judge(call(...asked)!)
const put = (key: string, ...sources: string[]) =>
  judged(key, 'events', 'PutEvents', { Entries: sources.map((Source) => ({ Source, EventBusName: 'bus' })) })

describe('what a role grants is let through, and told as used', () => {
  test.each([
    ['dynamodb', 'GetItem', { TableName: 'jobs' }, 'Keep dynamodb:GetItem on table/jobs'],
    ['dynamodb', 'BatchWriteItem', { RequestItems: { jobs: [] } }, 'Keep dynamodb:BatchWriteItem on table/jobs'],
    ['secretsmanager', 'GetSecretValue', { SecretId: 'chat/a' }, 'Read secretsmanager:GetSecretValue on secret:chat/*'],
    [
      'sqs',
      'ChangeMessageVisibilityBatch',
      { QueueUrl: 'http://127.0.0.1:1/0/bells.fifo' },
      'Wait sqs:ChangeMessageVisibility on bells.fifo',
    ],
  ])('%s %s %j', (service, action, body, grant) => {
    expect(judged('first', service, action, body)).toEqual({ used: [`Teller ${grant}`] })
  })

  test('an invocation of a function', () => {
    const url = '/2015-03-31/functions/second/invocations'
    expect(judged('first', 'lambda', '', {}, url)).toEqual({
      used: ['Teller Call lambda:InvokeFunction on function:second'],
    })
  })
})

describe('denied is', () => {
  test.each([
    ['another action', 'dynamodb', 'DeleteItem', { TableName: 'jobs' }, 'dynamodb:DeleteItem'],
    ['another table', 'dynamodb', 'GetItem', { TableName: 'jobs2' }, 'table/jobs2'],
    ['one of several tables', 'dynamodb', 'BatchWriteItem', { RequestItems: { jobs: [], state: [] } }, 'table/state'],
    ['another prefix of secrets', 'secretsmanager', 'GetSecretValue', { SecretId: 'chat2/a' }, 'secret:chat2/a'],
    ['an event on the default bus', 'events', 'PutEvents', { Entries: [{ Source: 's' }] }, 'event-bus/default'],
  ])('%s', (_, service, action, body, what) => {
    expect(judged('first', service, action, body)).toEqual({ denied: expect.stringContaining(what) })
  })

  test('what only another function’s role grants', () => {
    expect(judged('second', 'dynamodb', 'GetItem', { TableName: 'jobs' })).toEqual({
      denied: expect.stringMatching(/^Other \(second\) may not dynamodb:GetItem on arn:aws:dynamodb:eu-west-1:/),
    })
  })

  test('what the bus’s policy keeps for others, alone or among other events', () => {
    expect(put('first', 'own')).toHaveProperty('used')
    expect(put('second', 'crm')).toHaveProperty('used')
    expect(put('second', 'own')).toHaveProperty('denied')
    expect(put('second', 'crm', 'own')).toHaveProperty('denied')
  })
})

test('whoever is no function of the template is not judged', () => {
  expect(judged('test', 'dynamodb', 'DeleteItem', { TableName: 'jobs' })).toBeUndefined()
  expect(readAwsCall({ headers: {}, url: '/', body: {} })).toBeUndefined()
})

test('a condition that is not understood is never passed over', () => {
  const Condition = { NumericLessThan: { 'aws:MultiFactorAuthAge': '1' } }
  const odd = { Sid: 'Odd', Effect: 'Allow', Action: 'dynamodb:Scan', Resource: arnOf('Table'), Condition }
  const one = new Permissions(template, [{ key: 'k', name: 'n', statements: [odd] }])
  expect(() => one.judge(call('k', 'dynamodb', 'Scan', { TableName: 'jobs' })!)).toThrow('NumericLessThan')
})
