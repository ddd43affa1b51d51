import { describe, expect, test } from 'vitest'
import { dimensions, metrics, NAMESPACE } from '../../lib/telemetry/metric-table.ts'
import { PROD, packageService } from './packaged.ts'

interface Widget {
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly properties: {
    readonly title: string
    readonly region?: string
    readonly alarms?: readonly string[]
    readonly metrics?: readonly (readonly (string | { readonly expression?: string })[])[]
  }
}

const { all } = await packageService('prod', PROD)
const { Dashboard } = all('AWS::CloudWatch::Dashboard')
const { widgets } = JSON.parse((Dashboard!.DashboardBody as { 'Fn::Sub': string })['Fn::Sub']) as {
  readonly widgets: readonly Widget[]
}
const shown = widgets.flatMap(({ properties }) => properties.metrics ?? [])
const expressions = shown.flatMap(([first]) =>
  typeof first === 'object' && first.expression ? [first.expression] : [],
)
const named = shown.filter(([first]) => typeof first === 'string')

test('is the stage’s own', () => {
  expect(Dashboard!.DashboardName).toBe('chat-gateway-prod')
  expect(JSON.stringify(widgets)).not.toContain('chat-gateway-dev')
})

test('no widget lies over another, or beyond the edge', () => {
  const places = widgets.flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)} ${y + Math.floor(cell / width)}`),
  )
  expect(new Set(places).size).toBe(places.length)
  expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24)
})

test('it shows every alarm of the stack', () => {
  const names = Object.values(all('AWS::CloudWatch::Alarm')).map(({ AlarmName }) => String(AlarmName))
  const listed = widgets.flatMap(({ properties }) => properties.alarms ?? []).map((arn) => arn.split(':alarm:')[1])
  expect(listed.toSorted()).toEqual(names.toSorted())
})

describe('metrics', () => {
  /** What AWS counts of what is in the stack: the names there, and what they are of. */
  const ofAws = {
    'AWS/SQS': { dimension: 'QueueName', of: 'AWS::SQS::Queue', name: 'QueueName' },
    'AWS/Lambda': { dimension: 'FunctionName', of: 'AWS::Lambda::Function', name: 'FunctionName' },
  }

  test.each(named.map((row) => [row.slice(0, 4).join(' '), row]))('%s is one that there is', (_, row) => {
    const [namespace, metric, dimension, value] = row
    if (namespace === NAMESPACE) {
      expect(Object.keys(metrics)).toContain(metric)
      expect([dimension, value]).toEqual(['service', 'chat-gateway-prod'])
      return
    }
    const { dimension: name, of, name: property } = ofAws[namespace as keyof typeof ofAws]
    expect(dimension).toBe(name)
    expect(Object.values(all(of)).map((properties) => properties[property])).toContain(value)
  })

  test('every one of ours is shown', () => {
    const ours = named.filter(([namespace]) => namespace === NAMESPACE).map(([, metric]) => metric)
    expect(Object.keys(metrics).filter((metric) => !ours.includes(metric))).toEqual([])
  })

  test.each(expressions)('%s shows the most of a metric by the dimensions that it is kept under', (expression) => {
    const [, schema, metric = '', service] =
      /^SORT\(SEARCH\('\{(.*?)\} MetricName="(\w+)" service="([\w-]+)"', '\w+', 300\), (?:SUM|MAX), DESC, \d+\)$/.exec(
        expression,
      ) ?? []
    const row = metrics[metric as keyof typeof metrics]
    expect(schema).toBe([NAMESPACE, ...dimensions[row.by][1]!].join(','))
    expect(service).toBe('chat-gateway-prod')
  })

  test('what is kept by operation and app is shown so, callers’ own faults apart', () => {
    const shownSo = expressions.map((expression) => /MetricName="(\w+)"/.exec(expression)?.[1])
    const byOperation = Object.entries(metrics).flatMap(([name, { by }]) => (by === 'operation' ? [name] : []))
    expect(byOperation.filter((name) => !shownSo.includes(name))).toEqual(['CallerFaults'])
  })
})
