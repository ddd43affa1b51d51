import type { SQSRecord } from 'aws-lambda'
import type { Edges } from '../../../lib/edges.ts'
import type { LettersWatch } from './check/letters-watch.ts'

/** Faults at the door of the worker: what it gets in place of a message. */
export type DoorPlant = (record: SQSRecord, jobs: Pick<LettersWatch, 'lifeOf'>) => SQSRecord

const changed = (record: SQSRecord, change: (members: Record<string, unknown>) => object): SQSRecord => {
  try {
    const members = Object(JSON.parse(record.body))
    return members.reason ? { ...record, body: JSON.stringify(change(members)) } : record
  } catch {
    return record
  }
}

export const doorPlants: Readonly<Record<string, DoorPlant>> = {
  /** A worker that takes letters for doorbells, as it did once. */
  deaf: (record) => changed(record, ({ jobId }) => ({ jobId })),
  /** A worker that believes what a letter says, whatever its job's record has. */
  trusting: (record, jobs) =>
    changed(record, (members) => {
      const { operation, app, order } = jobs.lifeOf(String(members.jobId)) ?? {}
      return { ...members, ...(operation !== undefined && { operation, app, order }) }
    }),
}

type Connect = Edges['connectTable']
interface Found {
  readonly Item?: { workedAt?: unknown }
}

/** A table that never tells when an account was written last. */
export const ageless =
  ({ connectTable }: Edges): Connect =>
  async (patienceMs) => {
    const { sdk, client } = await connectTable(patienceMs)
    const send = async (command: unknown, options: object) => {
      const found = (await client.send(command as never, options as never)) as Found
      const { workedAt, ...Item } = found.Item ?? {}
      return workedAt === undefined ? found : { ...found, Item }
    }
    return { sdk, client: { send } } as Awaited<ReturnType<Connect>>
  }
