import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { httpEvent } from '../../support/gateway/invocation.ts'
import type { Random } from '../random.ts'

/** The apps of the soak: each leads to another kind of upstream. */
export const APPS = { tight: 'tight', silent: 'silent', gone: 'gone', broken: 'broken', locked: 'locked' } as const

type Make = (random: Random, number: number) => Parameters<typeof httpEvent>[0]

const friends = ['bob', 'carol', 'dave'] as const
const remark = (userId: string, number: number) => ({ userId, remark: `r${number}` })
const update = (body: object) => ({ path: '/v1/friends/update', body })
const someUpdate =
  (app: string): Make =>
  (_, number) =>
    update({ app, userId: 'alice', friends: [remark('bob', number)] })

/** Names that come once: what is remembered of each must not add up. */
const stranger = (number: number) => `stranger-${number}`
const MOST_UNKNOWN_APPS = 10_000

const fine: Make = (_, number) => update({ userId: 'alice', friends: friends.map((friend) => remark(friend, number)) })
const partial: Make = (_, number) =>
  update({ userId: 'alice', friends: [remark('bob', number), remark(stranger(number), number)] })
const refused: Make = (_, number) => update({ userId: stranger(number), friends: [remark('bob', number)] })
const check: Make = () => ({ path: '/v1/friends/check', body: { userId: 'alice', friendIds: [...friends] } })
const list: Make = () => ({ path: '/v1/friends/list', body: { userId: 'alice' } })
const block: Make = (random) => ({
  path: random.isLucky(0.5) ? '/v1/blocklist/add' : '/v1/blocklist/delete',
  body: { userId: 'frank', userIds: ['henry'] },
})
const batch: Make = (_, number) => ({
  path: '/v1/batch',
  body: {
    requests: [
      { id: 'a', operation: 'friends.update', body: { userId: 'alice', friends: [remark('bob', number)] } },
      { id: 'b', operation: 'friends.check', body: { userId: 'bob', friendIds: ['alice'] } },
      { id: 'c', operation: 'friends.nothing', body: {} },
    ],
  },
})
const bad: Make = (_, number) => update({ userId: 'alice', friends: [{ userId: 'bob', [`remrak${number}`]: 1 }] })
const nowhere: Make = (_, number) => ({ path: `/v1/nowhere/${number}`, body: {} })
const unknownApp: Make = (_, number) =>
  update({ app: `app-${number % MOST_UNKNOWN_APPS}`, userId: 'alice', friends: [remark('bob', 1)] })
const health: Make = () => ({ method: 'GET', path: '/v1/health' })

/** What is asked for, each so many times in 10,000. */
const shares: readonly (readonly [weight: number, make: Make])[] = [
  [3500, fine],
  [1500, check],
  [1000, partial],
  [800, refused],
  [700, list],
  [500, block],
  [200, batch],
  [700, bad],
  [400, nowhere],
  [465, health],
  [200, unknownApp],
  [10, someUpdate(APPS.tight)],
  [10, someUpdate(APPS.locked)],
  [10, someUpdate(APPS.broken)],
  [4, someUpdate(APPS.gone)],
  [1, someUpdate(APPS.silent)],
]

/** One request of the mix, from a caller who may never come again. */
export function eventOf(random: Random, number: number): APIGatewayProxyEventV2 {
  const caller = `arn:aws:sts::000000000000:assumed-role/Role${random.isLucky(0.1) ? number : number % 20}/session`
  return httpEvent({ ...random.weighted(shares)(random, number), caller })
}
