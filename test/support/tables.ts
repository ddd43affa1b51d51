import { readTables, startTables as startLocalTables } from '../../local/aws/tables.ts'

/** DynamoDB's stand-in on a free port, with the table of serverless.yml, empty. */
export interface Tables {
  /** What AWS_ENDPOINT_URL_DYNAMODB takes. */
  readonly url: string
  readonly name: string
  readonly close: () => Promise<void>
}

export async function startTables(): Promise<Tables> {
  const tables = readTables('serverless.yml', {})
  const { url, names, close } = await startLocalTables({ port: 0, tables })
  return { url, name: names[0]!, close }
}
