import { expect, onTestFinished, test } from 'vitest'
import { startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'

const update = { userId: 'alice', friends: [{ userId: 'bob', remark: 'B' }] }

test('POST /_local/reset: the emulator is back at its seed, and the gateway knows of nothing before', async () => {
  const local = await startGuardedLocal({ seed: strictSeed })
  onTestFinished(() => local.close())
  const ask = async (path: string, headers: Record<string, string> = {}, body?: object) => {
    const init = { method: body ? 'POST' : 'GET', headers: { 'content-type': 'application/json', ...headers } }
    const response = await fetch(`${local.url}${path}`, { ...init, ...(body && { body: JSON.stringify(body) }) })
    return { status: response.status, headers: response.headers, body: (await response.json()) as { code?: string } }
  }
  const replayed = (answer: Awaited<ReturnType<typeof ask>>) => answer.headers.get('idempotency-replayed')
  const keyed = () => ask('/v1/friends/update', { 'idempotency-key': 'once' }, update)
  expect((await keyed()).status).toBe(200)
  expect(replayed(await keyed())).toBe('true')
  const queued = await ask('/v1/friends/update', { prefer: 'respond-async' }, update)
  const job = queued.headers.get('location')!
  await expect.poll(async () => (await ask(job)).body, { timeout: 10_000 }).toMatchObject({ state: 'completed' })
  // Chat's side of a key alone: the gateway holds the app's credentials as refused.
  await fetch(`${local.chat.url}/_emulator/rotate`, {
    method: 'POST',
    body: JSON.stringify({ app: 'default', order: 'chat-first' }),
  })
  expect((await ask('/v1/friends/update', {}, update)).body.code).toBe('CREDENTIALS_REJECTED')

  const reset = await fetch(`${local.url}/_local/reset`, { method: 'POST' })
  expect([reset.status, await reset.json()]).toEqual([200, { reset: true }])

  expect((await ask(job)).status).toBe(404)
  const first = await keyed()
  expect([first.status, replayed(first)]).toEqual([200, null])
  expect((await ask('/v1/friends/update', { prefer: 'respond-async' }, update)).status).toBe(202)
  expect((await fetch(`${local.url}/_local/reset`)).status).toBe(404)
})
