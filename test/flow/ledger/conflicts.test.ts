import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Ask, type Instances, startInstances } from '../../support/instances.ts'
import { drawFromTheWhole } from '../../support/short-waits.ts'

beforeAll(drawFromTheWhole)

let instances: Instances
afterEach(() => instances.close())

/** For each of them; the writers wait for one another, and a busy machine does in this time what another does in three seconds. */
const PATIENCE_MS = 60_000
const writers = Array.from({ length: 20 }, (_, index) => index)
const remarkFor = (index: number) => ({ userId: 'alice', friends: [{ userId: 'bob', remark: `writer ${index}` }] })

interface Calls {
  readonly calls: readonly { readonly answer: { readonly ErrorCode: number } | null }[]
}
async function conflicts(url: string): Promise<number> {
  const { calls } = (await (await fetch(`${url}/_emulator/calls`)).json()) as Calls
  return calls.filter(({ answer }) => answer?.ErrorCode === 30008).length
}

/** So many instances, each of which has loaded what it needs: a machine that loads all of them at once can do nothing else meanwhile. */
async function warmInstances(): Promise<readonly Ask[]> {
  const asks: Ask[] = []
  for (const index of writers) {
    const ask = await instances.start()
    await ask({ path: '/v1/friends/update', body: { ...remarkFor(index), userId: `warm ${index}` } })
    asks.push(ask)
  }
  return asks
}

test('twenty writers of one account, each on an instance of its own, all succeed, though they do meet', async () => {
  instances = await startInstances(undefined)
  const asks = await warmInstances()
  const answers = await Promise.all(
    asks.map((ask, index) => ask({ path: '/v1/friends/update', body: remarkFor(index), ms: PATIENCE_MS })),
  )
  expect(answers.map(({ status }) => status)).toEqual(writers.map(() => 200))
  expect(await conflicts(instances.chat.url)).toBeGreaterThan(0)
})

test('without the shared table some of the same twenty are refused: the lease is what makes the difference', async () => {
  instances = await startInstances(undefined, { STATE_TABLE: '', UPSTREAM_ATTEMPTS: '1' })
  const asks = await warmInstances()
  const answers = await Promise.all(
    asks.map((ask, index) => ask({ path: '/v1/friends/update', body: remarkFor(index) })),
  )
  expect(answers.filter(({ json }) => json.code === 'WRITE_CONFLICT').length).toBeGreaterThan(0)
})
