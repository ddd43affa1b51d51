import type { Stage } from '../stage.ts'
import { att, type Editable, ref } from './editable.ts'
import { arnOfTable } from './jobs-table.ts'

/** What others wire to. The API's id and URL osls puts out itself. */
const OUTPUTS: Readonly<Record<string, unknown>> = {
  EventBusName: ref('EventBus'),
  EventBusArn: att('EventBus', 'Arn'),
  JobsQueueUrl: ref('JobsQueue'),
  JobsQueueArn: att('JobsQueue', 'Arn'),
  JobsDeadLettersUrl: ref('JobsDeadLetters'),
  JobsDeadLettersArn: att('JobsDeadLetters', 'Arn'),
  EventsDeadLettersUrl: ref('EventsDeadLetters'),
  EventsDeadLettersArn: att('EventsDeadLetters', 'Arn'),
  JobsTableName: ref('JobsTable'),
  JobsTableArn: att('JobsTable', 'Arn'),
  StateTableName: ref('StateTable'),
  StateTableArn: att('StateTable', 'Arn'),
  HttpRoleArn: att('HttpRole', 'Arn'),
  EventsRoleArn: att('EventsRole', 'Arn'),
  WorkerRoleArn: att('WorkerRole', 'Arn'),
}

/** Says which version it is, and puts out what others wire to, each under a name that other stacks can import. osls exports only its own. */
export function putOut(template: Editable, { name, said }: Stage, version: string): void {
  template.Description = `chat-gateway, stage ${name}, version ${version}`
  const callers = Object.entries(template.Resources).flatMap(([id, { Type }]) =>
    Type === 'AWS::IAM::Role' && id.startsWith('CallerRole') ? [[`${id}Arn`, att(id, 'Arn')] as const] : [],
  )
  const path = said['domain.basePath']
  const domain =
    said['domain.name'] === undefined
      ? []
      : [['DomainUrl', `https://${said['domain.name']}${path === undefined ? '' : `/${path}`}`] as const]
  const own = [...Object.entries({ ...OUTPUTS, ...ofJobsTable(said.jobsTable) }), ...callers, ...domain].map(
    ([id, Value]) => [id, { Value, Export: { Name: `chat-gateway-${name}-${id}` } }],
  )
  // Not to be imported: an export that somebody uses can't change, and this one changes with every deployment.
  template.Outputs = { ...template.Outputs, ...Object.fromEntries(own), Version: { Value: version } }
}

const ofJobsTable = (table: string | undefined): Readonly<Record<string, unknown>> =>
  table === undefined ? {} : { JobsTableName: table, JobsTableArn: arnOfTable(table) }
