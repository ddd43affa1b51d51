import type { Random } from '../random.ts'
import { APPS } from './faults.ts'
import type { Roster } from './roster.ts'

/** How a call arrives at the gateway. */
export type Way = 'now' | 'keyed' | 'later' | 'event' | 'batch'

export interface Asked {
  /** Of all calls, from 0. */
  readonly number: number
  readonly way: Way
  readonly operation: string
  readonly app: string
  readonly body: Readonly<Record<string, unknown>>
  /** Idempotency key, where the way has one. */
  readonly key?: string
  /** How many times it is sent at once, and whether once more after its answer. */
  readonly copies: number
  readonly isRepeatedLater: boolean
}

/** What is sent together: one call, or the entries of a batch. */
export interface Step {
  readonly number: number
  readonly way: Way
  readonly calls: readonly Asked[]
}

interface Scene {
  readonly random: Random
  readonly roster: Roster
  readonly app: string
  readonly number: number
}

type Body = Record<string, unknown>
type Make = (scene: Scene) => Body

/** Hot accounts are written by many at once. */
const ownerOf = ({ random, roster }: Scene): string =>
  `u${random.isLucky(0.3) ? random.whole(0, 1) : random.whole(2, roster.owners - 1)}`

const several = (scene: Scene, most: number, one: (index: number) => string): string[] =>
  Array.from({ length: scene.random.whole(1, most) }, (_, index) => one(index))

const uniqueId = ({ number }: Scene, index: number) => `t${number}-${index}`

/** Values hold the call's number, so that whoever finds one knows who wrote it. */
function update(scene: Scene): Body {
  const { random, roster, number } = scene
  const first = random.whole(0, roster.friends - 1)
  const friends = several(scene, random.isLucky(0.1) ? 9 : 3, (index) => `f${(first + index) % roster.friends}`).map(
    (userId, index) => {
      const custom = { Test: `c${number}-${index}` }
      return { userId, remark: `r${number}-${index}`, ...(random.isLucky(0.3) && { custom }) }
    },
  )
  const stranger = random.weighted([
    [8, undefined],
    [1, 's0'],
    [1, 'nobody'],
  ] as const)
  const extra = stranger === undefined ? [] : [{ userId: stranger, remark: `r${number}-x` }]
  return { userId: ownerOf(scene), friends: [...friends, ...extra] }
}

/** Targets nobody else touches, standing towards the owner as the roster is told. */
function withTargets(
  make: (ids: string[], owner: string, scene: Scene) => Body,
  relation?: 'friend' | 'blocked',
): Make {
  return (scene) => {
    const owner = ownerOf(scene)
    const ids = several(scene, 3, (index) => uniqueId(scene, index))
    for (const id of ids) scene.roster.add(scene.app, owner, id, relation)
    return { userId: owner, ...make(ids, owner, scene) }
  }
}

const add = withTargets((ids, _, { random, roster, app }) => {
  const force = random.isLucky(0.7)
  if (!force && random.isLucky(0.5)) for (const id of ids) roster.asks(app, id)
  return { friends: ids.map((userId) => ({ userId, source: 'Chaos' })), mutual: random.isLucky(0.5), force }
})

/** An account of its own: what is done to it can be done once only. */
function withOwner(make: (owner: string, scene: Scene) => Body): Make {
  return (scene) => {
    const owner = `o${scene.number}`
    for (let index = 0; index < 3; index++) scene.roster.add(scene.app, owner, uniqueId(scene, index), 'friend')
    return { userId: owner, ...make(owner, scene) }
  }
}

/** Accounts of their own that nobody else touches, and that act for nobody. @param areThere whether they begin as accounts */
function withStrangers(make: (ids: string[]) => Body, areThere: boolean): Make {
  return (scene) => {
    const ids = several(scene, 3, (index) => uniqueId(scene, index))
    if (areThere) for (const id of ids) scene.roster.addStranger(scene.app, id)
    return make(ids)
  }
}

/** For everyone, so that one that goes out twice does the most harm; its text tells whose it is. */
const push: Make = ({ number }) => ({ audience: { everyone: true }, elements: [{ type: 'text', text: `p${number}` }] })

/** Stands in every message, and nowhere else: whoever finds it where messages must not be knows it for one. */
export const WHISPER = 'whispered to somebody alone'

const message = ({ number }: Scene): Body => ({ elements: [{ type: 'text', text: `m${number} ${WHISPER}` }] })

const send: Make = (scene) => ({
  userId: ownerOf(scene),
  peerId: `f${scene.random.whole(0, scene.roster.friends - 1)}`,
  ...message(scene),
})

const sendToSome: Make = (scene) => ({
  userId: ownerOf(scene),
  peerIds: [...someFriends(scene), ...(scene.random.isLucky(0.2) ? ['nobody'] : [])],
  ...message(scene),
})

const someFriends = (scene: Scene) => several(scene, 4, (index) => `f${index}`)

const writes: readonly (readonly [weight: number, operation: string, make: Make])[] = [
  [45, 'friends.update', update],
  [9, 'friends.add', add],
  [5, 'friends.import', withTargets((ids) => ({ friends: ids.map((userId) => ({ userId, source: 'Chaos' })) }))],
  [
    7,
    'friends.delete',
    withTargets((ids, _, { random }) => ({ friendIds: ids, mutual: random.isLucky(0.5) }), 'friend'),
  ],
  [5, 'friends.delete-all', withOwner((_, { random }) => ({ mutual: random.isLucky(0.5) }))],
  [6, 'friend-lists.add', withTargets((ids) => ({ lists: ['work'], friendIds: ids }), 'friend')],
  [3, 'friend-lists.delete', withOwner(() => ({ lists: ['old'] }))],
  [6, 'blocklist.add', withTargets((ids) => ({ userIds: ids }))],
  [4, 'blocklist.delete', withTargets((ids) => ({ userIds: ids }), 'blocked')],
  [3, 'accounts.import', withStrangers((ids) => ({ accounts: ids.map((userId) => ({ userId })) }), false)],
  [4, 'accounts.delete', withStrangers((ids) => ({ userIds: ids, confirm: 'accounts.delete' }), true)],
  [3, 'user-tags.add', withStrangers((ids) => ({ users: ids.map((userId) => ({ userId, tags: ['chaos'] })) }), true)],
  [4, 'push.send', push],
  [12, 'messages.send', send],
  [5, 'messages.send-batch', sendToSome],
]

const reads: readonly (readonly [weight: number, operation: string, make: Make])[] = [
  [4, 'friends.get', (scene) => ({ userId: ownerOf(scene), friendIds: someFriends(scene) })],
  [3, 'friends.check', (scene) => ({ userId: ownerOf(scene), friendIds: someFriends(scene) })],
  [3, 'friends.list', (scene) => ({ userId: ownerOf(scene) })],
  [1, 'friend-lists.get', (scene) => ({ userId: ownerOf(scene), withFriends: true })],
  [1, 'blocklist.list', (scene) => ({ userId: ownerOf(scene) })],
  [1, 'blocklist.check', (scene) => ({ userId: ownerOf(scene), userIds: someFriends(scene) })],
  [1, 'presence.get', (scene) => ({ userIds: someFriends(scene) })],
  [1, 'user-tags.get', (scene) => ({ userIds: someFriends(scene) })],
]

/** Of the jobs, those that fail for good, so that there are letters. */
const DOOMED_SHARE = 0.2
const doomed: readonly [operation: string, make: Make] = [
  'friends.update',
  (scene) => ({ userId: ownerOf(scene), friends: [{ userId: 'nobody', remark: `r${scene.number}-x` }] }),
]

const drawOperation = (random: Random, from: typeof writes) =>
  random.weighted(from.map(([weight, name, of]) => [weight, [name, of] as const] as const))

/** What the gateway must refuse before it does anything. */
const INVALID = [{ friends: [] }, { userId: 'u0', remrak: 'x' }, { userId: 7 }, {}] as const

function drawCall(scene: Scene, way: Way): Asked {
  const { random, number, app } = scene
  const isRead = (way === 'now' || way === 'batch') && random.isLucky(0.2)
  const isDoomed = (way === 'later' || way === 'event') && random.isLucky(DOOMED_SHARE)
  const [operation, make] = isDoomed ? doomed : drawOperation(random, isRead ? reads : writes)
  const body = random.isLucky(0.02) ? { ...random.pick(INVALID) } : make(scene)
  const isKeyed = way === 'keyed' || (way === 'later' && random.isLucky(0.5))
  const copies =
    isKeyed || way === 'event'
      ? random.weighted([
          [6, 1],
          [3, 2],
          [1, 3],
        ] as const)
      : 1
  const isRepeatedLater = isKeyed && random.isLucky(0.5)
  return {
    number,
    way,
    operation,
    app,
    body: { app, ...body },
    copies,
    isRepeatedLater,
    ...(isKeyed && { key: `key-${number}` }),
  }
}

const ways = [
  [36, 'now'],
  [22, 'keyed'],
  [14, 'later'],
  [12, 'event'],
  [16, 'batch'],
] as const

/** @param number of the first call in it */
export function drawStep(random: Random, roster: Roster, number: number, step: number): Step {
  const way = random.weighted(ways)
  const size = way === 'batch' ? random.whole(3, 8) : 1
  const calls = Array.from({ length: size }, (_, index) => {
    const app = random.weighted([
      [5, APPS[0]],
      [3, APPS[1]],
      [3, APPS[2]],
      [1, APPS[3]],
    ] as const)
    return drawCall({ random, roster, app, number: number + index }, way)
  })
  return { number: step, way, calls }
}
