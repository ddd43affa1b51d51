import type { App } from './app.ts'
import { keep } from './conversations.ts'
import { keyOf, type Message } from './message.ts'

/** A message that is there when the world begins. */
export interface FirstMessage
  extends Pick<Message, 'from' | 'to' | 'seq' | 'random' | 'body' | 'customData' | 'extensions'> {
  /** Unix seconds; undefined: a moment before the world begins. */
  at: number | undefined
  recalled: boolean
  peerRead: boolean
  /** Whether the recipient has read it. */
  read: boolean
}

/** Puts the messages of a seed where both sides have them. Those without a time were sent in this order, the last one a second ago. */
export function placeMessages(app: App, messages: FirstMessage[], now: number): void {
  for (const [index, { at, read, ...given }] of messages.entries()) {
    const time = at ?? Math.floor(now / 1000) - (messages.length - index)
    const message = {
      ...given,
      time,
      key: keyOf({ ...given, time }),
      lifeSeconds: 0,
    }
    keep(app, message, { owner: given.to, unread: !read && given.from !== given.to, moves: true })
    if (given.from !== given.to) keep(app, message, { owner: given.from, unread: false, moves: true })
  }
}
