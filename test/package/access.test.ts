import { describe, expect, test } from 'vitest'
import { OWN_SOURCE } from '../../lib/triggers/results/event-bus.ts'
import { readSources } from '../../scripts/stages/event-sources.ts'
import { arnOfBus, packageService } from './packaged.ts'

const CRM = 'arn:aws:iam::123456789012:role/crm-*'
const ALICE = 'arn:aws:iam::123456789012:user/alice'
const POLICY = '[{"callers":["123456789012/crm-*","event:crm"],"apps":["default"],"operations":["friends.*"]}]'

const set = await packageService('dev', {
  policy: JSON.parse(POLICY),
  eventSources: { crm: [CRM, ALICE], 'billing/eu': [ALICE] },
})

interface Statement {
  readonly Sid: string
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly unknown[]>>>>
}
const { Version, Statement: statements } = set.all('AWS::Events::EventBus').EventBus!.Policy as {
  readonly Version: string
  readonly Statement: readonly Statement[]
}

test('all statements stand in the one policy of the gateway’s bus, deny only, and have a name of their own', () => {
  expect(set.all('AWS::Events::EventBusPolicy')).toEqual({})
  expect(Version).toBe('2012-10-17')
  expect(statements).toHaveLength(4)
  for (const statement of statements) {
    expect(statement).toMatchObject({
      Sid: expect.stringMatching(/^\w{1,64}$/),
      Effect: 'Deny',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: arnOfBus('chat-gateway-dev'),
    })
  }
  expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(4)
})

test('no statement has the name of one that was a resource of its own: removing that resource would take it away', () => {
  const former = /^(OnlyTheGatewayIsTheGateway|EventSource.*)$/
  expect(statements.filter(({ Sid }) => former.test(Sid))).toEqual([])
})

const like = (pattern: unknown, text: string) =>
  typeof pattern === 'string' && new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`).test(text)

/** IAM's operators as far as the bus uses them: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_operators.html */
const operators: Readonly<Record<string, (wanted: readonly unknown[], given: readonly string[]) => boolean>> = {
  'ForAnyValue:StringEquals': (wanted, given) => given.some((one) => wanted.includes(one)),
  'ForAnyValue:StringNotEquals': (wanted, given) => given.some((one) => !wanted.includes(one)),
  ArnNotLike: (wanted, given) => !given.some((one) => wanted.some((pattern) => like(pattern, one))),
  ArnNotEquals: (wanted, given) => !given.some((one) => wanted.includes(one)),
}

/** Whether a request with events of these sources by this principal, if any, is denied. */
function isDenied(sources: readonly string[], principal?: string): boolean {
  const given: Readonly<Record<string, readonly string[]>> = {
    'events:source': sources,
    'aws:PrincipalArn': principal === undefined ? [] : [principal],
  }
  return statements.some(({ Condition }) =>
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => operators[operator]!([wanted].flat(), given[key]!)),
    ),
  )
}

const crmRole = 'arn:aws:iam::123456789012:role/crm-orders'
test.each([
  ['a role that the source lists', ['crm'], crmRole, false],
  ['a user that it lists', ['crm'], ALICE, false],
  ['a user listed for both, with both at once', ['crm', 'billing/eu'], ALICE, false],
  ['a role that another source lists', ['billing/eu'], crmRole, true],
  ['an allowed source beside one that is not', ['crm', 'billing/eu'], crmRole, true],
  ['a source nobody listed', ['shop'], crmRole, true],
  ['a listed source beside one nobody listed', ['crm', 'shop'], crmRole, true],
  ['a role of another account', ['crm'], 'arn:aws:iam::210987654321:role/crm-orders', true],
  ['a call of no principal', ['crm'], undefined, true],
  ['the gateway’s own source by a stranger', [OWN_SOURCE], ALICE, true],
])('%s: %j by %s is denied: %s', (_, sources, principal, denied) => {
  expect(isDenied(sources, principal)).toBe(denied)
})

test('the gateway’s own results are not denied for want of a line', () => {
  const unlisted = statements.find(({ Condition }) => 'ForAnyValue:StringNotEquals' in Condition)!
  expect(unlisted.Condition['ForAnyValue:StringNotEquals']!['events:source']).toContain(OWN_SOURCE)
})

describe('eventSources that can’t be meant', () => {
  test.each([
    [[], 'must be none, or a map of sources'],
    [{}, 'names no source; write none to deny nobody'],
    [{ crm: [] }, `must give "crm" a list of principals' ARNs`],
    [{ crm: '*' }, `must give "crm" a list of principals' ARNs`],
    [{ crm: ['*'] }, 'gives "crm" the principal "*"'],
    [{ crm: ['arn:aws:sts::123456789012:assumed-role/crm/s'] }, `an assumed role is known by its role's ARN`],
    [{ 'c*': ['arn:aws:iam::123456789012:role/x'] }, 'lists "c*"; a source has'],
    [{ 'chat-gateway': ['arn:aws:iam::123456789012:role/x'] }, `"chat-gateway", which is the gateway's own`],
    [{ 'aws.s3': ['arn:aws:iam::123456789012:role/x'] }, 'which EventBridge lets nobody put'],
  ])('%j is refused with what is wrong', (sources, message) => {
    expect(() => readSources(sources)).toThrow(message)
  })
})

test('a policy reaches all functions as it was given', () => {
  const functions = Object.values(set.all('AWS::Lambda::Function'))
  const policies = functions.map(({ Environment }) => Object(Environment).Variables.ACCESS_POLICY)
  expect(policies).toEqual([POLICY, POLICY, POLICY])
})
