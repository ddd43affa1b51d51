import { expect, test } from 'vitest'
import { guardOf, NO_GUARD } from '../../../scripts/stages/guard.ts'
import { stackStatus, statusFault } from '../../../scripts/stages/stack-state.ts'

const faultOf = (status: string | undefined) => statusFault(status, 'chat-gateway-prod', 'prod')

test.each([
  undefined,
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'REVIEW_IN_PROGRESS',
])('a stack that is in %s is deployed to', (status) => {
  expect(faultOf(status)).toBeUndefined()
})

test.each([
  ['UPDATE_ROLLBACK_FAILED', 'aws cloudformation continue-update-rollback --stack-name chat-gateway-prod'],
  ['ROLLBACK_COMPLETE', 'npx osls remove --stage prod'],
  ['CREATE_FAILED', 'npx osls remove --stage prod'],
  ['DELETE_FAILED', 'npx osls remove --stage prod'],
  ['UPDATE_IN_PROGRESS', 'aws cloudformation wait stack-update-complete --stack-name chat-gateway-prod'],
  [
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'aws cloudformation wait stack-update-complete --stack-name chat-gateway-prod',
  ],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'aws cloudformation wait stack-rollback-complete --stack-name chat-gateway-prod'],
  ['ROLLBACK_IN_PROGRESS', 'aws cloudformation wait stack-rollback-complete --stack-name chat-gateway-prod'],
  ['DELETE_IN_PROGRESS', 'aws cloudformation wait stack-delete-complete --stack-name chat-gateway-prod'],
])('one that is in %s is left alone, with the cure', (status, cure) => {
  expect(faultOf(status)).toMatch(new RegExp(`^The stack chat-gateway-prod is in ${status}: .*Nothing was changed`))
  expect(faultOf(status)).toContain(cure)
})

test('how a stack stands is what CloudFormation says, nothing where there is none, and else what went wrong', async () => {
  const client = (answer: () => object) => ({ send: async () => answer() as never })
  const of = (answer: () => object) => stackStatus(client(answer), 'chat-gateway-prod')
  const fail = (message: string) => () => {
    throw new Error(message)
  }
  expect(await of(() => ({ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }))).toBe('UPDATE_COMPLETE')
  expect(await of(fail('Stack with id chat-gateway-prod does not exist'))).toBeUndefined()
  await expect(of(fail('not authorized'))).rejects.toThrow('not authorized')
})

const alarm = (AlarmName: string) => ({ Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName } })
const place = { partition: 'aws-cn', region: 'cn-north-1', accountId: '123456789012' }

test('what guards a deployment are those of the stopping alarms that are deployed', () => {
  const before = {
    Resources: { ServerErrorsAlarm: alarm('s'), FunctionErrorsAlarm: alarm('f'), OldestJobAlarm: alarm('o') },
  }
  expect(guardOf({ said: { guardMinutes: 10 } }, before, place)).toEqual({
    MonitoringTimeInMinutes: 10,
    RollbackTriggers: ['s', 'f'].map((name) => ({
      Arn: `arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:${name}`,
      Type: 'AWS::CloudWatch::Alarm',
    })),
  })
})

test('nothing guards the first one, nor where the stage says none: and CloudFormation is told so, since it would keep the last ones', () => {
  const half = { Resources: { ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket' } } }
  for (const before of [undefined, half]) {
    expect(guardOf({ said: { guardMinutes: 10 } }, before, place)).toEqual(NO_GUARD)
  }
  const deployed = { Resources: { ServerErrorsAlarm: alarm('s') } }
  expect(guardOf({ said: {} }, deployed, place)).toEqual({ MonitoringTimeInMinutes: 0, RollbackTriggers: [] })
})
