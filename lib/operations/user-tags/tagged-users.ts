import { usersToChange } from '../users.ts'

/** A user, and tags to give or to take. */
export interface TaggedUser {
  readonly userId: string
  readonly tags: readonly string[]
}

export const taggedUsers = usersToChange(({ userId, tags }: TaggedUser) => ({ To_Account: userId, Tags: tags }))
