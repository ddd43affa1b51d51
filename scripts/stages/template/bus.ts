import { OWN_SOURCE } from '../event-sources.ts'
import type { Stage } from '../stage.ts'
import { busPolicy } from './bus-policy.ts'
import { att, type Editable, propertiesOf, ref } from './editable.ts'

/** Who may put events on the bus, and how long it keeps what it told. */
export function decideBus(template: Editable, stage: Stage): void {
  const bus = propertiesOf(template, 'EventBus')
  bus.Policy = busPolicy(String(bus.Name), stage)
  const days = stage.said['archive.days']
  if (days !== undefined) archive(template, stage.name, days)
}

export const archiveName = (stage: string): string => `chat-gateway-${stage}-results`

/** Results alone: requests would be done again. */
function archive(template: Editable, name: string, days: number): void {
  template.Resources.ResultsArchive = {
    Type: 'AWS::Events::Archive',
    Properties: {
      ArchiveName: archiveName(name),
      SourceArn: att('EventBus', 'Arn'),
      EventPattern: { source: [OWN_SOURCE] },
      RetentionDays: days,
    },
  }
  template.Outputs = { ...template.Outputs, ResultsArchiveName: { Value: ref('ResultsArchive') } }
}
