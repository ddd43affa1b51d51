import type { App } from './app.ts'
import type { Conversation } from './conversation.ts'
import { keep, openConversation } from './conversations.ts'
import { noExtensions } from './extensions.ts'
import { keyOf, type Message } from './message.ts'

// Sending a message, and importing one. https://trtc.io/document/34919, https://trtc.io/document/35014

/** What a send says of itself beside its numbers and its recipient. */
export interface Draft {
  from: string
  body: unknown[]
  customData?: string
  random: number
  /** Undefined where the caller gave none: then the service gives it one. */
  seq: number | undefined
  lifeSeconds: number
  extensible: boolean
  /** Reaches who is online, and is kept by nobody. */
  onlineOnly: boolean
  /** Whether the sender's own history gets it. */
  syncs: boolean
  countsUnread: boolean
  moves: boolean
}

export interface Sending {
  now: number
  /** How long after a send its repeat is dropped. */
  repeatMs: number
  /** The MsgSeq of a send without one. */
  drawnSeq: number
}

/**
 * Sends one message to one account. A repeat of a send of the last moment is dropped: the answer is that of the first,
 * and nobody can tell.
 */
export function send(app: App, to: string, draft: Draft, { now, repeatMs, drawnSeq }: Sending): Message {
  const { sends } = openConversation(app, draft.from, to)
  forgetOldSends(sends, now)
  // Who gives no MsgSeq gives MsgRandom alone for it.
  const name = JSON.stringify([draft.from, draft.random, draft.seq ?? null])
  const first = sends.get(name)
  // A call that a fault kept waiting counts by when it came, which may be before its own repeat.
  if (first && Math.abs(now - first.at) < repeatMs) return first.message
  const message = messageFrom(draft, to, draft.seq ?? drawnSeq, Math.floor(now / 1000))
  sends.delete(name)
  sends.set(name, { at: now, message })
  deliver(app, message, draft)
  return message
}

/** Far longer than a repeat is dropped, so that a call kept waiting still finds the one it repeats. */
const SENDS_KEPT_MS = 60_000

function forgetOldSends(sends: Conversation['sends'], now: number): void {
  for (const [name, { at }] of sends) {
    if (Math.abs(now - at) < SENDS_KEPT_MS) return
    sends.delete(name)
  }
}

function messageFrom(draft: Draft, to: string, seq: number, time: number): Message {
  const { from, body, customData, random, lifeSeconds } = draft
  return {
    key: keyOf({ seq, random, time }),
    from,
    to,
    seq,
    random,
    time,
    body,
    ...(customData === undefined ? {} : { customData }),
    recalled: false,
    peerRead: false,
    lifeSeconds,
    ...(draft.extensible ? { extensions: noExtensions() } : {}),
  }
}

/** The two sides differ: the sender's has what is synced to it, the recipient's has what outlives the moment. */
function deliver(app: App, message: Message, { onlineOnly, syncs, lifeSeconds, countsUnread, moves }: Draft): void {
  const { from, to } = message
  if (onlineOnly) return
  if (lifeSeconds > 0) keep(app, message, { owner: to, unread: countsUnread && from !== to, moves })
  if (syncs && from !== to) keep(app, message, { owner: from, unread: false, moves })
}

/** A message of another service, with the time it was sent at. */
export interface Imported extends Pick<Message, 'from' | 'to' | 'body' | 'customData' | 'seq' | 'random' | 'time'> {
  /** Whether the recipient has yet to read it. */
  unread: boolean
}

/** Imports a message into both sides. One with the numbers of a message of the conversation, either way round, is dropped for ever. */
export function importMessage(app: App, { unread, ...given }: Imported, lifeSeconds: number): void {
  const { from, to } = given
  const message = { ...given, key: keyOf(given), recalled: false, peerRead: false, lifeSeconds }
  if (openConversation(app, from, to).keys.has(message.key)) return
  keep(app, message, { owner: to, unread: unread && from !== to, moves: true })
  if (from !== to) keep(app, message, { owner: from, unread: false, moves: true })
}
