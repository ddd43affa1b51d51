import type { Random } from '../random.ts'
import type { Body } from './asked.ts'
import { markOf, textOf, WHOLE } from './check/attempt.ts'

export const APPS = ['one', 'two'] as const
/** Accounts that act, the first of them much more often than the others; and those that are acted upon. */
export const ACTORS = 150
const HOT = 4
export const PEERS = 40

export const actorId = (number: number): string => `u${number}`
export const peerId = (number: number): string => `p${number}`
/** Accounts that come and go; of all of them, so many find room in an app. */
const GUESTS = 30
export const MOST_GUESTS = 20

/** By weight. */
const operations: readonly (readonly [number, string])[] = [
  [40, 'friends.update'],
  [8, 'friends.add'],
  [6, 'friends.import'],
  [6, 'friends.delete'],
  [0.3, 'friends.delete-all'],
  [4, 'friends.check'],
  [3, 'friends.list'],
  [5, 'friends.get'],
  [4, 'friend-lists.add'],
  [2, 'friend-lists.delete'],
  [3, 'friend-lists.get'],
  [4, 'blocklist.add'],
  [5, 'blocklist.delete'],
  [2, 'blocklist.list'],
  [3, 'blocklist.check'],
  [4, 'accounts.import'],
  [3, 'accounts.delete'],
  [2, 'accounts.check'],
  [4, 'user-tags.add'],
  [2, 'user-tags.get'],
  [2, 'presence.get'],
  [1, 'push.send'],
  [8, 'messages.send'],
  [3, 'messages.send-batch'],
]

/** All that callers ask for. */
export const operationNames: readonly string[] = operations.map(([, name]) => name)

/** Operations whose bodies name no account that acts. */
const OF_NOBODY: ReadonlySet<string> = new Set([
  'accounts.import',
  'accounts.delete',
  'accounts.check',
  'user-tags.add',
  'user-tags.get',
  'presence.get',
  'push.send',
])

/** Whether the values of a request name it. */
export const carriesMarks = ({ operation, body }: Pick<Wish, 'operation' | 'body'>): boolean =>
  ['friends.update', 'friends.add', 'friends.import', 'user-tags.add', 'push.send'].includes(operation) ||
  operation.startsWith('messages.') ||
  (operation === 'accounts.import' && JSON.stringify(body).includes('"nick"'))

export interface Wish {
  readonly operation: string
  readonly body: Body
  readonly ids: readonly string[]
}

/** A request for one operation, with values that name it. */
export function drawWish(mark: number, random: Random, operation = random.weighted(operations)): Wish {
  const app = random.isLucky(0.7) ? APPS[0] : APPS[1]
  const userId = actorId(random.isLucky(0.15) ? random.whole(0, HOT - 1) : random.whole(0, ACTORS - 1))
  const made = members[operation]?.(mark, random) ?? {}
  const isRepeat = operation !== 'friends.update' && random.isLucky(0.03) && repeatable.has(operation)
  const actor = OF_NOBODY.has(operation) ? {} : { userId }
  const body = { app, ...actor, ...made, ...(isRepeat && { repeated: true }) }
  return { operation, body, ids: idsIn(body) }
}

type Item = string | { readonly userId: string }

/** UserIDs of a body's items, or the one of `WHOLE`. */
export function idsIn(body: Body): readonly string[] {
  const { friends, friendIds, userIds, accounts, users, peerIds } = body as Record<string, readonly Item[]>
  const items = friends ?? friendIds ?? userIds ?? accounts ?? users ?? peerIds
  return items ? items.map((item) => (typeof item === 'string' ? item : item.userId)) : [WHOLE]
}

/** The values that a request sets by its mark, of which the last one stands, each by its item and Chat's name of the field. */
export function valuesOf({ operation, body, ids }: Wish): { id: string; field: string }[] {
  if (operation === 'accounts.import')
    return carriesMarks({ operation, body }) ? ids.map((id) => ({ id, field: 'Nick' })) : []
  if (operation !== 'friends.update') return []
  const { friends } = body as unknown as { friends: readonly { userId: string; remark?: string; custom?: object }[] }
  return friends.flatMap(({ userId: id, remark, custom }) => [
    ...(remark === undefined ? [] : [{ id, field: 'Tag_SNS_IM_Remark' }]),
    ...(custom === undefined ? [] : [{ id, field: 'Tag_SNS_Custom_Test' }]),
  ])
}

const repeatable: ReadonlySet<string> = new Set([
  'friends.add',
  'friends.delete',
  'blocklist.add',
  'blocklist.delete',
  'accounts.delete',
])

function somePeers(random: Random): string[] {
  const count = random.isLucky(0.01) ? 30 : random.whole(1, 3)
  return [...new Set(Array.from({ length: count }, () => peerId(random.whole(0, PEERS - 1))))]
}

/** One that nobody has imported is among them now and then. */
const friends = (random: Random) => (random.isLucky(0.02) ? [...somePeers(random), 'nobody'] : somePeers(random))

const listName = (random: Random): string => `list${random.whole(0, 7)}`
const mutual = (random: Random) => ({ mutual: random.isLucky(0.3) })

const members: Readonly<Record<string, (mark: number, random: Random) => Readonly<Record<string, unknown>>>> = {
  'friends.update': (mark, random) => ({
    friends: friends(random).map((userId) => ({ userId, ...change(mark, random) })),
  }),
  'friends.add': (mark, random) => ({
    friends: friends(random).map((userId) => ({ userId, source: 'Web', wording: markOf(mark) })),
    ...mutual(random),
    force: random.isLucky(0.8),
  }),
  'friends.import': (mark, random) => ({
    friends: friends(random).map((userId) => ({ userId, source: 'Import', wording: markOf(mark) })),
  }),
  'friends.delete': (_, random) => ({ friendIds: friends(random), ...mutual(random) }),
  'friends.delete-all': (_, random) => mutual(random),
  'friends.check': (_, random) => ({ friendIds: friends(random) }),
  'friends.list': () => ({}),
  'friends.get': (_, random) => ({ friendIds: somePeers(random) }),
  'friend-lists.add': (_, random) => ({
    lists: [listName(random)],
    ...(random.isLucky(0.5) && { friendIds: somePeers(random) }),
  }),
  'friend-lists.delete': (_, random) => ({ lists: [listName(random)] }),
  'friend-lists.get': () => ({}),
  'blocklist.add': (_, random) => ({ userIds: blockable(random) }),
  'blocklist.delete': (_, random) => ({ userIds: blockable(random) }),
  'blocklist.list': () => ({}),
  'blocklist.check': (_, random) => ({ userIds: somePeers(random) }),
  'accounts.import': (mark, random) => {
    const named = random.isLucky(0.7) && { nick: markOf(mark) }
    return { accounts: guests(random).map((userId) => ({ userId, ...named })) }
  },
  'accounts.delete': (_, random) => ({ userIds: guests(random), confirm: 'accounts.delete' }),
  'accounts.check': (_, random) => ({ userIds: guests(random) }),
  'user-tags.add': (mark, random) => ({
    users: [...somePeers(random), ...(random.isLucky(0.03) ? guests(random) : [])].map((userId) => ({
      userId,
      tags: [markOf(mark)],
    })),
  }),
  'user-tags.get': (_, random) => ({ userIds: friends(random) }),
  'presence.get': (_, random) => ({ userIds: friends(random) }),
  'push.send': (mark, random) => ({
    audience: random.pick([{ everyone: true }, { tags: { any: ['a'] } }]),
    elements: [{ type: 'text', text: markOf(mark) }],
  }),
  'messages.send': (mark, random) => ({ peerId: peerId(random.whole(0, PEERS - 1)), ...message(mark) }),
  'messages.send-batch': (mark, random) => ({ peerIds: friends(random), ...message(mark) }),
}

const message = (mark: number) => ({ elements: [{ type: 'text', text: textOf(mark) }], customData: textOf(mark) })

const guests = (random: Random): string[] => [
  ...new Set(Array.from({ length: random.whole(1, 4) }, () => `g${random.whole(0, GUESTS - 1)}`)),
]

/** Blocking ends friendships, so only a few are ever blocked. */
const blockable = (random: Random): string[] => [peerId(PEERS - 1 - random.whole(0, 3))]

function change(mark: number, random: Random): Readonly<Record<string, unknown>> {
  const text = markOf(mark)
  const custom = { custom: { Test: text } }
  return random.weighted<() => Readonly<Record<string, unknown>>>([
    [6, () => ({ remark: text })],
    [2, () => custom],
    [1, () => ({ remark: text, ...custom })],
    [1, () => ({ remark: text, lists: [listName(random)] })],
  ])()
}
