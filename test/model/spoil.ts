import type { Body } from './words.ts'

type Spoiler = (body: Body) => object

const items = ['friends', 'friendIds', 'userIds', 'peerIds', 'lists', 'accounts', 'users'] as const

/** Changes every list of the body. */
const onLists =
  (change: (list: readonly unknown[]) => readonly unknown[]): Spoiler =>
  (body) =>
    Object.fromEntries(items.flatMap((name) => (body[name]?.length ? [[name, change(body[name])]] : [])))

/** Each makes a body that no operation takes, provided that it changes anything. */
const spoilers: readonly Spoiler[] = [
  () => ({ surprise: 1 }),
  () => ({ userId: '' }),
  () => ({ userId: 'a'.repeat(33) }),
  () => ({ userId: 7 }),
  () => ({ userId: 'half \ud800' }),
  // A message without a sender is the app's own.
  ({ userId, elements }) => (userId === undefined || elements ? {} : { userId: undefined }),
  ({ peerId }) => (peerId === undefined ? {} : { peerId: undefined }),
  ({ elements }) => (elements ? { elements: [{ type: 'text' }] } : {}),
  () => ({ app: 'no app' }),
  () => ({ cursor: 'x.nobodys-own' }),
  () => ({ limit: 0 }),
  () => ({ mutual: 'yes' }),
  () => ({ repeated: 1 }),
  () => ({ fields: ['Remark'] }),
  onLists((list) => [...list, list[0]]),
  onLists(() => []),
  onLists((list) => [...list, null]),
  onLists((list) => [...list, 'a'.repeat(33)]),
  ({ mutual, repeated, friendIds, userIds, friends, lists, limit, fields }) => {
    // Whoever deletes must say whether on both sides.
    const isDeletion = typeof mutual === 'boolean' && !userIds && !friends && !lists && !limit && !fields
    return isDeletion && (!friendIds || repeated !== undefined) ? { mutual: undefined } : {}
  },
]

/** The body with a fault in it. */
export function spoil(body: Body, how: number): object {
  const change = spoilers[how % spoilers.length]!(body)
  return { ...body, ...(Object.keys(change).length > 0 ? change : { surprise: 1 }) }
}
