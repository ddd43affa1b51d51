import { createRequire } from 'node:module'
import { type Local, startLocal } from '../local/aws/start-local.ts'
import { ADMIN, SDK_APP_ID, type Seen, seedOf, Watcher } from './emulated.ts'
import { columns } from './report.ts'

export interface InstanceFigures {
  readonly callsPerSecond: number
  /** What the gateway answered, by HTTP status. */
  readonly statuses: Readonly<Record<string, number>>
  readonly load: Seen
  /** Fifty writers of one account at once, over the gateway and with a plain client. */
  readonly writers: { readonly statuses: Readonly<Record<string, number>>; readonly seen: Seen }
  readonly plainConflicts: number
  /** Why the run failed. */
  readonly faults: readonly string[]
}

const PROCESSES = 10
const CLIENTS = 40
const WRITERS = 50
const TOLERANCE = 1.05
const LOOK_MS = 1000

interface Vendor {
  readonly Api: new (sdkAppId: number, key: string) => { genSig(identifier: string, expire: number): string }
}

/** Ten processes of the function over one emulator, one DynamoDB and one quota. */
export async function measureInstances(quick: boolean): Promise<InstanceFigures> {
  // Less than the stand-ins serve on two cores, or it would be no limit.
  const callsPerSecond = quick ? 40 : 100
  const seed = seedOf(CLIENTS + 1, 1, { callsPerSecond: Math.ceil(callsPerSecond * TOLERANCE) })
  const environment = { UPSTREAM_CALLS_PER_SECOND: String(callsPerSecond), LOG_LEVEL: 'ERROR' }
  const local = await startLocal({
    seed: { ...seed, strictRandom: true },
    instances: PROCESSES,
    environment,
    events: false,
  })
  try {
    const { statuses, load } = await loadIt(local, quick ? 4000 : 10_000)
    const writers = await writeAtOnce(local)
    const plainConflicts = await writePlainly(local)
    const faults = [
      load.worstSecond > callsPerSecond * TOLERANCE && `Chat saw ${load.worstSecond} calls in one second`,
      load.overQuota > 0 && `Chat refused ${load.overQuota} calls for its quota`,
      (statuses[409] ?? 0) > 0 && 'a caller was told of a write conflict',
      writers.statuses[200] !== WRITERS && `of ${WRITERS} writers of one account some failed`,
    ].filter((fault) => fault !== false)
    return { callsPerSecond, statuses, load, writers, plainConflicts, faults }
  } finally {
    await local.close()
  }
}

/** Clients that ask again as soon as they are answered, each for an account of its own. */
async function loadIt(local: Local, ms: number) {
  const statuses: Record<string, number> = {}
  const watcher = new Watcher(local.chat)
  const end = Date.now() + ms
  const client = async (index: number) => {
    while (Date.now() < end) count(statuses, await update(local, index))
  }
  const watching = setInterval(() => void watcher.look(), LOOK_MS)
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)))
  clearInterval(watching)
  await watcher.look()
  return { statuses, load: watcher.seen() }
}

async function writeAtOnce(local: Local) {
  await fetch(`${local.chat.url}/_emulator/reset`, { method: 'POST' })
  const statuses: Record<string, number> = {}
  for (const status of await Promise.all(Array.from({ length: WRITERS }, () => update(local, CLIENTS)))) {
    count(statuses, status)
  }
  const watcher = new Watcher(local.chat)
  await watcher.look()
  return { statuses, seen: watcher.seen() }
}

/** The control: the same fifty writes without the gateway. How many met another. */
async function writePlainly({ chat }: Local): Promise<number> {
  await fetch(`${chat.url}/_emulator/reset`, { method: 'POST' })
  const { Api } = createRequire(import.meta.url)('tls-sig-api-v2') as Vendor
  const { secretKey } = chat.secrets().default!
  const usersig = new Api(SDK_APP_ID, secretKey).genSig(ADMIN, 600)
  const query = new URLSearchParams({ sdkappid: `${SDK_APP_ID}`, identifier: ADMIN, usersig, contenttype: 'json' })
  const item = { To_Account: 'f0', SnsItem: [{ Tag: 'Tag_SNS_IM_Remark', Value: 'plain' }] }
  const body = JSON.stringify({ From_Account: `a${CLIENTS}`, UpdateItem: [item] })
  const answers = await Promise.all(
    Array.from({ length: WRITERS }, async (_, random) => {
      const url = `${chat.url}/v4/sns/friend_update?${query}&random=${random}`
      return (await (await fetch(url, { method: 'POST', body })).json()) as { ErrorCode: number }
    }),
  )
  return answers.filter(({ ErrorCode }) => ErrorCode === 30008).length
}

async function update({ url }: Local, account: number): Promise<number> {
  const body = JSON.stringify({ userId: `a${account}`, friends: [{ userId: 'f0', remark: `at ${Date.now()}` }] })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/v1/friends/update`, { method: 'POST', headers, body })
  await answer.arrayBuffer()
  return answer.status
}

const count = (statuses: Record<string, number>, status: number) => {
  statuses[status] = (statuses[status] ?? 0) + 1
}

export function printInstances({ callsPerSecond, statuses, load, writers, plainConflicts, faults }: InstanceFigures) {
  const told = (all: Readonly<Record<string, number>>) =>
    Object.entries(all)
      .map(([status, times]) => `${status}: ${times}`)
      .join(', ')
  const rows = [
    ['what', 'answers', 'calls', 'calls/s', 'worst second', 'conflicts', 'over quota'],
    ...[
      [`${CLIENTS} clients, quota ${callsPerSecond}/s`, statuses, load] as const,
      [`${WRITERS} writers of one account`, writers.statuses, writers.seen] as const,
    ].map(([what, answers, seen]) => [
      what,
      told(answers),
      seen.calls,
      seen.perSecond.toFixed(0),
      seen.worstSecond,
      seen.conflicts,
      seen.overQuota,
    ]),
  ]
  const verdict =
    faults.length === 0 ? 'No caller saw a conflict, and no second held too many calls.' : faults.join('\n')
  return [
    `${PROCESSES} processes of the function over one Chat and one DynamoDB; what Chat saw:`,
    columns(rows),
    `The same ${WRITERS} writes with a plain client: ${plainConflicts} of them conflict.`,
    verdict,
  ].join('\n\n')
}
