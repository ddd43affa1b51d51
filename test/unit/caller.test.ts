import { expect, test } from 'vitest'
import { callerOf } from '../../lib/triggers/caller.ts'

const contextOf = (userArn?: string) =>
  ({ authorizer: { iam: { userArn } } }) as unknown as Parameters<typeof callerOf>[0]

test.each([
  ['arn:aws:sts::111122223333:assumed-role/Orders/i-0abc', '111122223333/Orders'],
  ['arn:aws:sts::111122223333:assumed-role/Orders/another-session', '111122223333/Orders'],
  ['arn:aws-cn:sts::111122223333:assumed-role/Orders/s', '111122223333/Orders'],
  ['arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::111122223333:user/alice'],
])('%s is %s', (arn, caller) => {
  expect(callerOf(contextOf(arn))).toBe(caller)
})

test('without an authorizer everybody is the same', () => {
  expect(callerOf(contextOf())).toBe('anonymous')
  expect(callerOf({} as Parameters<typeof callerOf>[0])).toBe('anonymous')
})
