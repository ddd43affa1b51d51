import type { Account, Friend } from './account.ts'

// What accounts are to each other. Every change raises a sequence of each account it changes, by one or more.

/** Puts a friend on one account's list; what that account had asked for is settled thereby. */
export function addFriend(owner: Account, userId: string, friend: Friend): void {
  owner.friends.set(userId, friend)
  owner.pending.delete(userId)
  touchFriend(owner, friend)
}

/** Takes a friend off one account's list. The other side's list stays as it is. */
export function removeFriend(owner: Account, userId: string): void {
  const friend = owner.friends.get(userId)
  if (!friend) return
  owner.friends.delete(userId)
  touchFriend(owner, friend)
}

/** Blocks; that ends any friendship between the two, on both sides, and what either had asked of the other. */
export function block(owner: Account, other: Account, since: number): void {
  owner.blocked.set(other.userId, since)
  owner.sequences.blocklist += 1
  for (const [one, two] of [
    [owner, other],
    [other, owner],
  ] as const) {
    removeFriend(one, two.userId)
    one.pending.delete(two.userId)
  }
}

/** Unblocks, which brings no friendship back. */
export function unblock(owner: Account, userId: string): void {
  owner.blocked.delete(userId)
  owner.sequences.blocklist += 1
}

/** Makes the lists that are not there yet. */
export function createLists(owner: Account, names: string[]): void {
  const before = owner.lists.size
  for (const name of names) owner.lists.add(name)
  if (owner.lists.size > before) owner.sequences.lists += 1
}

/** Puts a friend into lists that are there, beside those it stands in. */
export function joinLists({ sequences }: Account, friend: Friend, names: string[]): void {
  const after = [...new Set([...friend.lists, ...names])]
  if (after.length === friend.lists.length) return
  friend.lists = after
  sequences.standard += 1
  sequences.lists += 1
}

/** Deletes lists, which their friends leave thereby; a name without a list changes nothing. */
export function deleteLists(owner: Account, names: string[]): void {
  const gone = new Set(names.filter((name) => owner.lists.delete(name)))
  if (gone.size === 0) return
  owner.sequences.lists += 1
  for (const friend of owner.friends.values()) {
    const stay = friend.lists.filter((name) => !gone.has(name))
    if (stay.length === friend.lists.length) continue
    friend.lists = stay
    owner.sequences.standard += 1
  }
}

function touchFriend({ sequences }: Account, friend: Friend): void {
  sequences.standard += 1
  if (friend.lists.length > 0) sequences.lists += 1
  if (friend.custom.size > 0) sequences.custom += 1
}
