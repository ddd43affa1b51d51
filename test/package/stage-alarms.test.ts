import { describe, expect, test } from 'vitest'
import { stageOfEnvironment } from '../../scripts/stages/read-stage.ts'
import type { Stage } from '../../scripts/stages/stage.ts'
import { applyStage } from '../../scripts/stages/template/apply-stage.ts'
import type { Editable } from '../../scripts/stages/template/editable.ts'
import { PROD, packageService, refTo } from './packaged.ts'

const [example, prod] = await Promise.all([packageService('example'), packageService('prod', PROD)])
const alarmsOf = ({ all }: typeof prod) => all('AWS::CloudWatch::Alarm')

interface Widget {
  readonly y: number
  readonly height: number
  readonly properties: { readonly title: string; readonly alarms?: readonly string[] }
}
const widgetsOf = ({ Resources }: Pick<Editable, 'Resources'>): Widget[] =>
  JSON.parse(Object(Resources.Dashboard!.Properties.DashboardBody)['Fn::Sub']).widgets

/** The packaged template of a stage that says little, as one that says this would have it. */
function prodSaying(said: Stage['said'], variables: Record<string, string> = {}): Editable {
  const template = structuredClone(prod.template) as unknown as Editable
  const stage = stageOfEnvironment('prod', {})
  applyStage(template, { ...stage, said, variables: { ...stage.variables, ...variables } }, '0.1.0+0123456789ab')
  return template
}

describe('the alarm silence', () => {
  test('rings when no request has come for so long, also where nothing is counted at all', () => {
    const { AlarmActions, OKActions } = alarmsOf(example).ServerErrorsAlarm!
    expect(alarmsOf(example).SilenceAlarm).toEqual({
      AlarmName: 'chat-gateway-example-silence',
      AlarmDescription: 'For 30 minutes no request has come. docs/runbook.md#silence',
      Namespace: 'AWS/ApiGateway',
      MetricName: 'Count',
      Dimensions: [{ Name: 'ApiId', Value: refTo('HttpApi') }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 6,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
      AlarmActions,
      OKActions,
    })
    expect(JSON.stringify([AlarmActions, OKActions])).toContain('arn:aws:sns:eu-central-1:123456789012:alarms')
  })

  test('stands on the dashboard with the others, and is not there unless it is asked for', () => {
    const [{ properties }] = widgetsOf(example.template as unknown as Editable) as [Widget]
    const shown = properties.alarms!.map((arn) => arn.split(':alarm:')[1])
    expect(shown.toSorted()).toEqual(
      Object.values(alarmsOf(example))
        .map((alarm) => alarm.AlarmName)
        .toSorted(),
    )
    expect(alarmsOf(prod)).not.toHaveProperty('SilenceAlarm')
  })
})

test('the alarm slow-answers rings above the latency that the stage says', () => {
  const { SlowAnswersAlarm } = prodSaying({ 'alarms.latencyMs': 2500 }).Resources
  expect(SlowAnswersAlarm!.Properties).toMatchObject({
    Threshold: 2500,
    AlarmDescription:
      'For a quarter of an hour one operation in a hundred took 2500 ms or more. docs/runbook.md#slow-answers',
  })
  expect(alarmsOf(example).SlowAnswersAlarm!.Threshold).toBe(10_000)
})

test('the topic hears that alarms are over, unless the stage says no', () => {
  const told = (resources: object) =>
    Object.values(resources).filter(
      ({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && 'OKActions' in Properties,
    ).length
  expect(told(example.template.Resources)).toBe(Object.keys(alarmsOf(example)).length)
  const silent = prodSaying({ 'alarms.ok': false, 'alarms.silenceMinutes': 5 })
  expect(told(silent.Resources)).toBe(0)
  expect(silent.Resources.SilenceAlarm!.Properties.EvaluationPeriods).toBe(1)
})

describe('the dashboard of a stage that counts for the service alone', () => {
  const ofExample = widgetsOf(example.template as unknown as Editable)
  const ofProd = widgetsOf(prod.template as unknown as Editable)

  test('shows nothing by operation and app, and leaves no gap', () => {
    expect(JSON.stringify(ofExample)).not.toContain('SEARCH(')
    const gone = ofProd.filter(({ properties }) => !ofExample.some((one) => one.properties.title === properties.title))
    expect(gone.map(({ properties }) => properties.title)).toEqual([
      'Requests by operation and app, the 20 busiest',
      'Faults by operation and app, the 5 worst of each kind',
      'Latency by operation and app (p95), the 20 slowest',
      'Failed items by app, the 20 with most',
    ])
    const rows = new Map(ofExample.map(({ y, height }) => [y, height]))
    const inOrder = [...rows].toSorted(([one], [other]) => one - other)
    const ends = inOrder.map(([y, height]) => y + height)
    expect(inOrder.slice(1).map(([y]) => y)).toEqual(ends.slice(0, -1))
  })

  test('of any other is left as it is', () => {
    expect(widgetsOf(prodSaying({}))).toEqual(ofProd)
  })
})

describe('what a stage takes back or leaves out', () => {
  test('retention and protection outside of dev', () => {
    const { JobsTable, JobsDeadLetters, EventsDeadLetters } = prodSaying({
      retain: false,
      deletionProtection: false,
    }).Resources
    expect(JobsTable!.Properties.DeletionProtectionEnabled).toBe(false)
    expect([JobsTable, JobsDeadLetters, EventsDeadLetters].map((one) => one!.DeletionPolicy)).toEqual([
      'Delete',
      'Delete',
      'Delete',
    ])
  })

  test('a domain without a zone and a base path has no records, and stands at its root', () => {
    const { Resources, Outputs } = prodSaying({ 'domain.name': 'api.example.com', 'domain.certificate': 'arn' })
    expect(Resources).not.toHaveProperty('DomainRecords')
    expect(Resources.DomainMapping!.Properties).not.toHaveProperty('ApiMappingKey')
    expect(Outputs!.DomainUrl).toMatchObject({ Value: 'https://api.example.com' })
  })

  test('bounds of health alone leave the stage’s to the account', () => {
    const { HttpApiStage } = prodSaying({ 'throttle.health.rate': 5, 'throttle.health.burst': 10 }).Resources
    expect(HttpApiStage!.Properties).toMatchObject({
      DefaultRouteSettings: { DetailedMetricsEnabled: false },
      RouteSettings: {
        'GET /v1/health': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10, DetailedMetricsEnabled: false },
      },
    })
  })

  test('callers whose names differ in a sign only have a role each', () => {
    const callers = { 'a-b': ['arn:aws:iam::210987654321:root'], a_b: ['arn:aws:iam::210987654321:root'] }
    const roles = Object.keys(prodSaying({ callers }).Resources).filter((id) => id.startsWith('CallerRole'))
    expect(roles).toEqual(['CallerRoleaDashb', 'CallerRoleaUnderscoreb'])
  })

  test('a template that lacks what the stage decides about is refused, not half changed', () => {
    expect(() => applyStage({ Resources: {} }, stageOfEnvironment('prod', {}), '0.1.0+0123456789ab')).toThrow(
      'the template has no JobsTable',
    )
  })
})
