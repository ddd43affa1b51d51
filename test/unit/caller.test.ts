import { expect, test } from 'vitest'
import { callerOf } from '../../lib/triggers/caller.ts'

const contextOf = (userArn?: string) =>
  ({ authorizer: { iam: { userArn } } }) as unknown as Parameters<typeof callerOf>[0]

test.each([
  ['arn:aws:sts::111122223333:assumed-role/Orders/i-0abc', '111122223333/Orders'],
  ['arn:aws:sts::111122223333:assumed-role/Orders/another-session', '111122223333/Orders'],
  ['arn:aws-cn:sts::111122223333:assumed-role/Orders/s', '111122223333/Orders'],
  [
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Ops_0a1b/jane@example.com',
    '111122223333/AWSReservedSSO_Ops_0a1b',
  ],
  ['arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::111122223333:user/alice'],
  ['arn:aws:iam::111122223333:user/team/alice', 'arn:aws:iam::111122223333:user/team/alice'],
  ['arn:aws:sts::111122223333:federated-user/bob', 'arn:aws:sts::111122223333:federated-user/bob'],
  ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:root'],
])('%s is %s', (arn, caller) => {
  expect(callerOf(contextOf(arn))).toBe(caller)
})

test('without an authorizer everybody is the same', () => {
  expect(callerOf(contextOf())).toBe('anonymous')
  expect(callerOf({} as Parameters<typeof callerOf>[0])).toBe('anonymous')
  expect(callerOf(contextOf(''))).toBe('anonymous')
})
