import { readTables, startTables as startLocalTables } from '../../local/aws/tables.ts'
import { Template } from '../../local/aws/template.ts'

/** DynamoDB's stand-in on a free port, with the tables of serverless.yml, empty. */
export interface Tables {
  /** What AWS_ENDPOINT_URL_DYNAMODB takes. */
  readonly url: string
  /** Of STATE_TABLE. */
  readonly name: string
  /** Of JOBS_TABLE. */
  readonly jobsName: string
  readonly names: readonly string[]
  readonly close: () => Promise<void>
}

export async function startTables(): Promise<Tables> {
  const tables = readTables(new Template('serverless.yml', {}))
  const { url, names, close } = await startLocalTables({ port: 0, tables })
  const ending = (end: string) => names.find((name) => name.endsWith(end))!
  return { url, name: ending('-state'), jobsName: ending('-jobs'), names, close }
}
