import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { arnOf, PROD, packageService } from './packaged.ts'

/** A stage whose functions work with a table of jobs that was restored: the example says so. */
const RESTORED = 'chat-gateway-example-jobs-restored'
const [example, prod] = await Promise.all([packageService('example'), packageService('prod', PROD)])
const FUNCTIONS = ['Http', 'Events', 'Worker']
const restored = {
  'Fn::Sub': ['arn:', `{AWS::Partition}:dynamodb:`, '{AWS::Region}:', `{AWS::AccountId}:table/${RESTORED}`].join('$'),
}

interface Statement {
  readonly Action: unknown
  readonly Resource: unknown
}
const onTable = ({ all }: typeof example, resource: unknown) =>
  FUNCTIONS.map((name) => {
    const [policy] = all('AWS::IAM::Role')[`${name}Role`]!.Policies as { PolicyDocument: { Statement: Statement[] } }[]
    const statements = policy!.PolicyDocument.Statement
    return statements
      .filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(resource))
      .map(({ Action }) => Action)
  })
const variables = ({ all }: typeof example) =>
  FUNCTIONS.map(
    (name) => Object(all('AWS::Lambda::Function')[`${name}LambdaFunction`]!.Environment).Variables.JOBS_TABLE,
  )

test('the functions are told of it, and may do with it what they might with their own, and nothing with that any more', () => {
  expect(variables(example)).toEqual([RESTORED, RESTORED, RESTORED])
  expect(variables(prod)).toEqual(FUNCTIONS.map(() => 'chat-gateway-prod-jobs'))
  const own = onTable(prod, arnOf('JobsTable'))
  expect(own.map((actions) => actions.length)).toEqual([1, 1, 1])
  expect(onTable(example, restored)).toEqual(own)
  expect(onTable(example, arnOf('JobsTable'))).toEqual([[], [], []])
})

test('the stack’s own stays as it is', () => {
  expect(example.all('AWS::DynamoDB::Table').JobsTable).toMatchObject({
    TableName: 'chat-gateway-example-jobs',
    DeletionProtectionEnabled: true,
  })
})

test('whoever wires to the table gets the restored one', () => {
  expect(example.template.Outputs).toMatchObject({
    JobsTableName: { Value: RESTORED },
    JobsTableArn: { Value: restored },
  })
  expect(prod.template.Outputs).toMatchObject({ JobsTableArn: { Value: arnOf('JobsTable') } })
})

test('CloudFormation is handed the role of the stage’s file', () => {
  const state = (packaged: typeof example) =>
    JSON.parse(readFileSync(path.join(path.dirname(packaged.task), '.serverless/serverless-state.json'), 'utf8'))
  expect(state(example).service.provider.iam).toEqual({
    deploymentRole: 'arn:aws:iam::123456789012:role/cloudformation-chat-gateway-example',
  })
  expect(state(prod).service.provider.iam?.deploymentRole).toBeUndefined()
})
