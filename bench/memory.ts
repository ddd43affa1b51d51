import { fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { startSecrets } from '../local/aws/secrets.ts'
import { gatewayBundle } from './bundle.ts'
import { median } from './load.ts'
import type { HoldFigures, HoldOrder } from './measure-memory.ts'
import { columns } from './report.ts'
import { LAMBDA, type Stage, secretsFor } from './stage.ts'

const FRIENDS = [2500, 5000, 10_000]

export interface MemoryFigures {
  readonly friends: number
  readonly bodyBytes: number
  readonly answerBytes: number
  readonly calls: number
  /** Most that was in use at once, garbage not counted. */
  readonly heldBytes: number
  /** By how much the process grew, garbage and all. */
  readonly grownBytes: number
}

/** Each figure comes from fresh processes, since one that has grown once does not grow again. */
export async function measureMemory({ ports, authority }: Stage, runs: number): Promise<MemoryFigures[]> {
  const secrets = await startSecrets({ port: 0, secrets: secretsFor(ports) })
  const env = { ...LAMBDA, NODE_EXTRA_CA_CERTS: authority, AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url }
  const taken = new Map<number, HoldFigures[]>(FRIENDS.map((friends) => [friends, []]))
  try {
    // Sizes take turns, so that a slow spell hits all alike.
    for (let run = 0; run < 2 * runs; run++) {
      for (const [friends, figures] of taken) {
        const order = { bundle: pathToFileURL(gatewayBundle).href, port: ports.each ?? 0, friends }
        figures.push(await hold({ ...order, collects: run % 2 === 0 }, env))
      }
    }
  } finally {
    await secrets.close()
  }
  return [...taken].map(([friends, figures]) => summaryOf(friends, figures))
}

async function hold(order: HoldOrder, env: NodeJS.ProcessEnv): Promise<HoldFigures> {
  const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc']
  const child = fork(path.join(import.meta.dirname, 'measure-memory.ts'), { env, execArgv: ['--expose-gc'], stdio })
  const answers: HoldFigures[] = []
  child.on('message', (figures: HoldFigures) => answers.push(figures))
  child.send(order)
  const [exitCode] = await once(child, 'exit')
  const [figures] = answers
  if (exitCode !== 0 || !figures) throw new Error('the measuring process failed; see above')
  return figures
}

function summaryOf(friends: number, figures: readonly HoldFigures[]): MemoryFigures {
  const middle = (name: 'heldBytes' | 'grownBytes', collects: boolean) =>
    median(figures.filter((one) => one.collects === collects).map((one) => one[name]))
  const { bodyBytes, answerBytes, calls } = figures[0] as HoldFigures
  const memory = { heldBytes: middle('heldBytes', true), grownBytes: middle('grownBytes', false) }
  return { friends, bodyBytes, answerBytes, calls, ...memory }
}

const MB = 1024 * 1024

export function printMemory(figures: readonly MemoryFigures[]): string {
  const rows = figures.map(({ friends, bodyBytes, answerBytes, calls, heldBytes, grownBytes }) => [
    friends.toLocaleString('en'),
    (bodyBytes / MB).toFixed(2),
    (answerBytes / MB).toFixed(2),
    calls,
    (heldBytes / MB).toFixed(1),
    (heldBytes / friends / 1024).toFixed(2),
    (grownBytes / MB).toFixed(1),
    (grownBytes / friends / 1024).toFixed(2),
  ])
  return [
    `One request of friends.update on Node ${process.versions.node}; memory beyond an instance that has answered one friend:`,
    columns([
      ['friends', 'body MB', 'answer MB', 'calls', 'held MB', 'kB a friend', 'grown MB', 'kB a friend'],
      ...rows,
    ]),
    `Each further friend, where memory is linear in their number the same from size to size:`,
    columns([
      ['friends', 'held kB', 'grown kB'],
      ...figures.slice(1).map((to, index) => furtherFriend(figures[index], to)),
    ]),
  ].join('\n\n')
}

/** What a friend more costs between two sizes: what costs the same at any size, such as the engine's own reserve, falls out. */
function furtherFriend(from: MemoryFigures | undefined, to: MemoryFigures): readonly string[] {
  const slope = (name: 'heldBytes' | 'grownBytes') =>
    ((to[name] - (from?.[name] ?? 0)) / (to.friends - (from?.friends ?? 0)) / 1024).toFixed(2)
  return [
    `${from?.friends.toLocaleString('en')} to ${to.friends.toLocaleString('en')}`,
    slope('heldBytes'),
    slope('grownBytes'),
  ]
}
