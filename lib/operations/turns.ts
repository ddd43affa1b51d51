/** One writer of an account at a time: Chat refuses those who overlap (30008). */
export const byAccount = ({ userId }: { readonly userId: string }): string => userId

/** One writer of a family at a time, within the app. No UserID begins with NUL, so none is in the way. */
export const byFamily = (family: string) => (): string => `\0${family}`
