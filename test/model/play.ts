import assert from 'node:assert/strict'
import { MADE } from './accounts.ts'
import { sidesOf } from './messages.ts'
import { Model } from './model.ts'
import type { Rig } from './rig.ts'
import { BEGIN } from './seed.ts'
import { spoil } from './spoil.ts'
import { type App, sideSeen, stateOf, stateSeen } from './state.ts'
import type { Step } from './steps.ts'
import type { Loss, Request, Told } from './words.ts'

type Members = Readonly<Record<string, unknown>>

/** How often something was met, by name, so that a run can say what it has seen. */
export type Met = Map<string, number>

interface Stage {
  readonly rig: Rig
  readonly model: Model
  readonly met: Met
  readonly cursors: string[]
  now: number
  retry?: Request
}

/** Plays a sequence on the gateway and on the model; throws at the first answer, or at the last state, that differ. */
export async function play(rig: Rig, steps: readonly Step[], met: Met = new Map()): Promise<void> {
  await rig.reset()
  const stage: Stage = { rig, model: new Model(), met, cursors: [], now: BEGIN }
  for (const [index, step] of steps.entries()) {
    stage.now = BEGIN + index
    rig.setClock(stage.now)
    await at(`step ${index + 1} (${step.do})`, () => take(stage, step))
  }
  const state = await rig.state()
  await at('the state at the end', async () => same(stateSeen(state), stateOf(stage.model.apps)))
  for (const app of stage.model.apps.values()) await at(`the messages of ${app.name}`, () => sameMessages(rig, app))
}

/** None twice, none lost, none in another's history: together with how many there are in all. */
async function sameMessages(rig: Rig, app: App): Promise<void> {
  for (const [owner, peer, kept] of sidesOf(app)) same(sideSeen(await rig.side(app.name, owner, peer)), kept)
}

async function at(place: string, check: () => Promise<void>): Promise<void> {
  try {
    await check()
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

/** What the gateway said must be what the model says, to the last member. */
function same(seen: unknown, expected: unknown): void {
  assert.deepStrictEqual(seen, JSON.parse(JSON.stringify(expected)))
}

function take(stage: Stage, step: Step): Promise<void> {
  switch (step.do) {
    case 'call':
      return call(stage, step.request, step.loss)
    case 'walk':
      return walk(stage, step.request, step.from, step.loss)
    case 'repeat':
      return stage.retry ? call(stage, stage.retry) : Promise.resolve()
    case 'batch':
      return batch(stage, step.requests)
    case 'spoil':
      return spoilt(stage, step.request, step.how)
  }
}

/** The gateway's own clock, by which one push a second goes out, is no part of what is played. */
const PUSHES_APART_MS = 1100

const pathOf = (operation: string) => `/v1/${operation.replace('.', '/')}`

async function call(stage: Stage, request: Request, loss?: Loss): Promise<void> {
  await exchange(stage, request, loss)
}

/** One request, its answer compared; the cursor it brought, if any. */
async function exchange(stage: Stage, request: Request, loss?: Loss): Promise<string | undefined> {
  const { rig } = stage
  if (request.operation === 'push.send') rig.letPass(PUSHES_APART_MS)
  if (loss) await rig.lose(loss)
  const { status, json } = await rig.post(pathOf(request.operation), request.body)
  if (loss) await rig.forgetFaults()
  return compare(stage, request, { status, json: json as Members }, loss)
}

function compare(
  stage: Stage,
  request: Request,
  { status, json }: { readonly status: number; readonly json: Members },
  loss?: Loss,
): string | undefined {
  const { told, next } = stage.model.answer(request, stage.now, loss)
  const { cursor, ...seen } = readable(status, json, request)
  same({ ...seen, more: cursor !== undefined }, { ...told, more: next !== undefined })
  tally(stage.met, request, told, next)
  if (told.retry) stage.retry = { operation: request.operation, body: told.retry as Request['body'] }
  if (typeof cursor !== 'string' || next === undefined) return undefined
  stage.model.keep(cursor, request, next)
  stage.cursors.push(cursor)
  return cursor
}

async function walk(stage: Stage, request: Request, from?: number, loss?: Loss): Promise<void> {
  const kept = from === undefined ? undefined : stage.cursors[from % stage.cursors.length]
  let cursor = await exchange(stage, withCursor(request, kept), loss)
  while (cursor !== undefined) cursor = await exchange(stage, withCursor(request, cursor))
}

const withCursor = ({ operation, body }: Request, cursor: string | undefined): Request => ({
  operation,
  body: { ...body, ...(cursor !== undefined && { cursor }) },
})

/** Requests of different apps know nothing of each other, so whichever comes first at the emulator, their answers are sure. */
async function batch(stage: Stage, requests: readonly Request[]): Promise<void> {
  const entries = requests.map(({ operation, body }, index) => ({ id: `${index}`, operation, body }))
  const { status, json } = await stage.rig.post('/v1/batch', { requests: entries })
  const responses = json.responses ?? []
  assert.deepEqual(
    responses.map(({ id }) => id),
    entries.map(({ id }) => id),
  )
  for (const [index, request] of requests.entries()) {
    const response = responses[index]!
    compare(stage, request, { status: response.status, json: response.body as Members })
  }
  assert.equal(status, responses.every((response) => response.status === 200) ? 200 : 207)
}

async function spoilt(stage: Stage, { operation, body }: Request, how: number): Promise<void> {
  const { status, json } = await stage.rig.post(pathOf(operation), spoil(body, how))
  assert.deepEqual([status, json.code, (json.errors?.length ?? 0) > 0], [400, 'INVALID_REQUEST', true])
}

/** An answer without its texts, and without what differs every time. */
function readable(status: number, answer: Members, { body: { clientMessageId } }: Request): Members {
  const json = clientMessageId === undefined ? withoutMade(answer) : answer
  const { requestId, type, title, detail, upstream, errors, status: told = status, ...rest } = json
  assert.equal(told, status, 'a problem says the status it is sent with')
  const { results, messages } = rest as Readonly<Record<string, readonly Members[] | undefined>>
  return {
    ...rest,
    status,
    ...('taskId' in rest && { taskId: MADE }),
    ...('messageKey' in rest && { messageKey: MADE }),
    ...(results && { results: results.map(readableItem) }),
    ...(messages && { messages: messages.map(readableMessage) }),
  }
}

/** What was made up anew has a name that every run has. */
function withoutMade(json: Members): Members {
  const { clientMessageId, retry } = json
  if (typeof clientMessageId !== 'string') return json
  const isSame = Object(retry).clientMessageId === clientMessageId
  return { ...json, clientMessageId: MADE, ...(isSame && { retry: { ...Object(retry), clientMessageId: MADE } }) }
}

function readableItem({ error, ...result }: Members): Members {
  const { message, upstream, ...rest } = (error ?? {}) as Members
  return { ...result, ...rest, ...('messageKey' in result && { messageKey: MADE }) }
}

/** Of a message, what does not follow from its id. */
function readableMessage({ random, seq, ...message }: Members): Members {
  return { ...message, messageKey: MADE }
}

function tally(met: Met, { operation, body }: Request, told: Told, next: number | undefined): void {
  const results = (told.results ?? []) as readonly Members[]
  const ends = results.length > 0 ? results : [told]
  const names = [
    ...ends.map(({ code, status }) => `${operation} ${code ?? (results.length > 0 ? status : 'ok')}`),
    ...ends.map(({ code }) => `code ${code ?? 'none'}`),
    ...results.flatMap(({ relation }) => (relation === undefined ? [] : [`relation ${relation}`])),
    ...(next === undefined ? [] : [`${operation} more pages`]),
    ...(body.cursor === undefined ? [] : [`${operation} with a cursor: ${told.status}`]),
  ]
  for (const name of names) met.set(name, (met.get(name) ?? 0) + 1)
}
