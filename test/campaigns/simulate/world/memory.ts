import type { AttributeValue, WriteRequest } from '@aws-sdk/client-dynamodb'
import { readOrders } from '../../../../lib/jobs/orders.ts'
import type { Body } from '../asked.ts'
import { idsIn } from '../bodies.ts'
import type { Invocation } from '../invocation.ts'
import type { Client } from './service.ts'

/** What the jobs weigh together that a worker works on at once, as its settings have it; so little that many windows are full. */
export const WINDOW_BYTES = 8000
const ITEM_BYTES = 300

type Item = Readonly<Record<string, AttributeValue>>
type Window = ReadonlyMap<string, number>

/** What one worker has read of each account, by the orders of jobs; what it knew to be begun; and what it works on. */
interface Held {
  readonly read: Map<string, Map<number, Read>>
  readonly before: Map<string, ReadonlySet<number>>
  readonly begun: Map<string, Window>
}

interface Read {
  readonly jobId: string
  readonly weight: number
}

/** A request to the jobs table that was answered. */
export interface Answered {
  readonly kind: string
  readonly input: object
  readonly answer: object
}

export interface MemoryParts {
  /** Ends a worker as it ends that has no memory left. */
  readonly kill: (client: Client) => void
  readonly broken: (rule: string, what: string) => void
}

/**
 * The memory of workers, as far as it can be told from what they ask of the jobs table. A worker holds no more than its settings say,
 * or one job; while memory is short, it dies of any window of several jobs.
 */
export class Memory {
  isShort = false
  deaths = 0
  parts: MemoryParts = { kill: () => undefined, broken: () => undefined }
  readonly #held = new WeakMap<Invocation, Held>()
  /** Jobs of windows that a worker has died of, by account, until each was begun by itself. */
  readonly #deadly = new Map<string, Set<string>>()

  answered(invocation: Invocation, client: Client, { kind, input, answer }: Answered): void {
    const held = this.#of(invocation)
    if (kind === 'batchGet') readInto(held, answer)
    if (kind === 'batchWrite') for (const group of endedIn(input)) held.begun.delete(group)
    const { Key = {}, ExpressionAttributeValues: values = {} } = input as Asked
    const group = groupIn(Key.pk ?? values[':pk'])
    if (kind === 'query') held.before.set(group, begunIn((answer as Found).Items?.find(isAccount)))
    if (Key.sk?.S !== 'account') return
    if (kind === 'get') held.before.set(group, begunIn((answer as Found).Item))
    if (kind !== 'update' || !values[':begun']) return
    if (Number(values[':until']?.N) === 0) held.begun.delete(group)
    else this.#begins(held, group, readOrders(values[':begun'].S ?? ''), client)
  }

  /** What fails ends the work on some account, and nobody can tell here on which. */
  failed(invocation: Invocation): void {
    this.#held.delete(invocation)
  }

  #begins(held: Held, group: string, orders: ReadonlySet<number>, client: Client): void {
    const window = windowOf(held, group, orders)
    held.begun.set(group, window)
    const windows = [...held.begun.values()]
    const alone = windows.filter(({ size }) => size === 1).map(sumOf)
    const weight = windows.reduce((sum, one) => sum + sumOf(one), 0)
    const what = `${weight} bytes of ${windows.map(({ size }) => size).join('+')} jobs`
    if (weight - Math.max(0, ...alone) > WINDOW_BYTES)
      this.parts.broken('a worker holds no more than it has room for', what)
    this.#dieOf(window, group, client)
  }

  #dieOf(window: Window, group: string, client: Client): void {
    const deadly = this.#deadly.get(group) ?? new Set()
    const [first = ''] = window.keys()
    if (window.size <= 1) {
      deadly.delete(first)
      return
    }
    const again = [...window.keys()].filter((jobId) => deadly.has(jobId))
    if (again.length > 0)
      this.parts.broken('what a worker has died of is taken up one by one', `${again.join()} of ${group}`)
    if (!this.isShort) return
    this.#deadly.set(group, new Set(window.keys()))
    this.deaths++
    this.parts.kill(client)
  }

  #of(invocation: Invocation): Held {
    const held = this.#held.get(invocation) ?? { read: new Map(), before: new Map(), begun: new Map() }
    this.#held.set(invocation, held)
    return held
  }
}

interface Asked {
  readonly Key?: Item
  readonly ExpressionAttributeValues?: Item
}

interface Found {
  readonly Item?: Item
  readonly Items?: readonly Item[]
}

const isAccount = ({ sk }: Item): boolean => sk?.S === 'account'
const begunIn = (account: Item | undefined): ReadonlySet<number> => readOrders(account?.begun?.S ?? '')
const groupIn = (pk: AttributeValue | undefined): string => (pk?.S ?? '').replace(/^account#/, '')

/** Accounts of which a batch notes that what was begun has ended. */
function endedIn(input: object): string[] {
  const { RequestItems = {} } = input as { readonly RequestItems?: Readonly<Record<string, readonly WriteRequest[]>> }
  const written = Object.values(RequestItems)
    .flat()
    .flatMap(({ PutRequest }) => (PutRequest?.Item ? [PutRequest.Item] : []))
  return written.filter(({ sk }) => sk?.S === 'ended').map(({ pk }) => groupIn(pk))
}

/** What a worker has begun with now: all that was not begun before; and where nothing is left of that, the first of what was. */
function windowOf({ read, before }: Held, group: string, orders: ReadonlySet<number>): Window {
  const jobs = [...(read.get(group) ?? [])].filter(([order]) => orders.has(order)).sort(([one], [other]) => one - other)
  const fresh = jobs.filter(([order]) => !before.get(group)?.has(order))
  const window = fresh.length > 0 ? fresh : jobs.slice(0, 1)
  return new Map(window.map(([, { jobId, weight }]) => [jobId, weight]))
}

function readInto({ read }: Held, answer: object): void {
  const { Responses = {} } = answer as { readonly Responses?: Readonly<Record<string, readonly Item[]>> }
  for (const item of Object.values(Responses).flat()) {
    const group = item.group?.S
    if (group === undefined || item.state?.S !== 'queued') continue
    const jobs = read.get(group) ?? new Map<number, Read>()
    read.set(group, jobs.set(Number(item.order?.N), { jobId: item.jobId?.S ?? '', weight: weightOf(item) }))
  }
}

/** By what is in it, whatever is written beside it; nothing is packed here (take-over.ts). */
function weightOf({ body, answer }: Item): number {
  const [asked = '', kept = ''] = [body, answer].map((value) => value?.B && Buffer.from(value.B).toString())
  return asked.length + kept.length + ITEM_BYTES * idsIn(JSON.parse(asked) as Body).length
}

const sumOf = (window: Window): number => [...window.values()].reduce((sum, weight) => sum + weight, 0)
