import type { ItemRules } from '../operation.ts'

interface User {
  readonly userId: string
}

/** What Chat takes of tags and attributes in one call, https://trtc.io/document/37173. */
const LIMIT = 100

/** Users to be changed: Chat says nothing of each, so what the call says holds for all. */
export const usersToChange = <U extends User>(toUpstream: (user: U) => object): ItemRules<unknown, U> => ({
  member: 'users',
  id: ({ userId }) => userId,
  as: 'userId',
  toUpstream,
  limit: LIMIT,
})

/** The same where nothing but the users is said. */
export const userIdsToChange: ItemRules<unknown, string> = {
  member: 'userIds',
  id: (userId) => userId,
  as: 'userId',
  toUpstream: (userId) => userId,
  limit: LIMIT,
}

/**
 * Users to be read, with an entry in `list` for each that is known.
 * @param large what an item answers; of ten thousand users it is more than an answer holds
 */
export const usersToRead = (
  list: string,
  large: string,
  read: NonNullable<ItemRules<unknown, string>['read']>,
): ItemRules<unknown, string> => ({ ...userIdsToChange, told: { form: 'names', list, id: 'To_Account' }, read, large })
