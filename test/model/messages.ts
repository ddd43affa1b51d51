import { MADE, stranger } from './accounts.ts'
import type { End, Scene } from './friendships.ts'
import type { App, Kept } from './state.ts'
import { time } from './words.ts'

function keep({ histories }: App, owner: string, message: Kept): void {
  const peer = message.from === owner ? message.to : message.from
  const side = histories.get(owner) ?? new Map<string, Kept[]>()
  histories.set(owner, side.set(peer, [...(side.get(peer) ?? []), message]))
}

/** Both sides have it, unless it is kept from the sender's. A second of the emulator's is a step: an attempt within it is a repeat. */
function sendTo({ app, owner: { userId: from }, body, now }: Scene, to: string): void {
  const { elements = [], syncToSender = true } = body
  if (
    app.histories
      .get(to)
      ?.get(from)
      ?.some((one) => one.from === from && one.at === now)
  )
    return
  const message = { from, to, text: elements[0]!.text, at: now }
  keep(app, to, { ...message, unread: from !== to })
  if (syncToSender && from !== to) keep(app, from, { ...message, unread: false })
}

/** The one recipient must be there. */
export const whyNotSend = ({ app, body: { peerId = '' } }: Scene): string | undefined =>
  stranger(app.accounts.get(peerId))

export function send(scene: Scene) {
  sendTo(scene, scene.body.peerId!)
  return { answer: { messageKey: MADE, sentAt: time(scene.now) } }
}

/** A call that reaches nobody is refused as a whole. */
export const whyNotBatch = ({ app, body: { peerIds = [] } }: Scene): string | undefined =>
  peerIds.every((userId) => stranger(app.accounts.get(userId))) ? 'ACCOUNT_NOT_FOUND' : undefined

export function sendBatch(scene: Scene, to: string): End {
  sendTo(scene, to)
  return { end: 'ok', adds: { messageKey: MADE } }
}

const sideOf = ({ app, owner, body: { peerId = '' } }: Scene): readonly Kept[] =>
  app.histories.get(owner.userId)?.get(peerId) ?? []

/** The newest first, in the order of time within a page; a page goes on below the time of the oldest of the one before. */
export function listMessages(scene: Scene, position: number) {
  const { limit = 100 } = scene.body
  const left = sideOf(scene).filter(({ at }) => position === 0 || at < position)
  const page = left.slice(-limit)
  const messages = page.map(({ from, to, text, at }) => ({
    ...{ messageKey: MADE, userId: from, peerId: to, sentAt: time(at), elements: [{ type: 'text', text }] },
    ...{ state: 'normal', readByPeer: false },
  }))
  return { answer: { messages }, ...(page.length < left.length && { next: page[0]!.at }) }
}

export function markRead(scene: Scene) {
  for (const message of sideOf(scene)) message.unread = false
  return {}
}

/** What stands on each side of every conversation, for the comparison with the emulator. */
export const sidesOf = ({ histories }: App): Array<readonly [owner: string, peer: string, kept: readonly Kept[]]> =>
  [...histories].flatMap(([owner, side]) => [...side].map(([peer, kept]) => [owner, peer, kept] as const))
