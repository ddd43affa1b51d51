import type { Server } from 'node:http'
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { CREDENTIALS, REGION } from './account.ts'
import { closeNow, listen } from './listen.ts'
import { StartError } from './start-error.ts'
import { plainName, type Template } from './template.ts'

/** A table as serverless.yml describes it; CloudFormation's words for it are CreateTable's. */
export interface TableSettings {
  /** Where it is described, for what is wrong with it. */
  place: string
  properties: CreateTableCommandInput & { TableName: string }
}

export interface TablesOptions {
  port: number
  host?: string | undefined
  allowHosts?: readonly string[] | undefined
  tables: TableSettings[]
}

export interface Tables {
  /** What AWS_ENDPOINT_URL_DYNAMODB takes. */
  url: string
  names: string[]
  /** Deletes every item. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** Reads the tables among a serverless.yml's resources. Throws a StartError naming the place of one without a plain name. */
export function readTables(template: Template): TableSettings[] {
  return template.resources('AWS::DynamoDB::Table').map((resource) => {
    const TableName = plainName(resource, 'TableName', 'table')
    return { place: resource.place, properties: { ...Object(resource.properties), TableName } }
  })
}

/** DynamoDB with these tables, empty and in memory, for the SDK's own client. Signatures are not checked. */
export async function startTables({ tables, ...at }: TablesOptions): Promise<Tables> {
  const server = sturdy(dynalite({ createTableMs: 0 }))
  const url = await listen(server, { ...at, what: 'the DynamoDB stand-in', flag: '--tables-port' })
  const close = () => closeNow(server)
  const client = new DynamoDBClient({ endpoint: url, region: REGION, credentials: CREDENTIALS })
  try {
    await Promise.all(tables.map((table) => create(client, table)))
  } catch (error) {
    await close()
    client.destroy()
    throw error
  }
  const clear = async () => void (await Promise.all(tables.map((table) => empty(client, table))))
  const closeAll = async () => {
    client.destroy()
    await close()
  }
  return { url, names: tables.map(({ properties }) => properties.TableName), clear, close: closeAll }
}

async function empty(client: DynamoDBClient, { properties }: TableSettings): Promise<void> {
  const { TableName, KeySchema = [] } = properties
  const names = KeySchema.map(({ AttributeName }) => AttributeName!)
  for await (const { Items = [] } of paginateScan({ client, pageSize: PAGE }, { TableName })) {
    const requests = Items.map((item) => ({
      DeleteRequest: { Key: Object.fromEntries(names.map((name) => [name, item[name]!])) },
    }))
    if (requests.length > 0) await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }))
  }
}

/** As many as one BatchWriteItem takes. */
const PAGE = 25

/** Takes out of dynalite what would bring the whole gateway down. */
function sturdy(server: Server): Server {
  // It throws, where nobody can catch it, when a client goes away in the middle of a request.
  server.on('request', (request) => request.removeAllListeners('error'))
  // Its close() also closes the store, and an operation still under way then throws likewise. Memory needs no closing.
  delete (server as Partial<Server>).close
  return server
}

/** Resolves once the table can be used: it is not at once, as on AWS. */
async function create(client: DynamoDBClient, { place, properties }: TableSettings): Promise<void> {
  try {
    await client.send(new CreateTableCommand(properties))
  } catch (error) {
    throw new StartError(`serverless.yml: ${place}: DynamoDB won't have the table: ${(error as Error).message}`, {
      cause: error,
    })
  }
  const describe = new DescribeTableCommand({ TableName: properties.TableName })
  while ((await client.send(describe)).Table?.TableStatus !== 'ACTIVE');
}
