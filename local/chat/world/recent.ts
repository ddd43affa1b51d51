import type { App } from './app.ts'

// What accounts see of their conversations at a glance, the last one first. https://trtc.io/document/43089

/** A message that one side of a conversation has got, or has sent. */
export interface Noted {
  owner: string
  peer: string
  /** Unix seconds */
  time: number
}

/** Told of every message that moves a conversation up in its owner's recent list: all but those sent with NoLastMsg, and online ones. */
export function noteMessage(app: App, { owner, peer, time }: Noted): void {
  const recent = app.accounts.get(owner)?.recent
  if (!recent) return
  const before = recent.get(peer) ?? 0
  recent.delete(peer)
  recent.set(peer, Math.max(before, time))
}
