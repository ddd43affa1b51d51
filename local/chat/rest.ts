import { setTimeout as delay } from 'node:timers/promises'
import { type CallRecord, summarise } from './calls.ts'
import type { ItemFaults, Prepared } from './commands/command.ts'
import { disturb } from './disturbance.ts'
import type { Fault } from './faults.ts'
import { type Admitted, admit, appBySdkAppId, type RestRequest } from './gate.ts'
import { envelope, inOrder, Refusal, type Reply, usualInfo } from './replies.ts'
import type { World } from './world/index.ts'

/** What is to be sent, and what is to go wrong in sending it. */
export interface Outcome {
  reply: Reply
  fault: Fault | undefined
}

/** Carries out one REST call and keeps its record; `send` puts the outcome on the wire. */
export async function serveCall(
  world: World,
  request: RestRequest,
  send: (outcome: Outcome) => Promise<void> | void,
): Promise<void> {
  const began = world.now()
  const record = recordOf(world, request, began)
  world.calls.add(record, request.body?.length ?? 0)
  const outcome = await carryOut(world, request, record)
  const { fault } = outcome
  const lost = fault?.kind !== undefined || fault?.httpStatus !== undefined
  record.answer = lost && !record.carriedOut ? null : summarise(outcome.reply)
  record.durationMs = world.now() - began
  world.log(describe(record))
  world.heard(record)
  await send(outcome)
}

/** What bodies call the account that a call is about. */
const accountNames = [
  'From_Account',
  'UserID',
  'Identifier',
  'Set_Account',
  'Get_Account',
  'Robot_Account',
  'Operator_Account',
  'Report_Account',
  'To_Account',
]

async function carryOut(world: World, request: RestRequest, record: CallRecord): Promise<Outcome> {
  const service = request.target?.service ?? ''
  try {
    const admitted = admit(world, request)
    const prepared = prepare(world, admitted)
    // A fault strikes a call that would else be carried out: one refused above has not used it up.
    const { command, app, body } = admitted
    const account = accountNames.map((name) => body[name]).find((userId) => userId !== undefined)
    const fault = world.faults.take({ command: command.name, app: app.name, account })
    record.fault = fault ?? null
    const result = await work(world, prepared, fault)
    record.carriedOut = hasEffect(fault)
    return { reply: finish(admitted, result, fault), fault }
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal
    return { reply: envelope(service, refusal.code, refusal.message), fault: undefined }
  }
}

function prepare(world: World, { app, command, body, query }: Admitted): Prepared {
  const { limits } = world
  const prepared = command.prepare({ command: command.name, app, body, query, limits, now: world.now() })
  if (prepared.writes?.writing) throw new Refusal(30008, usualInfo(command.name, 30008))
  return prepared
}

// A write holds its account from its arrival to its effect, so two that overlap in time conflict whatever they change.
async function work(world: World, prepared: Prepared, fault: Fault | undefined): Promise<Reply> {
  const { writes } = prepared
  if (writes) writes.writing = true
  try {
    await pause(world, (writes ? world.limits.writeMs : 0) + (fault?.latencyMs ?? 0))
    return hasEffect(fault) ? prepared.run(itemFaults(fault)) : {}
  } finally {
    if (writes) writes.writing = false
  }
}

async function pause(world: World, ms: number): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal: world.closing.signal })
}

function hasEffect(fault: Fault | undefined): boolean {
  const replaced = fault?.errorCode ?? fault?.kind ?? fault?.httpStatus
  return replaced === undefined || fault?.after === true
}

function itemFaults(fault: Fault | undefined): ItemFaults {
  return { codes: fault?.items ?? {}, after: fault?.after === true }
}

function finish({ command }: Admitted, result: Reply, fault: Fault | undefined): Reply {
  if (fault?.errorCode === undefined) {
    // A command that did a part says so with a word of its own.
    const whole = { ...result, ...envelope(command.service, 0, command.successInfo, command.display), ...result }
    return disturb(inOrder(whole, command.order), fault?.reply)
  }
  const info = fault.errorInfo ?? usualInfo(command.name, fault.errorCode)
  return envelope(command.service, fault.errorCode, info)
}

function recordOf(world: World, { target, query, body }: RestRequest, began: number): CallRecord {
  return {
    time: new Date(began).toISOString(),
    command: target?.name ?? '',
    app: appBySdkAppId(world, query.get('sdkappid'))?.name ?? null,
    identifier: query.get('identifier'),
    usersig: '[redacted]',
    random: query.get('random'),
    body: legible(body),
    answer: null,
    carriedOut: false,
    fault: null,
    durationMs: null,
  }
}

function legible(body: string | undefined): unknown {
  if (body === undefined) return 'bytes that are no UTF-8'
  try {
    return JSON.parse(body)
  } catch {
    return body.slice(0, 1000)
  }
}

function describe({ command, app, answer, fault, durationMs }: CallRecord): string {
  const codes = Object.values(answer?.items ?? {})
  const failed = codes.filter((code) => code !== 0).length
  const items = codes.length > 0 ? `, ${codes.length - failed} ok, ${failed} failed` : ''
  const struck = fault ? `, fault ${JSON.stringify(fault)}` : ''
  const verdict = answer ? `${answer.ErrorCode} ${answer.ErrorInfo}`.trim() : 'no answer'
  return `${command || 'unknown command'} of ${app ?? 'unknown app'}: ${verdict}${items}${struck} (${durationMs} ms)`
}
