import { describe, expect, test } from 'vitest'
import { readPolicy } from '../../lib/access.ts'
import { shareOf } from '../../lib/callers.ts'
import { readConfig } from '../../lib/config.ts'
import { deliveriesOf } from '../../lib/flow/calls.ts'
import { planTask } from '../../lib/flow/plan.ts'

const policy = readPolicy(
  JSON.stringify([
    { callers: ['event:crm', 'event:billing-*', '*/Orders'], apps: ['*'], operations: ['friends.update'] },
    {
      callers: ['event:shop', 'arn:aws:sts::111122223333:federated-user/bob'],
      apps: ['*'],
      operations: ['friends.update'],
    },
  ]),
)

describe('a name that somebody vouches for is a share of its own', () => {
  test.each([
    '111122223333/Orders',
    'arn:aws:iam::111122223333:user/alice',
    'arn:aws:iam::111122223333:root',
    'anonymous',
    'event:crm',
    'event:shop',
    'event:aws.events',
  ])('%s', (caller) => {
    expect(shareOf(caller, policy)).toBe(caller)
  })
})

describe('names that callers choose are one share', () => {
  test.each([
    ['bob', 'carol'],
    ['bob', 'a:federated-user/b'],
    ['bob', 'a\nb'],
  ])('federated users of an account: %s and %s', (one, two) => {
    const arnOf = (name: string) => `arn:aws:sts::111122223333:federated-user/${name}`
    expect(shareOf(arnOf(one), policy)).toBe(shareOf(arnOf(two), policy))
  })

  test('but not federated users of two accounts, nor any with a user', () => {
    const arns = ['sts::111122223333:federated-user/bob', 'sts::444455556666:federated-user/bob', 'iam::1:user/bob']
    expect(new Set(arns.map((arn) => shareOf(`arn:aws:${arn}`, policy))).size).toBe(3)
  })

  test('event sources that no caller of the policy names in full', () => {
    const sources = ['x', 'crm2', 'billing-', 'billing-eu', '*', '', 'aws.s3']
    expect(new Set(sources.map((source) => shareOf(`event:${source}`, policy))).size).toBe(1)
    expect(shareOf('event:crm', [])).toBe(shareOf('event:shop', []))
  })
})

test('a task, and each call of it, is at the expense of its caller’s share', async () => {
  const asked = (caller: string) => {
    const body = { userId: 'id', friends: [{ userId: 'f', remark: 'r' }] }
    return planTask(
      { operation: 'friends.update', body, caller, requestId: 'r', askedAt: 0 },
      { ...readConfig({}), accessPolicy: policy },
    )
  }
  const tasks = await Promise.all(['event:crm', 'event:billing-eu', 'event:billing-us'].map(asked))
  expect(tasks.map(({ share }) => share)).toEqual(['event:crm', 'event:*', 'event:*'])
  expect(tasks.flatMap(deliveriesOf).map(({ share }) => share)).toEqual(['event:crm', 'event:*', 'event:*'])
})
