import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StateTable, type Terms } from '../../../lib/ledger/state-table.ts'
import { startTables } from '../../support/tables.ts'

/** Whether requests may take as long as a busy machine needs, or as long as the gateway really waits for them. */
export type TablePatience = 'any' | 'real'

/**
 * A table that counts what is asked of it, as DynamoDB would: failed conditions too. It notes how long each request is given. Most
 * callers reckon that by a clock of their test's, which stands still while the engine works, so it binds nobody unless a test is
 * about that.
 */
export class CountedTable extends StateTable {
  readonly #isPatient: boolean
  writes = 0
  reads = 0
  /** How long each request was given, in milliseconds. */
  readonly bounds: (number | undefined)[] = []

  constructor(name: string, patience: TablePatience = 'any') {
    super(name, patience === 'any' ? { patienceMs: 30_000 } : {})
    this.#isPatient = patience === 'any'
  }

  #noted<T extends Pick<Terms, 'withinMs'>>(terms: T): T {
    this.bounds.push(terms.withinMs)
    return this.#isPatient ? { ...terms, withinMs: Number.POSITIVE_INFINITY } : terms
  }

  override put(...[key, item, terms = {}]: Parameters<StateTable['put']>) {
    this.writes++
    return super.put(key, item, this.#noted(terms))
  }

  override update(...[key, change, terms, returns]: Parameters<StateTable['update']>) {
    this.writes++
    return super.update(key, change, this.#noted(terms), returns)
  }

  override delete(...[key, terms = {}]: Parameters<StateTable['delete']>) {
    this.writes++
    return super.delete(key, this.#noted(terms))
  }

  override get(pk: string, terms: Pick<Terms, 'withinMs'> = {}) {
    this.reads++
    return super.get(pk, this.#noted(terms))
  }
}

export interface State {
  readonly url: string
  readonly name: string
  /** A table of an instance of its own, with a client of its own. */
  readonly table: () => Promise<CountedTable>
  readonly close: () => Promise<void>
}

/** A client of its own for the endpoint, made from the environment as Lambda sets it. */
export async function tableAt(url: string, name = 'state', patience?: TablePatience): Promise<CountedTable> {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: url,
  })
  const table = new CountedTable(name, patience)
  // The client reads its settings when it first sends.
  await table.get('nothing', { withinMs: 50 }).catch(() => undefined)
  table.reads = 0
  table.bounds.length = 0
  return table
}

export async function startState(): Promise<State> {
  const { url, name, close } = await startTables()
  return { url, name, table: () => tableAt(url, name), close }
}

export interface Port {
  readonly url: string
  /** How many requests have come. */
  readonly requests: () => number
  readonly close: () => Promise<void>
}

/** Where somebody listens, takes every request, and never answers. */
export async function hangingPort(): Promise<Port> {
  let requests = 0
  const server = createServer(() => {
    requests++
  })
  return { ...(await listen(server)), requests: () => requests }
}

export interface ForgetfulPort {
  readonly url: string
  /** The next request is passed on and its reply lost. */
  readonly loseNext: () => void
  readonly lost: () => number
  readonly close: () => Promise<void>
}

/** Passes requests on to another port. */
export async function forgetfulPort(target: string): Promise<ForgetfulPort> {
  let isLosing = false
  let lost = 0
  const server = createServer((asked, reply) => {
    const { method, url = '/', headers } = asked
    const forward = request(new URL(url, target), { method, headers }, (answer) => {
      if (isLosing) {
        isLosing = false
        lost++
        answer.resume().on('end', () => asked.socket.destroy())
        return
      }
      reply.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(reply)
    })
    asked.pipe(forward)
  })
  const loseNext = () => {
    isLosing = true
  }
  return { ...(await listen(server)), loseNext, lost: () => lost }
}

async function listen(server: Server) {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((closed) => server.close(() => closed()))
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
