import type { App } from './app.ts'
import { conversationOf, keptOf } from './conversations.ts'

// What an account has not read of its conversations. https://trtc.io/document/41046, https://trtc.io/document/38996

/** How many messages of one conversation an account has not read; recalled ones count no more. */
export function unreadOf(app: App, owner: string, peer: string): number {
  return keptOf(app, owner, peer).filter(({ unread, message }) => unread && !message.recalled).length
}

/** How many it has not read of all. */
export function unreadOfAll(app: App, owner: string): number {
  const sides = [...app.conversations.values()].map(({ sides: one }) => one.get(owner)?.kept ?? [])
  return sides.flat().filter(({ unread, message }) => unread && !message.recalled).length
}

/** An account has read what it has of a conversation up to a second, that second included. What comes later is unread again. */
export function markRead(app: App, owner: string, peer: string, until: number): void {
  const side = conversationOf(app, owner, peer)?.sides.get(owner)
  if (!side) return
  side.readUntil = Math.max(side.readUntil, until)
  for (const one of side.kept) if (one.message.time <= until) one.unread = false
}
