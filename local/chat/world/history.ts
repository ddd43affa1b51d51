import type { App } from './app.ts'
import { keptOf } from './conversations.ts'
import { inHistory, type Message, type MessageNumbers } from './message.ts'

// A side's messages by pages, the newest page first. https://trtc.io/document/35478

/** Which messages are asked for; times are Unix seconds, both ends belong to it. */
export interface Range {
  since: number
  until: number
  /** The oldest message of the page before: only older ones are left. */
  before: MessageNumbers | undefined
  most: number
}

export interface Page {
  /** Oldest first. */
  messages: Message[]
  /** Whether there is nothing older left in the range. */
  complete: boolean
}

const DAY_SECONDS = 86_400

/** One page, which ends at the number asked for or with the message that fills it up. What the app keeps no longer is not there. */
export function pageOf(
  app: App,
  { owner, peer }: { owner: string; peer: string },
  { since, until, before, most }: Range,
  { now, pageBytes, sizeOf }: { now: number; pageBytes: number; sizeOf: (message: Message) => number },
): Page {
  const oldest = Math.max(since, Math.floor(now / 1000) - app.roamingDays * DAY_SECONDS)
  const found = keptOf(app, owner, peer)
    .map(({ message }) => message)
    .filter((one) => one.time >= oldest && one.time <= until && (!before || inHistory(one, before) < 0))
  let bytes = 0
  let count = 0
  while (count < Math.min(most, found.length)) {
    bytes += sizeOf(found.at(-1 - count)!)
    if (count > 0 && bytes > pageBytes) break
    count += 1
  }
  return { messages: found.slice(found.length - count), complete: count === found.length }
}
