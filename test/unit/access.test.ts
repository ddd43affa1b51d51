import { describe, expect, test } from 'vitest'
import { mayCall, readPolicy } from '../../lib/access.ts'
import { readConfig } from '../../lib/config.ts'
import { workingTime } from '../support/time-taken.ts'

const CRM = '123456789012/crm-orders'
const ALICE = 'arn:aws:iam::123456789012:user/team/alice'

interface Grants {
  readonly callers?: readonly unknown[]
  readonly apps?: readonly unknown[]
  readonly operations?: readonly unknown[]
}

const policyOf = (...grants: readonly Grants[]) =>
  readPolicy(JSON.stringify(grants.map((grant) => ({ callers: ['*'], apps: ['*'], operations: ['*'], ...grant }))))
const may = (policy: ReturnType<typeof readPolicy>, caller: string, operation = 'friends.update', app = 'default') =>
  mayCall(policy, { caller, app, operation: { name: operation } })

describe('a policy', () => {
  test('that is empty or open lets everybody do all that is not granted by its name', () => {
    expect(may(readConfig({}).accessPolicy, 'anonymous', 'friends.delete-all', 'any')).toBe(true)
    expect(may(readConfig({ ACCESS_POLICY: '' }).accessPolicy, CRM)).toBe(true)
    expect(may(readConfig({ ACCESS_POLICY: 'open' }).accessPolicy, CRM)).toBe(true)
  })

  test.each([
    [CRM, '1234*/crm-*', true],
    [CRM, '123456789012/crm-*', true],
    [CRM, '*', true],
    [CRM, CRM, true],
    [CRM, '*/crm-*', true],
    [CRM, '123456789012/crm', false],
    [CRM, '123456789012/crm-orders-*', false],
    [CRM, '210987654321/crm-*', false],
    [`x${CRM}`, '123456789012/crm-*', false],
    ['123456789012/crm-', '123456789012/crm-*', true],
    [ALICE, 'arn:aws:iam::123456789012:user/*', true],
    [ALICE, 'arn:aws:iam::123456789012:user/alice', false],
    ['event:crm', 'event:crm', true],
    ['event:crm', 'event:*', true],
    ['event:crm.orders', 'event:crm', false],
    ['event:crmXorders', 'event:crm.orders', false],
    ['event:two\nlines', 'event:*', true],
    ['event:aba', 'event:ab*ba', false],
    ['event:abba', 'event:ab*ba', true],
    ['event:a-b-c', 'event:*b*c', true],
    ['event:a-c-b', 'event:*b*c', false],
    ['event:crm', '*', true],
    [ALICE, '*', true],
  ])('of the caller %j by %j: %s', (caller, pattern, isIn) => {
    expect(may(policyOf({ callers: [pattern] }), caller)).toBe(isIn)
  })

  test.each([
    ['event:evil/crm-x', '*/crm-*'],
    ['arn:aws:sts::123456789012:federated-user/crm-x', '*/crm-*'],
    ['arn:aws:iam::123456789012:user/x/crm-x', '*/crm-*'],
    ['event:123456789012/crm-x', '*/*'],
    ['event:arn:aws:iam::123456789012:user/x', 'arn:*'],
    [CRM, 'arn:*'],
    [CRM, 'event:*'],
    [ALICE, 'event:*'],
    [ALICE, '*/*'],
  ])('of one kind of callers does not let in another: not %j by %j', (caller, pattern) => {
    expect(may(policyOf({ callers: [pattern] }), caller)).toBe(false)
  })

  test('lets nobody’s request in by that name alone, not by a wildcard', () => {
    expect(may(policyOf({ callers: ['*', '*/*', 'arn:*', 'event:*'] }), 'anonymous')).toBe(false)
    expect(may(policyOf({ callers: ['*', 'anonymous'] }), 'anonymous')).toBe(true)
  })

  test('holds where one grant has caller, app and operation; those of two grants do not add up', () => {
    const policy = policyOf(
      { callers: [CRM], apps: ['default'], operations: ['friends.*', 'blocklist.check'] },
      { callers: [ALICE], apps: ['europe'], operations: ['friends.get'] },
    )
    expect(may(policy, CRM, 'friends.delete-all')).toBe(true)
    expect(may(policy, CRM, 'blocklist.check')).toBe(true)
    expect(may(policy, CRM, 'blocklist.add')).toBe(false)
    expect(may(policy, CRM, 'friends.get', 'europe')).toBe(false)
    expect(may(policy, ALICE, 'friends.get', 'europe')).toBe(true)
    expect(may(policy, ALICE, 'friends.get')).toBe(false)
    expect(may(policy, 'event:crm', 'friends.get')).toBe(false)
  })

  test('looks at long texts without growing slow', () => {
    const policy = policyOf({ callers: [`event:${'*a'.repeat(20)}*b`] })
    const taken = workingTime()
    expect(may(policy, `event:${'a'.repeat(300)}`)).toBe(false)
    expect(taken()).toBeLessThan(2000)
  })
})

describe('a policy is refused at the start, with its place and the cure', () => {
  const grant = { callers: ['*'], apps: ['*'], operations: ['*'] }
  test.each([
    ['{', /it is not JSON/],
    ['{}', /it is no list with at least one grant/],
    ['[]', /it is no list with at least one grant/],
    ['[null]', /\/0\/callers must be a list/],
    [
      [{ callers: ['*'], apps: ['*'] }],
      /\/0\/operations must be a list of at least one pattern; \["\*"\] stands for all/,
    ],
    [[grant, { ...grant, apps: [] }], /\/1\/apps must be a list of at least one/],
    [[{ ...grant, callers: '*' }], /\/0\/callers must be a list/],
    [[{ ...grant, operation: ['*'] }], /\/0\/operation is unknown: a grant has callers, apps, operations/],
    [[{ ...grant, operations: [1] }], /\/0\/operations\/0 1 is no string/],
    [
      [{ ...grant, operations: ['friends.get', 'friend.update'] }],
      /\/0\/operations\/1 "friend.update" matches no operation: did you mean "friends.update"\?/,
    ],
    [[{ ...grant, operations: ['groups.*'] }], /"groups.\*" matches no operation: GET \/v1\/health lists them/],
    [[{ ...grant, apps: ['two words'] }], /"two words" matches no app/],
    [
      [{ ...grant, callers: ['crm'] }],
      /\/0\/callers\/0 "crm" is of no one kind of caller: write \{accountId\}\/\{RoleName\}/,
    ],
    [[{ ...grant, callers: [''] }], /"" is of no one kind/],
    [
      [{ ...grant, callers: ['*', '*crm'] }],
      /\/0\/callers\/1 "\*crm" is of no one kind of caller: .* "\*" alone for everybody/,
    ],
    [[{ ...grant, callers: ['arn:*:role/crm'] }], /a role is written/],
    [[{ ...grant, callers: ['arn:aws:iam::123456789012:role/crm'] }], /a role is written \{accountId\}\/\{RoleName\}/],
    [[{ ...grant, callers: ['arn:aws:sts::123456789012:assumed-role/crm/*'] }], /a role is written/],
  ])('%j', (policy, message) => {
    const text = typeof policy === 'string' ? policy : JSON.stringify(policy)
    expect(() => readConfig({ ACCESS_POLICY: text })).toThrow(message)
    expect(() => readConfig({ ACCESS_POLICY: text })).toThrow(/ACCESS_POLICY must be a JSON list of grants/)
  })

  test.each(['**', '**crm**', 'ev*', 'anon*', '*:crm', '12*4*/crm', '**/crm', '*/', '*/team/crm', '123456789012*'])(
    'also by the caller %s, which begins like no kind or like many',
    (caller) => {
      expect(() => policyOf({ callers: [caller] })).toThrow(/\/0\/callers\/0 .* is of no one kind of caller/)
    },
  )

  test.each([
    CRM,
    ALICE,
    'arn:aws-cn:iam::123456789012:user/a',
    'arn:aws:iam::123456789012:root',
    'arn:aws:sts::123456789012:federated-user/bob',
    'event:crm',
    'anonymous',
    'arn:aws:iam::*:user/*',
    '*/crm',
  ])('but not for the caller %s', (caller) => {
    expect(policyOf({ callers: [caller] })).toHaveLength(1)
  })
})
