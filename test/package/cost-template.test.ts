import { expect, test } from 'vitest'
import { billOf } from '../../scripts/cost/bill.ts'
import { packaged } from '../../scripts/cost/facts.ts'
import { readFlags } from '../../scripts/cost/flags.ts'
import { packageService } from './packaged.ts'

/** What `npm run cost` takes from the template, held against the packaged one. */
const { all } = await packageService()

interface Metric {
  readonly MetricStat?: unknown
}

test('an alarm is paid for by the metrics it looks at', () => {
  const alarms = Object.values(all('AWS::CloudWatch::Alarm'))
  const metrics = alarms.map(({ Metrics = [{ MetricStat: {} }] }) =>
    (Metrics as readonly Metric[]).filter(({ MetricStat }) => MetricStat !== undefined),
  )
  expect(metrics.flat()).toHaveLength(packaged.alarmMetrics)
  expect(alarms.length).toBeLessThan(packaged.alarmMetrics)
})

test('memory, batches, dashboards and how long logs are kept are those of the template', () => {
  const functions = all('AWS::Lambda::Function')
  const gb = (id: string) => Number(functions[`${id}LambdaFunction`]!.MemorySize) / 1024
  const [mapping] = Object.values(all('AWS::Lambda::EventSourceMapping'))
  const days = Object.values(all('AWS::Logs::LogGroup')).map(({ RetentionInDays }) => RetentionInDays)
  expect({
    memory: { http: gb('Http'), events: gb('Events'), worker: gb('Worker') },
    batch: mapping!.BatchSize,
    dashboards: Object.keys(all('AWS::CloudWatch::Dashboard')).length,
    logDays: [...new Set(days)],
  }).toEqual({
    memory: packaged.memory,
    batch: packaged.batch,
    dashboards: packaged.dashboards,
    logDays: [packaged.logDays],
  })
})

/** Each service that the stack stands on, by what a bill names of it. Roles, permissions, mappings and policies cost nothing. */
const PAID: Readonly<Record<string, RegExp>> = {
  'AWS::ApiGatewayV2::Api': /^http-requests$/,
  'AWS::CloudWatch::Alarm': /^alarms$/,
  'AWS::CloudWatch::Dashboard': /^dashboards$/,
  'AWS::DynamoDB::Table': /^table-/,
  'AWS::Events::EventBus': /^events$/,
  'AWS::Lambda::Function': /^lambda-/,
  'AWS::Logs::LogGroup': /^log-/,
  'AWS::SQS::Queue': /^queue-requests$/,
}

test('a bill has a line for every service of the template that asks money', () => {
  const lines = billOf(readFlags(['--updates', '1e6', '--mode', 'async', '--share-queued', '0.5'])!).lines
  const unbilled = Object.entries(PAID).filter(([type, names]) => {
    expect(Object.keys(all(type)), type).not.toEqual([])
    return !lines.some(({ name }) => names.test(name))
  })
  expect(unbilled).toEqual([])
})
