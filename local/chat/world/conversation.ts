import type { Message } from './message.ts'

/** A message as one side keeps it. */
export interface Kept {
  message: Message
  /** Whether it counts among what this side has not read. */
  unread: boolean
}

/** What one account keeps of a conversation, oldest first. */
export interface Side {
  kept: Kept[]
  /** Unix seconds: up to when it said it had read; 0 where it never did. */
  readUntil: number
}

export interface Conversation {
  /** By UserID; one side only where somebody writes to himself. */
  sides: Map<string, Side>
  /** The MsgKeys of all that either side ever kept: an import of the same numbers is one that was made already. */
  keys: Set<string>
  /** The sends of the last moments by sender and numbers, oldest first: a repeat of one is dropped. */
  sends: Map<string, { at: number; message: Message }>
}
