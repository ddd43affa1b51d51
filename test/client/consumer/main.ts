import assert from 'node:assert/strict'
import { createGateway, GatewayError, GatewayUnreachable, PartialError } from '@chat-gateway/client'

const [url = ''] = process.argv.slice(2)
const gateway = createGateway({ url, hooks: { onRetry: ({ reason }) => console.log(`sent again: ${reason}`) } })

const { operations } = await gateway.health()
assert.ok(operations.includes('friends.update'))
console.log(`${operations.length} operations at ${url}`)

const answer = await gateway.friends.update({
  userId: 'alice',
  friends: [
    { userId: 'bob', remark: 'Bob from the office', lists: ['work'] },
    { userId: 'nobody', remark: 'Who?' },
  ],
})
assert.equal(answer.outcome, 'partial')
// @ts-expect-error a partial answer has no results
assert.equal(answer.results, undefined)
assert.deepEqual(
  answer.failed.map(({ userId, error }) => [userId, error.code]),
  [['nobody', 'ACCOUNT_NOT_FOUND']],
)
console.log(`a typed call: ${answer.done.length} done, ${answer.failed.length} failed`)

const whole = gateway.friends.update({ userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] })
assert.equal((await whole.orThrow()).results[0]?.status, 'ok')

await assert.rejects(
  gateway.friends.update({ userId: 'nobody', friends: [{ userId: 'bob', remark: 'Bob' }] }),
  GatewayError,
)
const some = gateway.friends.delete({ userId: 'alice', friendIds: ['carol', 'nobody'], mutual: true })
await assert.rejects(some.orThrow(), PartialError)
console.log('what fails is thrown')

await gateway.blocklist.add({ userId: 'frank', userIds: ['bob', 'carol', 'dave'] })
const blocked: string[] = []
let pages = 0
for await (const page of gateway.blocklist.list.pages({ userId: 'frank', limit: 2 })) {
  pages += 1
  blocked.push(...page.blocked.map(({ userId }) => userId))
}
assert.deepEqual([pages, blocked.toSorted()], [2, ['bob', 'carol', 'dave']])
console.log(`a page iterator: ${blocked.length} accounts on ${pages} pages`)

const rows = ['bob', 'carol', 'nobody', 'dave'].map((friend) => ({ userId: 'alice', friendIds: [friend] }))
const verdicts: string[] = []
for await (const { row, outcome } of gateway.friends.check.many(rows)) verdicts[row] = outcome
assert.equal(verdicts.length, 4)
console.log(`many rows: ${verdicts.join(', ')}`)

const [first, second] = await gateway.batch([
  { operation: 'profiles.set', body: { userId: 'alice', nick: 'Alice' } },
  { operation: 'friends.list', body: { userId: 'alice' } },
])
assert.equal(first.answer?.outcome, 'ok')
console.log(`a batch: ${second.answer?.friends.length} friends`)

const job = await gateway.profiles.set.respondAsync({ userId: 'alice', nick: 'Alice Liddell' })
assert.equal((await job.answer()).outcome, 'ok')
console.log('a job was queued and waited for')

const authorizations: string[] = []
const notSent: typeof fetch = async (_, init) => {
  authorizations.push(new Headers(init?.headers).get('authorization') ?? '')
  return Response.json({ status: 'ok' }, { headers: { 'x-request-id': 'none' } })
}
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'made up' })
await createGateway({ url: 'https://abc123.execute-api.eu-west-1.amazonaws.com', fetch: notSent }).health()
assert.match(
  authorizations[0] ?? '',
  /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\/aws4_request, /,
)
console.log('signed by the credentials of the environment')

await assert.rejects(createGateway({ url: 'http://127.0.0.1:9', retries: 0 }).health(), GatewayUnreachable)
console.log('all of it works')
