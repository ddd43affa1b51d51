import type { Stage } from '../stage.ts'
import { allOf, att, type Editable, propertiesOf } from './editable.ts'

/** Of a request over HTTP. `path` has no query string; nothing here has one, nor a header or a body. */
const ACCESS = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  caller: '$context.identity.userArn',
  ms: '$context.responseLatency',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
}

/** How long logs are kept, and under which key; the API's own, where it is to have one. */
export function decideLogs(template: Editable, { name, said }: Stage): void {
  if (said.accessLog) logAccess(template, name)
  for (const group of allOf(template, 'AWS::Logs::LogGroup')) {
    if (said.logRetentionDays !== undefined) group.RetentionInDays = said.logRetentionDays
    if (said['keys.logs'] !== undefined) group.KmsKeyId = said['keys.logs']
  }
}

function logAccess(template: Editable, name: string): void {
  const { RetentionInDays } = propertiesOf(template, 'HttpLogGroup')
  template.Resources.AccessLogGroup = {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: `/aws/http-api/chat-gateway-${name}`, RetentionInDays },
  }
  propertiesOf(template, 'HttpApiStage').AccessLogSettings = {
    DestinationArn: att('AccessLogGroup', 'Arn'),
    Format: JSON.stringify(ACCESS),
  }
}
