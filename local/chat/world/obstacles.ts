import type { Account } from './account.ts'
import type { App, SendCheck } from './app.ts'
import { secondsLeft } from './mutes.ts'

// What keeps a message from its recipient. The page says that sends by this API look at nothing of it (https://trtc.io/document/34919):
// an app looks at what its seed says.

/** Who can't reach whom: the sender is muted, or blocked, or they are no friends of each other, or one is none of the other. */
export type Obstacle = 'muted' | 'blocked' | 'strangers' | 'not on own list' | 'not on their list'

/** The first thing in the way, among what the app looks at. */
export function obstacleBetween(app: App, from: Account, to: Account, now: number): Obstacle | undefined {
  const looks = (check: SendCheck) => app.sendChecks.includes(check)
  if (looks('mutes') && secondsLeft(from.mutes.oneToOne, now) > 0) return 'muted'
  if (looks('blocklist') && to.blocked.has(from.userId)) return 'blocked'
  return looks('friends') ? strangeness(from, to) : undefined
}

function strangeness(from: Account, to: Account): Obstacle | undefined {
  const [own, theirs] = [from.friends.has(to.userId), to.friends.has(from.userId)]
  if (own && theirs) return undefined
  if (!own && !theirs) return 'strangers'
  return own ? 'not on their list' : 'not on own list'
}
