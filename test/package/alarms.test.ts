import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { metrics, NAMESPACE } from '../../lib/telemetry/metric-table.ts'
import { PROD, packageService, type Resource, refTo, TOPIC } from './packaged.ts'

const { all } = await packageService('prod', PROD)
const alarms = Object.values(all('AWS::CloudWatch::Alarm'))

type Properties = Resource['Properties']
interface Metric {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[]
}
interface Query {
  readonly Id: string
  readonly Expression?: string
  readonly ReturnData?: boolean
  readonly MetricStat?: { readonly Metric: Metric; readonly Period: number; readonly Stat: string }
}

const nameOf = ({ AlarmName }: Properties): string => String(AlarmName).replace('chat-gateway-prod-', '')
const queriesOf = ({ Metrics = [] }: Properties) => Metrics as readonly Query[]
const metricsOf = (alarm: Properties): readonly Metric[] =>
  alarm.MetricName === undefined
    ? queriesOf(alarm).flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))
    : [alarm as unknown as Metric]

/** What AWS itself counts, and by which dimension it keeps that. */
const OF_AWS: Readonly<Record<string, { readonly dimension: string; readonly names: readonly string[] }>> = {
  'AWS/SQS': {
    dimension: 'QueueName',
    names: ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
  },
  // An HTTP API's own names, which are not those of a REST API.
  'AWS/ApiGateway': { dimension: 'ApiId', names: ['5xx', 'Count'] },
  'AWS/Lambda': { dimension: 'FunctionName', names: ['Errors', 'Throttles'] },
}

describe.each(alarms.map((alarm) => [nameOf(alarm), alarm] as const))('the alarm %s', (name, alarm) => {
  test('looks at metrics that there are, of this stage alone', () => {
    expect(metricsOf(alarm).length).toBeGreaterThan(0)
    for (const { Namespace, MetricName, Dimensions } of metricsOf(alarm)) {
      const known = Namespace === NAMESPACE ? Object.keys(metrics) : OF_AWS[Namespace]!.names
      expect(known).toContain(MetricName)
      const own = { Name: 'service', Value: 'chat-gateway-prod' }
      const ofAws = { Name: OF_AWS[Namespace]?.dimension, Value: expect.anything() }
      expect(Dimensions).toEqual([Namespace === NAMESPACE ? own : ofAws])
    }
  })

  test('computes with exactly the metrics it names, over one period, and returns one figure', () => {
    const queries = queriesOf(alarm)
    const returned = queries.filter(({ ReturnData }) => ReturnData !== false)
    expect(returned.length).toBe(queries.length === 0 ? 0 : 1)
    const used = new Set(returned.flatMap(({ Expression = '' }) => Expression.match(/\b[a-z]+\b/g) ?? []))
    const stats = queries.flatMap(({ Id, MetricStat }) => (MetricStat ? [{ Id, ...MetricStat }] : []))
    expect([...used].toSorted()).toEqual(stats.map(({ Id }) => Id).toSorted())
    // A percentile stands beside the number of what it is of.
    const summed = stats.filter(({ Stat }) => !/^p\d+$/.test(Stat))
    expect(new Set(summed.map(({ Stat }) => Stat)).size).toBeLessThan(2)
    expect(new Set(stats.map(({ Period }) => Period)).size).toBeLessThan(2)
  })

  test('is quiet where nothing is counted, and tells the topic of the deployment', () => {
    expect(alarm).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      Threshold: expect.any(Number),
      AlarmActions: { 'Fn::If': ['HasAlarmTopic', [TOPIC], refTo('AWS::NoValue')] },
      // Whoever was woken hears that it is over.
      OKActions: alarm.AlarmActions,
    })
    expect(Number(alarm.DatapointsToAlarm ?? 1)).toBeLessThanOrEqual(Number(alarm.EvaluationPeriods))
  })

  test('says in a sentence what is wrong, and where the runbook tells of it', () => {
    expect(alarm.AlarmDescription).toMatch(/^[A-Z][^#]+\. docs\/runbook\.md#/)
    expect(String(alarm.AlarmDescription).split('#')[1]).toBe(name)
  })
})

/** Of what, over how many seconds, above what, in how many of how many periods. */
function conditionOf(alarm: Properties): string {
  const [query] = queriesOf(alarm).flatMap(({ MetricStat }) => MetricStat ?? [])
  const { Statistic = query?.Stat, Period = query?.Period, Threshold, EvaluationPeriods, DatapointsToAlarm } = alarm
  return `${Statistic} of ${Period} s > ${Threshold}, ${DatapointsToAlarm ?? EvaluationPeriods} of ${EvaluationPeriods}`
}

test('they ring when their runbook entries say', () => {
  expect(Object.fromEntries(alarms.map((alarm) => [nameOf(alarm), conditionOf(alarm)]))).toEqual({
    'aged-jobs': 'Maximum of 300 s > 600000, 1 of 1',
    'clock-skew': 'Sum of 300 s > 0, 1 of 1',
    'credentials-held': 'Sum of 60 s > 0, 1 of 1',
    'dead-events': 'Maximum of 60 s > 0, 1 of 1',
    'dead-jobs': 'Maximum of 60 s > 0, 1 of 1',
    'failover-lasting': 'Sum of 300 s > 0, 3 of 3',
    'function-errors': 'Sum of 300 s > 0, 1 of 1',
    'functions-throttled': 'Sum of 60 s > 0, 3 of 5',
    'oldest-job': 'Maximum of 60 s > 600, 1 of 1',
    'operator-faults': 'Sum of 300 s > 0, 2 of 3',
    'quota-exhausted': 'Sum of 60 s > 0, 3 of 5',
    'quota-waits': 'Sum of 300 s > 50, 3 of 3',
    'results-not-put': 'Sum of 300 s > 0, 1 of 1',
    'server-errors': 'Sum of 300 s > 5, 2 of 3',
    'slow-answers': 'p99 of 300 s > 10000, 3 of 3',
    'secrets-unavailable': 'Sum of 60 s > 0, 2 of 5',
    'state-outages': 'Sum of 60 s > 0, 2 of 5',
    'unexpected-errors': 'Sum of 300 s > 0, 1 of 1',
    'upstream-failing': 'Sum of 300 s > 5, 2 of 3',
  })
})

test('what a monitor is told of an app’s health is no server error', () => {
  const alarm = alarms.find((one) => nameOf(one) === 'server-errors')!
  const [{ Expression }] = queriesOf(alarm) as [Query]
  expect(Expression).toBe('IF(requests >= 20, 100 * (FILL(faults, 0) - FILL(unhealthy, 0)) / requests, 0)')
  const unhealthy = queriesOf(alarm).find(({ Id }) => Id === 'unhealthy')
  expect(unhealthy?.MetricStat?.Metric).toMatchObject({ Namespace: NAMESPACE, MetricName: 'Unhealthy' })
})

test('those of the API look at the API that is deployed', () => {
  const [api, ...others] = Object.keys(all('AWS::ApiGatewayV2::Api'))
  const looked = alarms.flatMap(metricsOf).filter(({ Namespace }) => Namespace === 'AWS/ApiGateway')
  expect(others).toEqual([])
  expect(looked.map(({ Dimensions }) => Dimensions[0]!.Value)).toEqual(looked.map(() => refTo(api!)))
  expect(looked.map(({ MetricName }) => MetricName).toSorted()).toEqual(['5xx', 'Count'])
})

describe('the runbook', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
  const entries = text
    .split(/^## /m)
    .slice(1)
    .map((entry) => [entry.slice(0, entry.indexOf('\n')), entry] as const)

  test('has an entry for each alarm, and none for anything else', () => {
    // A stage that asks for it has one more (stage-alarms.test.ts).
    expect(entries.map(([name]) => name).toSorted()).toEqual([...alarms.map(nameOf), 'silence'].toSorted())
  })

  test.each(entries)('%s says what it means, what to look at, by a query or command, and what to do', (_, entry) => {
    expect(entry).toMatch(/\*\*It means\*\*[\s\S]+\*\*Look at\*\*[\s\S]+```[\s\S]+```[\s\S]+\*\*Do\*\*/)
  })
})
