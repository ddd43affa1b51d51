import type { Random } from '../random.ts'
import type { Body } from './asked.ts'
import { markOf, WHOLE } from './check/attempt.ts'

export const APPS = ['one', 'two'] as const
/** Accounts that act, the first of them much more often than the others; and those that are acted upon. */
export const ACTORS = 150
const HOT = 4
export const PEERS = 40

export const actorId = (number: number): string => `u${number}`
export const peerId = (number: number): string => `p${number}`

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
]

/** Operations whose values name their request. */
export const carriesMarks = (operation: string): boolean =>
  ['friends.update', 'friends.add', 'friends.import'].includes(operation)

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
  const body = { app, userId, ...made, ...(isRepeat && { repeated: true }) }
  return { operation, body, ids: idsIn(body) }
}

/** UserIDs of a body's items, or the one of `WHOLE`. */
export function idsIn(body: Body): readonly string[] {
  const { friends, friendIds, userIds } = body as Record<string, readonly (string | { readonly userId: string })[]>
  const items = friends ?? friendIds ?? userIds
  return items ? items.map((item) => (typeof item === 'string' ? item : item.userId)) : [WHOLE]
}

/** The values that a request to update friends sets by its mark, each by its item and Chat's name of the field. */
export function valuesOf({ operation, body }: Pick<Wish, 'operation' | 'body'>): { id: string; field: string }[] {
  if (operation !== 'friends.update') return []
  const { friends } = body as unknown as { friends: readonly { userId: string; remark?: string; custom?: object }[] }
  return friends.flatMap(({ userId: id, remark, custom }) => [
    ...(remark === undefined ? [] : [{ id, field: 'Tag_SNS_IM_Remark' }]),
    ...(custom === undefined ? [] : [{ id, field: 'Tag_SNS_Custom_Test' }]),
  ])
}

const repeatable: ReadonlySet<string> = new Set(['friends.add', 'friends.delete', 'blocklist.add', 'blocklist.delete'])

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
}

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
