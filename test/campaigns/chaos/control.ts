import { Agent } from 'node:http'
import { operations } from '../../../lib/operations/index.ts'
import { type Chat, startChat } from '../../../local/chat/index.ts'
import { schemas } from '../../../scripts/request-schemas.ts'
import { strictly } from '../../support/strict-seed.ts'
import { vendorUserSig } from '../../support/vendor-user-sig.ts'
import { ask } from './ask.ts'
import { ChatSide } from './chat-side.ts'
import { checkEffects, checkFinalState } from './check.ts'
import { drive } from './drive.ts'
import { effectsOf } from './effects.ts'
import { type EmulatorState, readFinalState } from './final-state.ts'
import { itemsOf, type Story } from './history.ts'
import { checkMessages, readMessages } from './messages.ts'
import { ATTEMPT_TIMEOUT_MS } from './rig.ts'
import type { Rule, Violation } from './rules.ts'
import { drawSchedule, type Schedule } from './schedule.ts'
import type { Asked, Step } from './workload.ts'

/** What the naive client must be caught at, or the campaign would not notice a gateway like it. */
export const EXPECTED: readonly Rule[] = ['false ok', 'false failed', 'silent duplicate', 'message sent twice']

const TRIES = 3

/** Faults that the naive client meets at once, and in all before it counts as not caught: it may be lucky with few. */
const LEAST_FAULTS = 300
const MOST_FAULTS = 2000

/** What the naive client was not caught at. */
export const uncaught = (caught: Readonly<Partial<Record<Rule, unknown>>>): Rule[] =>
  EXPECTED.filter((rule) => !caught[rule])

/** Puts the naive client through a schedule of the seed, and through more where it was lucky with that: a short one may not prove it. */
export async function runControls(seed: number, faults: number): Promise<Violation[]> {
  const size = Math.min(MOST_FAULTS, Math.max(LEAST_FAULTS, faults))
  const caught: Violation[] = []
  for (let met = 0; met < MOST_FAULTS; met += size) {
    caught.push(...(await runControl(drawSchedule(seed + met, size))))
    if (uncaught(Object.groupBy(caught, ({ rule }) => rule)).length === 0) break
  }
  return caught
}

/**
 * Puts a client through the schedule as many would write it: it takes ErrorCode 0 for success, a time-out for failure, sends
 * again what failed, and writes whatever it is asked to write, all at once.
 */
async function runControl(schedule: Schedule): Promise<Violation[]> {
  const side = await ChatSide.start()
  const chat = await startChat({ port: 0, seed: strictly(schedule.seed), heard: (record) => side.heard(record) })
  side.leadTo(chat.url)
  const stories: Story[] = []
  const agent = new Agent({ keepAlive: true })
  const take = async ({ calls }: Step) => {
    await Promise.all(
      calls.flatMap((asked) =>
        Array.from({ length: asked.copies }, async () => void stories.push(await tell(asked, { side, chat, agent }))),
      ),
    )
  }
  try {
    await drive(schedule, { take, loose: async (fault) => void (await side.loose(fault)) }, () => undefined)
    const effects = side.records.flatMap((record) => effectsOf(record, side.troubles.get(record.random ?? '')))
    const state = readFinalState((await side.state()) as EmulatorState)
    // Who asks for the same message several times at once gets it as often.
    const single = stories.filter(({ asked }) => asked.copies === 1)
    return [
      ...checkEffects(stories, effects, ATTEMPT_TIMEOUT_MS, []),
      ...checkFinalState(stories, state),
      ...checkMessages(single, effects, side.leftAt, await readMessages(single, side)),
    ]
  } finally {
    agent.destroy()
    await chat.close()
    await side.close()
  }
}

interface Way {
  readonly side: ChatSide
  readonly chat: Chat
  readonly agent: Agent
}

async function tell(asked: Asked, way: Way): Promise<Story> {
  const startedAt = Date.now()
  const isOk = await isDone(asked, way)
  const status = isOk ? 'ok' : 'failed'
  const results = itemsOf(asked).map((userId) => ({ userId, status }))
  const body = { requestId: 'naive', outcome: status, results }
  return { asked: { ...asked, way: 'now' }, startedAt, told: [{ at: Date.now(), by: 'answer', status: 200, body }] }
}

/** Whether Chat said 0, at whichever try. */
async function isDone({ operation, app, body }: Asked, { side, chat, agent }: Way): Promise<boolean> {
  const row = operations.get(operation)!
  const list = row.items && (body[row.items.member] as readonly unknown[] | undefined)
  const { required } = schemas[operation] as { readonly required: readonly string[] }
  if (!required.every((name) => Object.hasOwn(body, name)) || typeof (body.userId ?? '') !== 'string') return false
  if (row.items && !list?.length) return false
  const { sdkAppId, adminUserId, secretKey } = chat.secrets()[app]!
  const userSig = vendorUserSig(sdkAppId, secretKey, adminUserId, 3600)
  for (let count = 1; count <= TRIES; count++) {
    const random = Math.floor(Math.random() * 2 ** 32)
    // Each try is a message of its own to Chat, as where nobody thinks of its numbers.
    const sent = row.call(body, {
      items: list?.map((item) => row.items?.toUpstream(item, body)),
      from: undefined,
      numbers: { random, seq: random },
    })
    const query = `sdkappid=${sdkAppId}&identifier=${adminUserId}&usersig=${userSig}&random=${random}&contenttype=json`
    const code = await errorCode(`${side.origins[0]}/${row.path}?${query}`, sent, agent).catch(() => undefined)
    if (code === 0) return true
  }
  return false
}

/** Rejects for whatever keeps the reply from being read in time. */
async function errorCode(url: string, body: object, agent: Agent): Promise<unknown> {
  return JSON.parse((await ask(url, { body, agent, timeoutMs: ATTEMPT_TIMEOUT_MS })).text).ErrorCode
}
