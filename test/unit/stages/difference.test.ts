import { expect, test } from 'vitest'
import { difference, type Resource, report, type Template, versionLine } from '../../../scripts/stages/difference.ts'

const of = (Resources: Record<string, Resource>, Outputs = {}): Template => ({ Resources, Outputs })
const table = (Properties: object, more: object = {}): Resource => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { TableName: 't', ...Properties },
  ...more,
})
const JOBS = 'DynamoDB table Jobs'

test('what is added, changed and removed is said in words, with what it was and will be', () => {
  const before = of({
    Gone: { Type: 'AWS::CloudWatch::Alarm', Properties: {} },
    Http: {
      Type: 'AWS::Lambda::Function',
      Properties: { MemorySize: 512, Code: { S3Key: 'a' }, Environment: { Variables: { A: '1', B: '2' } } },
    },
  })
  const after = of({
    Fresh: { Type: 'AWS::Logs::LogGroup', Properties: {} },
    Http: {
      Type: 'AWS::Lambda::Function',
      Properties: { MemorySize: 1024, Code: { S3Key: 'b' }, Environment: { Variables: { A: '1', C: '3' } } },
    },
  })
  expect(difference(before, after)).toEqual({
    lines: [
      'added: Logs log group Fresh',
      'removed: CloudWatch alarm Gone',
      'changed: Lambda function Http: MemorySize from 512 to 1024; Environment.Variables.B goes: "2"; Environment.Variables.C is new: "3"',
    ],
    losses: [],
  })
})

test('the place of the code is nobody’s business, and nothing is said where nothing changes', () => {
  const code = (S3Key: string) => of({ Http: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key } } } })
  const same = difference(code('a'), code('b'))
  expect(same).toEqual({ lines: [], losses: [] })
  expect(report(same, false)).toEqual({ lines: ['Nothing changes but the code.'], fault: undefined })
})

test('a list that grows is shown as a whole, and one of the same length by what differs in it', () => {
  const list = (...items: unknown[]) => of({ A: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: items } } })
  expect(difference(list('a'), list('a', 'b')).lines).toEqual([
    'changed: SQS queue policy A: Queues from ["a"] to ["a","b"]',
  ])
  expect(difference(list({ a: 1 }), list({ a: 2 })).lines).toEqual([
    'changed: SQS queue policy A: Queues.0.a from 1 to 2',
  ])
})

test.each([
  ['another name', table({ TableName: 'other' }), 'replaced', `${JOBS} would be replaced`],
  ['another key', table({ KeySchema: [] }), 'replaced', `${JOBS} would be replaced`],
  ['no table at all', undefined, 'removed', `${JOBS} would be removed`],
])('a table with %s loses what is in it', (_, after, word, loss) => {
  const { lines, losses } = difference(of({ Jobs: table({}) }), of(after === undefined ? {} : { Jobs: after }))
  expect(lines).toEqual([expect.stringMatching(new RegExp(`^${word}: ${JOBS}`))])
  expect(losses).toEqual([loss])
})

test('one that is kept beside the stack, or changes in place, loses nothing', () => {
  const kept = difference(of({ Jobs: table({}, { DeletionPolicy: 'RetainExceptOnCreate' }) }), of({}))
  expect(kept).toEqual({ lines: [`removed: ${JOBS}, which stays in the account by itself`], losses: [] })
  const changed = difference(
    of({ Jobs: table({}) }),
    of({ Jobs: table({ DeletionProtectionEnabled: true }, { DeletionPolicy: 'Retain' }) }),
  )
  expect(changed).toEqual({
    lines: [`changed: ${JOBS}: DeletionProtectionEnabled is new: true; DeletionPolicy is new: "Retain"`],
    losses: [],
  })
})

test('an alarm that is replaced is said to be, and loses nothing', () => {
  const alarm = (AlarmName: string) => of({ A: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName } } })
  expect(difference(alarm('a'), alarm('b'))).toEqual({
    lines: ['replaced: CloudWatch alarm A, since AlarmName can\'t be changed: AlarmName from "a" to "b"'],
    losses: [],
  })
})

test('outputs that others may have wired to are said as well', () => {
  expect(difference(of({}, { Bus: { Value: 'a' } }), of({}, { Api: { Value: 'b' } })).lines).toEqual([
    'output Bus goes: {"Value":"a"}',
    'output Api is new: {"Value":"b"}',
  ])
})

test('losses are refused unless they are allowed', () => {
  const lost = difference(of({ Jobs: table({}) }), of({}))
  expect(report(lost, false).fault).toBe(
    `${JOBS} would be removed, and the work in it would be lost. Nothing was changed. Where that is meant, say --allow-replacement.`,
  )
  expect(report(lost, true).fault).toBeUndefined()
})

test('the version that takes another’s place is said in one line, and nothing else of it', () => {
  const at = (version: string, variables: object = {}) => ({
    Resources: {
      F: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Key: `in/${version}` },
          Environment: { Variables: { VERSION: version, ...variables } },
        },
      },
    },
    Outputs: { Version: { Value: version } },
  })
  const [one, other] = [at('1.0.0+a'), at('1.1.0+b')]
  expect(difference(one, other).lines).toEqual([])
  expect(difference(one, at('1.1.0+b', { A: '1' })).lines).toEqual([
    'changed: Lambda function F: Environment.Variables.A is new: "1"',
  ])
  expect([versionLine(undefined, one), versionLine(one, other), versionLine(one, one)]).toEqual([
    'version 1.0.0+a, the first',
    'version 1.1.0+b takes the place of 1.0.0+a',
    'version 1.0.0+a once more',
  ])
  expect(versionLine({ Resources: {} }, one)).toBe(
    'version 1.0.0+a takes the place of one that does not say which it is',
  )
})
