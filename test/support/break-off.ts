import { DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { Deployment } from './deployment.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** The state's records of requests with a key, as they stand where the process ended before it could store its answer. */
export async function breakOff(deployed: Pick<Deployment, 'tables'>): Promise<void> {
  const { url, name: TableName } = deployed.tables
  const client = new DynamoDBClient({ endpoint: url, region: 'local-1', credentials })
  const { Items = [] } = await client.send(new ScanCommand({ TableName }))
  const done = Items.filter(({ bodyHash, state }) => bodyHash && state?.S === 'done')
  for (const { pk } of done) {
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: pk! },
        UpdateExpression: 'SET #state = :running, freeAtMs = :past',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':running': { S: 'running' }, ':past': { N: '0' } },
      }),
    )
  }
  client.destroy()
  if (done.length === 0) throw new Error('no request with a key has been answered')
}
