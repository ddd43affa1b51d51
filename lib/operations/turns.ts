/** One writer of an account at a time: Chat refuses those who overlap (30008). */
export const byAccount = ({ userId }: { readonly userId: string }): string => userId
