import { entries, flag, integer, list, Misread, member, oneOf, optional, type Place, record, text } from './reading.ts'
import { type App, sendChecks } from './world/app.ts'
import { type Extensions, noExtensions, setPair } from './world/extensions.ts'
import type { FirstMessage } from './world/first-messages.ts'

/** A message as a seed writes it: a text, or whole elements. */
export interface SeedMessage {
  from: string
  to: string
  text?: string
  body?: unknown[]
  customData?: string
  at?: number
  seq?: number
  random?: number
  extensible?: boolean
  /** What each write set, in order; the first write is of version 1. */
  extensions?: Array<Record<string, string>>
  recalled?: boolean
  peerRead?: boolean
  read?: boolean
}

type Messaging = Pick<App, 'roamingDays' | 'sendChecks' | 'webhookRefusals' | 'messageExtensions'>

/** "Seven days by default", https://trtc.io/document/33524. */
const ROAMING_DAYS = 7
const UINT32 = 2 ** 32 - 1

/** What an app's messages go by, which stands at `at`. */
export function readMessaging(at: (key: string) => Place): Messaging {
  const refusals = optional(at('webhookRefusals'), entries, [])
  return {
    roamingDays: optional(at('roamingDays'), (days) => integer(days, 1), ROAMING_DAYS),
    sendChecks: optional(at('sendChecks'), (given) => list(given, (one) => oneOf(one, sendChecks)), []),
    webhookRefusals: new Map(refusals.map(([userId, code]) => [userId, integer(code, 1)])),
    messageExtensions: optional(at('messageExtensions'), flag, true),
  }
}

/** The messages an app begins with; both accounts must be there. One without numbers gets its place in the list for them. */
export function readMessages(app: App, place: Place): FirstMessage[] {
  return list(place, (one) => one).map((one, index) => readMessage(app, one, index + 1))
}

const members = [
  'from',
  'to',
  'text',
  'body',
  'customData',
  'at',
  'seq',
  'random',
  'extensible',
  'extensions',
  'recalled',
  'peerRead',
  'read',
]

function readMessage(app: App, place: Place, number: number): FirstMessage {
  const places = record(place, members)
  const at = (key: string) => member(place, places, key)
  const flagAt = (key: string) => optional(at(key), flag, false)
  const numberAt = (key: string) => optional(at(key), (given) => integer(given, 0, UINT32), number)
  const customData = optional(at('customData'), text, undefined)
  const writes = optional(at('extensions'), (given) => list(given, (one) => entries(one)), undefined)
  return {
    from: accountAt(app, at('from')),
    to: accountAt(app, at('to')),
    body: bodyOf(place, at('text'), at('body')),
    ...(customData === undefined ? {} : { customData }),
    at: optional(at('at'), (time) => integer(time, 0), undefined),
    seq: numberAt('seq'),
    random: numberAt('random'),
    ...(flagAt('extensible') || writes ? { extensions: extensionsOf(writes ?? []) } : {}),
    recalled: flagAt('recalled'),
    peerRead: flagAt('peerRead'),
    read: flagAt('read'),
  }
}

/** The pairs after these writes. */
function extensionsOf(writes: Array<Array<[string, Place]>>): Extensions {
  const extensions = noExtensions()
  for (const [index, pairs] of writes.entries()) {
    extensions.latestSeq = index + 1
    for (const [key, value] of pairs) setPair(extensions, { key, value: text(value), seq: extensions.latestSeq })
  }
  return extensions
}

function accountAt(app: App, place: Place): string {
  const userId = text(place)
  if (!app.accounts.has(userId)) throw new Misread(place, 'is an account that the app has not')
  return userId
}

function bodyOf(place: Place, asText: Place, asBody: Place): unknown[] {
  if ((asText.value === undefined) === (asBody.value === undefined))
    throw new Misread(place, 'must have a text or a body')
  if (asBody.value !== undefined) return list(asBody, ({ value }) => value)
  return [{ MsgType: 'TIMTextElem', MsgContent: { Text: text(asText) } }]
}
