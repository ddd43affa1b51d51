/** Bodies that compile, and faults that the compiler finds before the gateway does. */
import { createGateway } from '../../../client/src/index.ts'

const gateway = createGateway({ url: 'https://gateway.example' })

export const good: readonly Promise<unknown>[] = [
  gateway.friends.update({
    app: 'europe',
    userId: 'alice',
    friends: [{ userId: 'bob', custom: { Test: 'x', Level: 3 } }],
  }),
  gateway.friends.update({ userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob', lists: undefined }] }),
  gateway.friends.update(
    { userId: 'alice', friends: [{ userId: 'bob', lists: [] }] },
    { idempotency: 'k', timeoutMs: 1000 },
  ),
  gateway.friendLists.add({ userId: 'alice', lists: ['work'] }),
  gateway.profiles.set({ userId: 'alice', nick: 'Alice' }),
  gateway.mutes.set({ userId: 'alice', oneToOne: { seconds: 60 }, group: { forever: true } }),
  gateway.push.send({ audience: { everyone: true }, elements: [{ type: 'text', text: 'Hi' }] }),
  gateway.push.send({ audience: { tags: { any: ['a'] } }, elements: [{ type: 'TIMSomeElem', content: { A: 1 } }] }),
  gateway.serverAddresses.get({ kind: 'all' }),
]

export const bad: readonly Promise<unknown>[] = [
  // @ts-expect-error a member is missing
  gateway.friends.update({ friends: [{ userId: 'bob', remark: 'Bob' }] }),
  // @ts-expect-error there is nothing to change
  gateway.friends.update({ userId: 'alice', friends: [{ userId: 'bob' }] }),
  // @ts-expect-error a member that nobody knows
  gateway.friends.update({ userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob', remrak: 'Bob' }] }),
  // @ts-expect-error a text in place of texts
  gateway.friends.update({ userId: 'alice', friends: [{ userId: 'bob', lists: 'work' }] }),
  // @ts-expect-error a value of another type
  gateway.friends.update({ userId: 'alice', friends: [{ userId: 'bob', custom: { Test: true } }] }),
  // @ts-expect-error deleting has no default
  gateway.friends.delete({ userId: 'alice', friendIds: ['bob'] }),
  // @ts-expect-error the operation is not confirmed
  gateway.accounts.delete({ userIds: ['bob'] }),
  // @ts-expect-error another word confirms nothing
  gateway.accounts.delete({ userIds: ['bob'], confirm: 'yes' }),
  // @ts-expect-error no word of those that there are
  gateway.profiles.set({ userId: 'alice', gender: 'robot' }),
  // @ts-expect-error nothing is changed
  gateway.profiles.set({ userId: 'alice' }),
  // @ts-expect-error two times at once
  gateway.mutes.set({ userId: 'alice', group: { seconds: 60, forever: true } }),
  // @ts-expect-error two audiences
  gateway.push.send({ audience: { everyone: true, tags: { any: ['a'] } }, elements: [{ type: 'text', text: 'Hi' }] }),
  // @ts-expect-error an element of a kind without its members
  gateway.push.send({ audience: { everyone: true }, elements: [{ type: 'location', latitude: 1 }] }),
  // @ts-expect-error a read has no key
  gateway.friends.list({ userId: 'alice' }, { idempotency: 'k' }),
  // @ts-expect-error no operation is called so
  gateway.friends.lsit({ userId: 'alice' }),
]
