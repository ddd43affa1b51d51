import fc from 'fast-check'
import { expect, onTestFinished } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, friendsOf, seedOf } from '../../support/events.ts'

interface Job {
  readonly operation: string
  readonly body: { readonly userId: string } & Readonly<Record<string, unknown>>
}
interface Result {
  readonly userId: string
  readonly status: string
  readonly superseded?: true
  readonly error?: { readonly code: string }
}

/** A few friends, so that jobs meet, and one whom nobody knows. */
const someone = fc.constantFrom('f0', 'f1', 'f2', 'f3', 'stranger')
const some = <T>(item: fc.Arbitrary<T>, of: (one: T) => string) =>
  fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: of })
const change = fc
  .record(
    { userId: someone, remark: fc.constantFrom('', 'x', 'y'), lists: fc.constantFrom([], ['work'], ['gym', 'work']) },
    { requiredKeys: ['userId'] },
  )
  .filter(({ remark, lists }) => remark !== undefined || lists !== undefined)
const addition = fc.record({ userId: someone, source: fc.constant('Web') })

const jobs: fc.Arbitrary<Job[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: some(change, ({ userId }) => userId).map((friends) => of('friends.update', { friends })) },
    { weight: 1, arbitrary: some(addition, ({ userId }) => userId).map((friends) => of('friends.add', { friends })) },
    {
      weight: 1,
      arbitrary: some(someone, (id) => id).map((friendIds) => of('friends.delete', { friendIds, mutual: false })),
    },
    { weight: 1, arbitrary: some(someone, (id) => id).map((userIds) => of('blocklist.add', { userIds })) },
  ),
  { minLength: 2, maxLength: 8 },
)
const of = (operation: string, body: object): Job => ({ operation, body: { userId: 'ann', ...body } })

/** What each job was told, and what Chat holds in the end. */
async function queued(deployed: Deployment, all: readonly Job[]) {
  await deployed.reset()
  const ids: string[] = []
  for (const { operation, body } of all) {
    const event = eventOf(operation, body)
    ids.push(event.id)
    await deployed.event(event)
  }
  expect(await deployed.drain()).toBe(0)
  const told = new Map(deployed.results().map(({ detail }) => [detail.eventId, detail.answer.body.results]))
  return {
    results: ids.map((id) => (told.get(id) ?? []) as readonly Result[]),
    friends: await friendsOf(deployed, 'ann'),
  }
}

async function oneByOne(deployed: Deployment, all: readonly Job[]) {
  await deployed.reset()
  const results: (readonly Result[])[] = []
  for (const { operation, body } of all) {
    const { json } = await deployed.http({ path: `/v1/${operation.replace('.', '/')}`, body })
    results.push((json.results ?? []) as readonly Result[])
  }
  return { results, friends: await friendsOf(deployed, 'ann') }
}

/** Times are when it was, not what was asked for. */
const timeless = (friends: object) =>
  JSON.parse(JSON.stringify(friends, (key, value) => (/Time$/.test(key) ? undefined : value)))
const verdict = ({ userId, status, error }: Result) => [userId, status, error?.code]

/** Plays random lines of jobs of one account both ways, and compares what came of them. */
export async function checkMergedAsAlone(runs: { readonly numRuns: number; readonly seed: number }): Promise<void> {
  const deployed = await startDeployment(seedOf(['ann'], 4), { UPSTREAM_CALLS_PER_SECOND: '10000' })
  onTestFinished(() => deployed.close())
  await fc.assert(
    fc.asyncProperty(jobs, async (all) => {
      const [together, apart] = [await queued(deployed, all), await oneByOne(deployed, all)]
      expect(timeless(together.friends)).toEqual(timeless(apart.friends))
      for (const [index, results] of together.results.entries()) {
        const alone = apart.results[index]!
        expect(results.map(({ userId }) => userId)).toEqual(alone.map(({ userId }) => userId))
        for (const [at, result] of results.entries()) {
          if (!result.superseded) expect(verdict(result)).toEqual(verdict(alone[at]!))
        }
      }
    }),
    runs,
  )
}
