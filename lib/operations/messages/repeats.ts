import type { Numbers } from '../../operation.ts'

/** Chat drops a message with the numbers of one before it for about a second, https://trtc.io/document/34919. */
export const REPEAT_MS = 900

/** A message shows by its numbers whether it is the one that was sent. */
export const lookInHistory = (
  { onlineOnly }: { readonly onlineOnly?: boolean | undefined },
  { random, seq }: Numbers,
): string =>
  onlineOnly
    ? 'Nobody keeps a message with onlineOnly, so that none can be looked for.'
    : `It was sent if messages.list of its sender or recipient has a message with random ${random} and seq ${seq}.`
