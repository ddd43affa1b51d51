import type { App } from './app.ts'
import type { Conversation, Kept } from './conversation.ts'
import { inHistory, type Message } from './message.ts'
import { noteMessage } from './recent.ts'

// What two accounts keep of the messages between them, each its own. https://trtc.io/document/35478

/** The same for both sides, and different for every two, whatever bytes their UserIDs have. */
function nameOf(one: string, other: string): string {
  return JSON.stringify(one < other ? [one, other] : [other, one])
}

/** The conversation of two accounts, if there ever was a message in it. */
export function conversationOf({ conversations }: App, one: string, other: string): Conversation | undefined {
  return conversations.get(nameOf(one, other))
}

/** As conversationOf, made where it is not there yet. */
export function openConversation(app: App, one: string, other: string): Conversation {
  const found = conversationOf(app, one, other)
  if (found) return found
  const made = { sides: new Map(), keys: new Set<string>(), sends: new Map() }
  app.conversations.set(nameOf(one, other), made)
  return made
}

/** What `owner` keeps of its conversation with `peer`. */
export function keptOf(app: App, owner: string, peer: string): Kept[] {
  return conversationOf(app, owner, peer)?.sides.get(owner)?.kept ?? []
}

/** How many messages all sides of an app's conversations keep together. */
export function countKept({ conversations }: App): number {
  const sides = [...conversations.values()].flatMap(({ sides: both }) => [...both.values()])
  return sides.reduce((sum, { kept }) => sum + kept.length, 0)
}

/** The message with this key from one account to another, if either side still keeps it. */
export function messageOf(app: App, from: string, to: string, key: string): Message | undefined {
  const sides = conversationOf(app, from, to)?.sides.values() ?? []
  for (const { kept } of sides) {
    const found = kept.findLast(({ message }) => message.key === key && message.from === from && message.to === to)
    if (found) return found.message
  }
  return undefined
}

/** How one side takes a message. */
export interface Keeping {
  owner: string
  unread: boolean
  /** Whether it moves the conversation up in the owner's recent list. */
  moves: boolean
}

/** Puts a message into one side's history, at its place in time. */
export function keep(app: App, message: Message, { owner, unread, moves }: Keeping): void {
  const peer = message.from === owner ? message.to : message.from
  const { sides, keys } = openConversation(app, owner, peer)
  const side = sides.get(owner) ?? { kept: [], readUntil: 0 }
  sides.set(owner, side)
  keys.add(message.key)
  const before = side.kept.findLastIndex((one) => inHistory(one.message, message) <= 0)
  side.kept.splice(before + 1, 0, { message, unread })
  if (moves) noteMessage(app, { owner, peer, time: message.time })
}

/** One side forgets what it kept; the other keeps its own. */
export function clearHistory(app: App, owner: string, peer: string): void {
  const conversation = conversationOf(app, owner, peer)
  if (conversation?.sides.has(owner)) conversation.sides.set(owner, { kept: [], readUntil: 0 })
}

/** Takes an account's side out of every conversation; one that nobody has a side of any more is gone. */
export function leaveConversations({ conversations }: App, userId: string): void {
  for (const [name, { sides, sends }] of conversations) {
    if (!(JSON.parse(name) as string[]).includes(userId)) continue
    sides.delete(userId)
    sends.clear()
    if (sides.size === 0) conversations.delete(name)
  }
}
