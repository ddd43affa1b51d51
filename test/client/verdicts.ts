import { onTestFinished } from 'vitest'
import type { Settings } from '../../client/src/index.ts'
import { clientOf, type Given, ok, type Seen, serve } from './served.ts'

/** Results as the gateway writes them. */
export const item = (userId: string, status: string, code?: string, retryable = true) => ({
  userId,
  status,
  ...(code !== undefined && { error: { code, retryable, message: `${code}.` } }),
})
export const busy = (userId: string) => item(userId, 'failed', 'WRITE_CONFLICT')
export const late = (userId: string) => item(userId, 'unknown', 'UPSTREAM_TIMEOUT')
export const gone = (userId: string) => item(userId, 'failed', 'NOT_A_FRIEND', false)
export const done = (userId: string) => item(userId, 'ok')

const friends = (...userIds: readonly string[]) => userIds.map((userId) => ({ userId, remark: 'x' }))
export const body = { userId: 'alice', friends: friends('a', 'b', 'c') }
export const retry = (...userIds: readonly string[]) => ({ retry: { userId: 'alice', friends: friends(...userIds) } })
export const partial = (results: readonly object[], more: object = {}): Given =>
  ok({ outcome: 'partial', counts: {}, results, ...more }, 207)
export const whole = (...userIds: readonly string[]): Given =>
  ok({ outcome: 'ok', counts: {}, results: userIds.map(done) })

export async function start(answer: (seen: Seen) => Given, settings: Partial<Settings> = {}) {
  const served = await serve(answer)
  onTestFinished(served.close)
  const client = clientOf(served, settings)
  const asked = () =>
    served.seen.map(({ text }) =>
      JSON.parse(text)
        .friends.map((friend: { userId: string }) => friend.userId)
        .join(''),
    )
  return { client, seen: served.seen, asked, update: client.friends.update }
}

export const failureOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('it was done'),
    (error) => error,
  )
