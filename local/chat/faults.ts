import { createHash } from 'node:crypto'
import { type Disturbance, readDisturbance } from './disturbance.ts'
import { entries, flag, integer, Misread, member, oneOf, optional, type Place, record, text } from './reading.ts'

export const faultKinds = ['cut', 'cutBody', 'malformed', 'html', 'silence', 'endless'] as const
export type FaultKind = (typeof faultKinds)[number]

/** What happens to an answer. At most one of errorCode, items, kind and httpStatus is set; latency goes with any. */
export interface Fault {
  latencyMs?: number
  errorCode?: number
  errorInfo?: string
  /** Error code per UserID. */
  items?: Record<string, number>
  kind?: FaultKind
  httpStatus?: number
  /** What is wrong in the reply of a call that was carried out; goes with items and latency. */
  reply?: Disturbance
  /** The command takes effect first, and then the fault happens. */
  after?: boolean
}

export interface ScriptedFault {
  id: number
  command?: string
  app?: string
  /** Only calls of this account: of From_Account, or the UserID of account_import. */
  account?: string
  /** Of the calls it is meant for, this share is struck, from 0 to 1; which ones follows from `seed` and their order. */
  share?: number
  seed?: number
  /** How many answers are still to be struck; null: all, until it is cleared. */
  times: number | null
  fault: Fault
}

/** What a fault goes by. */
export interface Struck {
  command: string
  app: string
  account: unknown
}

/** A scripted fault, and how many calls it was meant for so far. */
type Waiting = ScriptedFault & { met: number }

/** The faults that wait for calls, oldest first. */
export class FaultScript {
  #nextId = 1
  #pending: Waiting[] = []

  add(fault: Omit<ScriptedFault, 'id'>): ScriptedFault {
    const scripted = { id: this.#nextId++, ...fault }
    this.#pending.push({ ...scripted, met: 0 })
    return scripted
  }

  /** The oldest fault meant for this call, used up by one. One whose share passes the call by leaves it to the next. */
  take(call: Struck): Fault | undefined {
    const found = this.#pending.find((one) => isMeant(one, call) && strikes(one))
    if (!found) return undefined
    if (found.times !== null) found.times -= 1
    if (found.times === 0) this.#pending = this.#pending.filter((one) => one !== found)
    return found.fault
  }

  pending(): ScriptedFault[] {
    return this.#pending.map(({ met: _met, ...scripted }) => scripted)
  }

  /** @param app those of one app only; those of all apps stay then */
  clear(app?: string): void {
    this.#pending = this.#pending.filter((one) => app !== undefined && one.app !== app)
  }
}

function isMeant(fault: ScriptedFault, call: Struck): boolean {
  const { command = call.command, app = call.app, account = call.account } = fault
  return command === call.command && app === call.app && account === call.account
}

/** By a number that follows from the seed and the call's own, so that a run can be had again. */
function strikes(fault: Waiting): boolean {
  if (fault.share === undefined) return true
  const digest = createHash('sha256')
    .update(`${fault.seed} ${fault.met++}`)
    .digest()
  return digest.readUInt32BE() / 2 ** 32 < fault.share
}

const effects = ['errorCode', 'items', 'kind', 'httpStatus']

/** Checks the body of POST /_emulator/faults; throws Misread, naming the place. */
export function readFault(value: unknown, commands: string[], apps: string[]): Omit<ScriptedFault, 'id'> {
  const root = { value, path: '' }
  const places = record(root, ['command', 'app', 'account', 'share', 'seed', 'times', 'fault'])
  const at = (name: string) => member(root, places, name)
  const command = optional(at('command'), (place) => oneOf(place, commands), undefined)
  const app = optional(at('app'), (place) => oneOf(place, apps), undefined)
  const account = optional(at('account'), text, undefined)
  const share = optional(at('share'), shareOf, undefined)
  if ('seed' in places && share === undefined) throw new Misread(at('seed'), 'goes with a share')
  return {
    ...(command === undefined ? {} : { command }),
    ...(app === undefined ? {} : { app }),
    ...(account === undefined ? {} : { account }),
    ...(share === undefined ? {} : { share, seed: optional(at('seed'), (place) => integer(place, 0), 1) }),
    times: optional(at('times'), (place) => integer(place, 1, 1_000_000), share === undefined ? 1 : null),
    fault: readEffect(at('fault')),
  }
}

function shareOf(place: Place): number {
  const { value } = place
  if (typeof value !== 'number' || !(value > 0 && value <= 1))
    throw new Misread(place, 'must be above 0, and 1 at most')
  return value
}

const readers: Record<keyof Fault, (place: Place) => unknown> = {
  latencyMs: (place) => integer(place, 0, 600_000),
  errorCode: (place) => integer(place, 1),
  errorInfo: text,
  items: (place) => {
    const codes = entries(place).map(([userId, code]) => [userId, integer(code, 1)])
    if (codes.length === 0) throw new Misread(place, 'must name a UserID')
    return Object.fromEntries(codes)
  },
  kind: (place) => oneOf(place, faultKinds),
  httpStatus: (place) => integer(place, 200, 599),
  reply: readDisturbance,
  after: flag,
}

function readEffect(place: Place): Fault {
  const places = record(place, Object.keys(readers))
  const fault = Object.fromEntries(
    Object.entries(places).map(([name, at]) => [name, readers[name as keyof Fault](at)]),
  ) as Fault
  const chosen = effects.filter((name) => name in places)
  if (chosen.length > 1) throw new Misread(place, `must have one of ${effects.join(', ')}, not ${chosen.join(' and ')}`)
  if (chosen.length === 0 && fault.latencyMs === undefined && !fault.reply) {
    throw new Misread(place, `must have one of latencyMs, ${effects.join(', ')}, reply`)
  }
  if (fault.reply && chosen.some((name) => name !== 'items')) {
    throw new Misread(place, `must have no ${chosen[0]} beside a reply, which is that of a call carried out`)
  }
  if (fault.errorInfo !== undefined && fault.errorCode === undefined) {
    throw new Misread(place, 'must have an errorCode where it has an errorInfo')
  }
  if (fault.after !== undefined && chosen.length === 0) {
    throw new Misread(place, `must have one of ${effects.join(', ')} to happen after the effect`)
  }
  return fault
}
