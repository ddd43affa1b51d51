/** Where an account is logged in. https://trtc.io/document/35477 */

export const platforms = ['iPhone', 'Android', 'Web', 'PC', 'iPad', 'Mac'] as const
export type Platform = (typeof platforms)[number]

/** Best first: the best one of an account's sessions is the account's own. */
export const presences = ['Online', 'PushOnline', 'Offline'] as const
export type Presence = (typeof presences)[number]

export interface Session {
  presence: Presence
  /** Unix seconds; undefined in a seed that does not say, until the world begins. */
  since: number | undefined
}

/** By platform: an account has one session on each. */
export type Sessions = Map<Platform, Session>

interface LoggedIn {
  readonly sessions: Sessions
}

/** What an account's sessions are at a moment: one that only pushes reach counts for a while, and then no more. */
export function presencesOf({ sessions }: LoggedIn, pushOnlineMs: number, now: number): Array<[Platform, Presence]> {
  return [...sessions].map(([platform, { presence, since }]) => {
    const over = presence === 'PushOnline' && since !== undefined && now - since * 1000 >= pushOnlineMs
    return [platform, over ? 'Offline' : presence]
  })
}

/** Sessions that do not say when they began have begun now. */
export function beginSessions({ sessions }: LoggedIn, now: number): void {
  for (const session of sessions.values()) session.since ??= Math.floor(now / 1000)
}

/** Ends every session, so that neither the app nor a push reaches the account any more. */
export function endSessions({ sessions }: LoggedIn): void {
  sessions.clear()
}
