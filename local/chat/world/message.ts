import type { Extensions } from './extensions.ts'

/** One message between two accounts, as both sides of their conversation keep it: a change of it is seen on both. */
export interface Message {
  /** MsgKey */
  key: string
  from: string
  to: string
  seq: number
  random: number
  /** Unix seconds */
  time: number
  body: unknown[]
  customData?: string
  recalled: boolean
  /** Whether the recipient sent a read receipt, which no command here does: only a seed says so. */
  peerRead: boolean
  /** How long the service tries to reach a recipient that is offline. */
  lifeSeconds: number
  /** Undefined where the message was not sent with them. */
  extensions?: Extensions
}

/** The numbers that name a message within its conversation. */
export type MessageNumbers = Pick<Message, 'seq' | 'random' | 'time'>

/** The samples have MsgKey as these three numbers in this order. https://trtc.io/document/35478 */
export function keyOf({ seq, random, time }: MessageNumbers): string {
  return `${seq}_${random}_${time}`
}

/** What a MsgKey says; undefined for a text that can't be one. */
export function numbersOf(key: string): MessageNumbers | undefined {
  const [, seq, random, time] = /^(\d{1,10})_(\d{1,10})_(\d{1,12})$/.exec(key) ?? []
  return seq === undefined ? undefined : { seq: Number(seq), random: Number(random), time: Number(time) }
}

/** History goes by time, within a second by MsgSeq (https://trtc.io/document/34919), and then by MsgRandom, so that it is one order for all. */
export function inHistory(one: MessageNumbers, other: MessageNumbers): number {
  return one.time - other.time || one.seq - other.seq || one.random - other.random
}

/** Puts other contents into a message; what is left out stays. */
export function changeMessage(
  message: Message,
  { body, customData }: { body: unknown[] | undefined; customData: string | undefined },
): void {
  if (body) message.body = body
  if (customData !== undefined) message.customData = customData
}

/** Takes a message back: it stays where it is, and says that it was recalled. */
export function recall(message: Message): void {
  message.recalled = true
}
