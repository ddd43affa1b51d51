import type { Place } from '../place.ts'
import { type Finding, findingOf } from './finding.ts'

/** An operator may be far from the region; still, nothing may hang for good. */
const requestHandler = { connectionTimeout: 5000, requestTimeout: 5000, throwOnRequestTimeout: true }

const unnamed = (what: string, setting: string): Finding => ({
  what,
  state: 'left',
  says: `none is named: give --stage, or set ${setting} where the gateway has one`,
})

/** The table of quota, leases and idempotency keys, and that of the jobs. */
export async function checkTables(place: Place): Promise<readonly Finding[]> {
  const { stateTable, jobsTable } = place
  return [
    stateTable ? await checkTable('quota table', stateTable, place) : unnamed('quota table', 'STATE_TABLE'),
    jobsTable ? await checkTable('jobs table', jobsTable, place) : unnamed('jobs table', 'JOBS_TABLE'),
  ]
}

async function checkTable(what: string, name: string, place: Place): Promise<Finding> {
  const { DescribeTableCommand, DynamoDBClient } = await import('@aws-sdk/client-dynamodb')
  const client = new DynamoDBClient({ requestHandler, maxAttempts: 2 })
  try {
    const { Table: { TableStatus: status = 'of no state' } = {} } = await client.send(
      new DescribeTableCommand({ TableName: name }),
    )
    if (status === 'ACTIVE') return { what, state: 'well', says: `${name} is active` }
    return {
      what,
      state: 'fault',
      says: `${name} is ${status}`,
      cure: 'Wait until AWS has it ready, or see it in the console.',
    }
  } catch (error) {
    return findingOf(error, { what, name, permission: 'dynamodb:DescribeTable' }, place)
  } finally {
    client.destroy()
  }
}

/** The queue of doorbells, and those in which rests what could not be done. */
export async function checkQueues(place: Place): Promise<readonly Finding[]> {
  const { jobsQueue, deadLetters } = place
  if (!jobsQueue) return [unnamed('queue', 'JOBS_QUEUE_URL')]
  const found = [await checkQueue('queue', jobsQueue, place)]
  for (const name of deadLetters) found.push(await checkQueue('dead letters', name, place))
  return found
}

async function checkQueue(what: string, name: string, place: Place): Promise<Finding> {
  const { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } = await import('@aws-sdk/client-sqs')
  const client = new SQSClient({ requestHandler, maxAttempts: 2 })
  try {
    const url = URL.canParse(name) ? name : (await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
    )
    const count = Number(Attributes.ApproximateNumberOfMessages ?? 0)
    const says = `${name}: about ${count} ${count === 1 ? 'message' : 'messages'}`
    if (what === 'queue' || count === 0) return { what, state: 'well', says }
    return { what, state: 'note', says, cure: `See what rests there: npm run redrive -- ${place.flags}`.trim() }
  } catch (error) {
    return findingOf(error, { what, name, permission: 'sqs:GetQueueUrl and sqs:GetQueueAttributes' }, place)
  } finally {
    client.destroy()
  }
}

/** The bus that events come in on and results go out on. */
export async function checkBus(place: Place): Promise<Finding> {
  const { bus } = place
  if (!bus) return unnamed('bus', 'EVENT_BUS')
  const { DescribeEventBusCommand, EventBridgeClient } = await import('@aws-sdk/client-eventbridge')
  const client = new EventBridgeClient({ requestHandler, maxAttempts: 2 })
  try {
    const { Name } = await client.send(new DescribeEventBusCommand({ Name: bus }))
    return { what: 'bus', state: 'well', says: `${Name} is there` }
  } catch (error) {
    return findingOf(error, { what: 'bus', name: bus, permission: 'events:DescribeEventBus' }, place)
  } finally {
    client.destroy()
  }
}
