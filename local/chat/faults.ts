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
  /** The command takes effect first, and then the fault happens. */
  after?: boolean
}

export interface ScriptedFault {
  id: number
  command?: string
  app?: string
  /** How many answers are still to be struck. */
  times: number
  fault: Fault
}

/** The faults that wait for calls, oldest first. */
export class FaultScript {
  #nextId = 1
  #pending: ScriptedFault[] = []

  add(fault: Omit<ScriptedFault, 'id'>): ScriptedFault {
    const scripted = { id: this.#nextId++, ...fault }
    this.#pending.push(scripted)
    return scripted
  }

  /** The oldest fault meant for a call of this command and app, used up by one. */
  take(command: string, app: string): Fault | undefined {
    const found = this.#pending.find((one) => (one.command ?? command) === command && (one.app ?? app) === app)
    if (!found) return undefined
    found.times -= 1
    if (found.times === 0) this.#pending = this.#pending.filter((one) => one !== found)
    return found.fault
  }

  pending(): ScriptedFault[] {
    return this.#pending
  }

  clear(): void {
    this.#pending = []
  }
}

const effects = ['errorCode', 'items', 'kind', 'httpStatus']

/** Checks the body of POST /_emulator/faults; throws Misread, naming the place. */
export function readFault(value: unknown, commands: string[], apps: string[]): Omit<ScriptedFault, 'id'> {
  const root = { value, path: '' }
  const places = record(root, ['command', 'app', 'times', 'fault'])
  const command = optional(member(root, places, 'command'), (place) => oneOf(place, commands), undefined)
  const app = optional(member(root, places, 'app'), (place) => oneOf(place, apps), undefined)
  return {
    ...(command === undefined ? {} : { command }),
    ...(app === undefined ? {} : { app }),
    times: optional(member(root, places, 'times'), (place) => integer(place, 1, 1_000_000), 1),
    fault: readEffect(member(root, places, 'fault')),
  }
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
  after: flag,
}

function readEffect(place: Place): Fault {
  const places = record(place, Object.keys(readers))
  const fault = Object.fromEntries(
    Object.entries(places).map(([name, at]) => [name, readers[name as keyof Fault](at)]),
  ) as Fault
  const chosen = effects.filter((name) => name in places)
  if (chosen.length > 1) throw new Misread(place, `must have one of ${effects.join(', ')}, not ${chosen.join(' and ')}`)
  if (chosen.length === 0 && fault.latencyMs === undefined) {
    throw new Misread(place, `must have one of latencyMs, ${effects.join(', ')}`)
  }
  if (fault.errorInfo !== undefined && fault.errorCode === undefined) {
    throw new Misread(place, 'must have an errorCode where it has an errorInfo')
  }
  if (fault.after !== undefined && chosen.length === 0) {
    throw new Misread(place, `must have one of ${effects.join(', ')} to happen after the effect`)
  }
  return fault
}
