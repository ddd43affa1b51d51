import type { Stage } from '../stage.ts'
import { allOf, type Editable, FUNCTIONS, grant, sub } from './editable.ts'

/** KMS keys of the user's own, and to each role just what it needs of them, through the service that encrypts and no other. */
export function decideKeys(template: Editable, { said }: Stage): void {
  const { 'keys.secrets': secrets, 'keys.tables': tables, 'keys.queues': queues } = said
  if (tables !== undefined) {
    for (const table of allOf(template, 'AWS::DynamoDB::Table')) {
      table.SSESpecification = { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: tables }
    }
  }
  if (queues !== undefined) {
    for (const queue of allOf(template, 'AWS::SQS::Queue')) {
      delete queue.SqsManagedSseEnabled
      queue.KmsMasterKeyId = queues
    }
  }
  for (const name of FUNCTIONS) {
    // The function that takes events reads no secret.
    if (secrets !== undefined && name !== 'Events') {
      grant(template, name, useOf('UseKeyOfSecrets', secrets, 'secretsmanager', ['kms:Decrypt']))
    }
    if (tables !== undefined)
      grant(template, name, useOf('UseKeyOfTables', tables, 'dynamodb', ['kms:Decrypt', 'kms:DescribeKey']))
    // Each of them sends, which takes a data key and a look at it.
    if (queues !== undefined)
      grant(template, name, useOf('UseKeyOfQueues', queues, 'sqs', ['kms:Decrypt', 'kms:GenerateDataKey']))
  }
}

const useOf = (Sid: string, Resource: string, service: string, Action: readonly string[]) =>
  ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
    Condition: { StringEquals: { 'kms:ViaService': sub(`${service}.\${AWS::Region}.amazonaws.com`) } },
  }) as const
