import type { Stage } from '../stage.ts'
import { att, type Editable, propertiesOf, ref, type Statement, sub } from './editable.ts'

/** Who of elsewhere may put events on the bus, and how long it keeps what it told. */
export function decideBus(template: Editable, { name, said }: Stage): void {
  const { Statement: statements } = propertiesOf(template, 'EventBus').Policy as { Statement: Statement[] }
  const { Resource } = statements[0]!
  const allow = { Effect: 'Allow', Action: 'events:PutEvents', Resource } as const
  const { busAccounts, busOrganization } = said
  // The denials of the same policy hold for them too: they speak for nobody but whom `eventSources` lets them speak for.
  if (busAccounts !== undefined) {
    const AWS = busAccounts.map((account) => sub(`arn:\${AWS::Partition}:iam::${account}:root`))
    statements.push({ Sid: 'AccountsThatMayPut', ...allow, Principal: { AWS } })
  }
  if (busOrganization !== undefined) {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': busOrganization } }
    statements.push({ Sid: 'OrganizationThatMayPut', ...allow, Principal: '*', Condition })
  }
  if (said['archive.days'] !== undefined) archive(template, name, said['archive.days'])
}

export const archiveName = (stage: string): string => `chat-gateway-${stage}-results`

/** Results alone: requests would be done again. */
function archive(template: Editable, name: string, days: number): void {
  template.Resources.ResultsArchive = {
    Type: 'AWS::Events::Archive',
    Properties: {
      ArchiveName: archiveName(name),
      SourceArn: att('EventBus', 'Arn'),
      EventPattern: { source: ['chat-gateway'] },
      RetentionDays: days,
    },
  }
  template.Outputs = { ...template.Outputs, ResultsArchiveName: { Value: ref('ResultsArchive') } }
}
