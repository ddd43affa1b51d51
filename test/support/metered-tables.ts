import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What DynamoDB would ask money for, by the stand-in's own reckoning. */
export interface Units {
  readonly reads: number
  readonly writes: number
}

export interface MeteredTables {
  readonly url: string
  /** What was used since this was asked last. */
  readonly used: () => Units
  readonly close: () => Promise<void>
}

/** Of one table. */
interface Capacity {
  readonly CapacityUnits: number
}

const READS = new Set(['GetItem', 'Query', 'BatchGetItem', 'Scan'])

/** Stands before a DynamoDB and asks with each call what capacity it takes, which the functions themselves don't. */
export async function startMeteredTables(target: string): Promise<MeteredTables> {
  let units = { reads: 0, writes: 0 }
  const server = createServer(async (asked, reply) => {
    const action = String(asked.headers['x-amz-target']).split('.').at(-1) ?? ''
    const body = JSON.stringify({ ...JSON.parse(await text(asked)), ReturnConsumedCapacity: 'TOTAL' })
    const { 'content-length': _, host: __, connection: ___, ...kept } = asked.headers
    const headers = new Headers(Object.entries(kept).map(([name, value]) => [name, String(value)]))
    const answer = await fetch(target, { method: 'POST', headers, body })
    const { ConsumedCapacity, ...rest } = (await answer.json()) as {
      readonly ConsumedCapacity?: Capacity | readonly Capacity[]
    }
    const capacity = [ConsumedCapacity ?? []].flat()
    const kind = READS.has(action) ? 'reads' : 'writes'
    units = { ...units, [kind]: capacity.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, units[kind]) }
    reply.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(rest))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    used: () => {
      const used = units
      units = { reads: 0, writes: 0 }
      return used
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}
