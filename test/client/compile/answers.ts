/**
 * What must compile, and what must not: `npm run types` reads this file, and nothing runs it. Where an expected error does not come, that
 * is an error.
 */
import { createGateway, type FriendsUpdateItem, type GatewayError } from '../../../client/src/index.ts'

const gateway = createGateway({ url: 'https://gateway.example' })

export async function results(): Promise<void> {
  const answer = await gateway.friends.update({ userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] })
  // @ts-expect-error nobody has looked at `outcome`
  answer.results
  // @ts-expect-error nor here: a partial answer may have been met
  answer.failed
  answer.requestId satisfies string
  answer.counts.ok satisfies number
  if (answer.outcome === 'ok') {
    answer.results[0]?.status satisfies 'ok' | undefined
    // @ts-expect-error where all is done, nothing failed
    answer.failed
  } else {
    answer.done[0]?.userId satisfies string | undefined
    answer.failed[0]?.error.code satisfies string | undefined
    answer.unknown[0]?.status satisfies 'unknown' | undefined
    answer.retry?.friends.length satisfies number | undefined
    // @ts-expect-error of a partial answer nothing says that it is done
    answer.results
  }
}

export async function forgotten(): Promise<void> {
  const reply = gateway.friends.update({ userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] })
  // @ts-expect-error the answer was not waited for
  reply.results
  const whole = await reply.orThrow()
  whole.results.length satisfies number
  // @ts-expect-error what is not all done was thrown
  whole.failed
}

export async function pending(): Promise<void> {
  const answer = await gateway.friends.add({ userId: 'alice', friends: [{ userId: 'gina', source: 'Web' }] })
  if (answer.outcome === 'ok') answer.results[0]?.status satisfies 'ok' | 'pending' | undefined
  else answer.done[0]?.status satisfies 'ok' | 'pending' | undefined
}

export async function pages(): Promise<void> {
  for await (const page of gateway.friends.list.pages({ userId: 'alice' }))
    page.friends[0]?.remark satisfies string | undefined
  // @ts-expect-error it is no list
  gateway.friends.update.pages({ userId: 'alice', friends: [] })
}

export async function jobs(): Promise<void> {
  const job = await gateway.friends.deleteAll.respondAsync({ userId: 'erin', mutual: false })
  const answer = await job.answer()
  answer.outcome satisfies 'ok'
  const ended = await gateway.waitForJob(job.jobId)
  ended.answer.status satisfies number
  const seen = await gateway.job(job.jobId)
  // @ts-expect-error it may not have ended
  seen.answer
  // @ts-expect-error reads are not queued
  gateway.friends.check.respondAsync({ userId: 'alice', friendIds: ['bob'] })
}

export async function batches(): Promise<void> {
  const [updated, listed] = await gateway.batch([
    { operation: 'friends.update', body: { userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] } },
    { operation: 'friends.list', body: { userId: 'alice' } },
  ])
  // @ts-expect-error it may have failed
  listed.answer.friends
  if (listed.answer) listed.answer.friends.length satisfies number
  else listed.error satisfies GatewayError
  // @ts-expect-error nobody has looked at `outcome`
  updated.answer?.results
  await gateway.batch([
    // @ts-expect-error the body is another operation’s
    { operation: 'friends.list', body: { userId: 'alice', friends: [] } },
    // @ts-expect-error no operation is called so
    { operation: 'friends.lsit', body: { userId: 'alice' } },
  ])
}

export async function rows(): Promise<void> {
  const bodies = [{ userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] }]
  for await (const answer of gateway.friends.update.many(bodies, { rate: 100 })) {
    answer.row satisfies number
    // @ts-expect-error nobody has looked at `outcome`
    answer.results
    if (answer.outcome === 'failed') answer.error.code satisfies string
  }
  // @ts-expect-error a row is a whole body
  gateway.friends.update.many([{ userId: 'bob', remark: 'Bob' }])
}

/** Rows of one’s own become items without a word about types. */
export const itemOf = (row: { readonly id: string; readonly name: string }): FriendsUpdateItem => ({
  userId: row.id,
  remark: row.name,
})
