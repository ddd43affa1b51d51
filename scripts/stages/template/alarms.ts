import type { Stage } from '../stage.ts'
import { allOf, type Editable, propertiesOf, ref } from './editable.ts'

/** Minutes of one period of the alarm that rings when nobody calls. */
const PERIOD_MINUTES = 5

/** When alarms ring, and what they say when they are over. */
export function decideAlarms(template: Editable, { name, said, variables }: Stage): void {
  const { 'alarms.latencyMs': latency, 'alarms.silenceMinutes': silence } = said
  if (latency !== undefined) ringAbove(template, latency)
  if (silence !== undefined) ringAtSilence(template, name, silence)
  if (said['alarms.ok'] === false) {
    for (const alarm of allOf(template, 'AWS::CloudWatch::Alarm')) delete alarm.OKActions
  }
  changeWidgets(template, (widgets) => {
    const shown = silence === undefined ? widgets : withSilence(widgets, name)
    return variables.METRICS_BY === 'service' ? withoutSearches(shown) : shown
  })
}

function ringAbove(template: Editable, ms: number): void {
  const alarm = propertiesOf(template, 'SlowAnswersAlarm')
  alarm.Threshold = ms
  alarm.AlarmDescription = String(alarm.AlarmDescription).replace('ten seconds', `${ms} ms`)
}

/** No request at all: the callers have lost their way here, or the API its own. Where nothing is counted, nothing came. */
function ringAtSilence(template: Editable, name: string, minutes: number): void {
  const { AlarmActions, OKActions } = propertiesOf(template, 'ServerErrorsAlarm')
  template.Resources.SilenceAlarm = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `chat-gateway-${name}-silence`,
      AlarmDescription: `For ${minutes} minutes no request has come. docs/runbook.md#silence`,
      Namespace: 'AWS/ApiGateway',
      MetricName: 'Count',
      Dimensions: [{ Name: 'ApiId', Value: ref('HttpApi') }],
      Statistic: 'Sum',
      Period: PERIOD_MINUTES * 60,
      EvaluationPeriods: minutes / PERIOD_MINUTES,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
      AlarmActions,
      OKActions,
    },
  }
}

interface Widget {
  readonly y: number
  readonly height: number
  readonly properties: { readonly alarms?: readonly string[]; readonly metrics?: readonly (readonly unknown[])[] }
}

function changeWidgets(template: Editable, change: (widgets: readonly Widget[]) => readonly Widget[]): void {
  const dashboard = propertiesOf(template, 'Dashboard')
  const { widgets } = JSON.parse((dashboard.DashboardBody as { 'Fn::Sub': string })['Fn::Sub']) as { widgets: Widget[] }
  dashboard.DashboardBody = { 'Fn::Sub': JSON.stringify({ widgets: change(widgets) }) }
}

const withSilence = (widgets: readonly Widget[], name: string): Widget[] =>
  widgets.map((widget) => {
    const { alarms } = widget.properties
    const silence = alarms?.[0]?.replace(/:alarm:.*$/, `:alarm:chat-gateway-${name}-silence`)
    return silence === undefined
      ? widget
      : { ...widget, properties: { ...widget.properties, alarms: [...alarms!, silence] } }
  })

/** What searches by operation and app would stay empty; what stands below moves up. */
function withoutSearches(widgets: readonly Widget[]): Widget[] {
  const isSearch = ({ properties }: Widget) => JSON.stringify(properties.metrics ?? '').includes('SEARCH(')
  const rows = new Map(widgets.filter(isSearch).map(({ y, height }) => [y, height]))
  const above = (at: number) => [...rows].reduce((sum, [y, height]) => (y < at ? sum + height : sum), 0)
  return widgets.filter((widget) => !isSearch(widget)).map((widget) => ({ ...widget, y: widget.y - above(widget.y) }))
}
