import type { Numbers } from '../../operation.ts'

/** Chat drops a message with the numbers of one before it for about a second, https://trtc.io/document/34919. */
export const REPEAT_MS = 900

/** A message shows by its numbers whether it is the one that was sent. */
export const lookInHistory = ({ random, seq }: Numbers): string =>
  `It was sent if messages.list of its sender or recipient has a message with random ${random} and seq ${seq}.`
