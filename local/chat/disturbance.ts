import { list, Misread, optional, type Place, record, text } from './reading.ts'
import type { Reply } from './replies.ts'

/** What a fault makes of the reply of a call that was carried out, so that the reply says less, more or other than the truth. */
export interface Disturbance {
  /** Stands in the place of OK: `SomeError`, or a word that nobody knows. */
  actionStatus?: string
  /** Whose entries every list of the reply lacks. */
  missing?: string[]
  /** Whose entries stand twice. */
  doubled?: string[]
  /** Accounts nobody asked about; every list that has an entry gets one of theirs, in the form of its last one. */
  foreign?: string[]
}

const members = ['actionStatus', 'missing', 'doubled', 'foreign'] as const

export function readDisturbance(place: Place): Disturbance {
  const places = record(place, members)
  if (Object.keys(places).length === 0) throw new Misread(place, `must have one of ${members.join(', ')}`)
  const at = (name: (typeof members)[number]) => places[name] ?? { value: undefined, path: '' }
  const accounts = (name: 'missing' | 'doubled' | 'foreign') => {
    const userIds = optional(at(name), (given) => list(given, text), undefined)
    return userIds ? { [name]: userIds } : {}
  }
  const actionStatus = optional(at('actionStatus'), text, undefined)
  return {
    ...(actionStatus === undefined ? {} : { actionStatus }),
    ...accounts('missing'),
    ...accounts('doubled'),
    ...accounts('foreign'),
  }
}

/** The reply as the disturbance has it. */
export function disturb(reply: Reply, disturbance: Disturbance | undefined): Reply {
  if (!disturbance) return reply
  const { actionStatus } = disturbance
  return { ...inside(reply, disturbance), ...(actionStatus === undefined ? {} : { ActionStatus: actionStatus }) }
}

/** Lists stand in objects, and in entries that are about nobody themselves. */
function inside(members: Reply, disturbance: Disturbance): Reply {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, spoiled(value, disturbance)]))
}

function spoiled(value: unknown, disturbance: Disturbance): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) return inside(value as Reply, disturbance)
  return spoil(value, disturbance).map((entry) =>
    accountOf(entry) === undefined ? spoiled(entry, disturbance) : entry,
  )
}

function spoil(entries: unknown[], { missing = [], doubled = [], foreign = [] }: Disturbance): unknown[] {
  const left = entries.filter((entry) => !missing.includes(accountOf(entry) ?? ''))
  const pattern = entries.filter((entry) => accountOf(entry) !== undefined).at(-1)
  const strangers = pattern === undefined ? [] : foreign.map((userId) => renamed(pattern, userId))
  return [
    ...left.flatMap((entry) => (doubled.includes(accountOf(entry) ?? '') ? [entry, entry] : [entry])),
    ...strangers,
  ]
}

/** What lists call the thing an entry is about, the one that tells most first; of some results it stands a step further in. */
const idMembers = ['MsgKey', 'To_Account', 'UserID', 'Peer_Account', 'Key', 'ToGroupId', 'GroupId', 'GroupName']
const wrappers = ['Extension', 'ContactItem']

/** Whom or what an entry is about, or the entry itself where the list is one of bare UserIDs. */
function accountOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry
  const members = Object(entry) as Record<string, unknown>
  const wrapper = wrappers.find((one) => members[one] !== undefined)
  if (wrapper !== undefined) return accountOf(members[wrapper])
  const name = idMembers.find((one) => typeof members[one] === 'string')
  return name === undefined ? undefined : String(members[name])
}

function renamed(entry: unknown, userId: string): unknown {
  if (typeof entry === 'string') return userId
  const members = Object(entry) as Record<string, unknown>
  const wrapper = wrappers.find((one) => members[one] !== undefined)
  if (wrapper !== undefined) return { ...members, [wrapper]: renamed(members[wrapper], userId) }
  const name = idMembers.find((one) => typeof members[one] === 'string')!
  return { ...members, [name]: userId }
}
