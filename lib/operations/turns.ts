/** One writer of an account at a time: Chat refuses those who overlap (30008). */
export const byAccount = ({ userId }: { readonly userId: string }): string => userId

/** One writer of what two accounts say to each other at a time, so that it comes in order. A sender left out is the app's admin. */
export const byPair = ({
  userId = '',
  peerId,
}: {
  readonly userId?: string | undefined
  readonly peerId: string
}): string => `\0pair\0${[userId, peerId].toSorted().join('\0')}`

/** One writer of a family at a time, within the app. No UserID begins with NUL, so none is in the way. */
export const byFamily = (family: string) => (): string => `\0${family}`
