import { readFileSync } from 'node:fs'
import path from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { expect, onTestFinished, test } from 'vitest'
import { startLocal } from '../../../local/aws/start-local.ts'
import { startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { sdk, serviceOf, temporaryFolder, until } from './fixture.ts'

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
  await expect.poll(async () => (await ask(job)).body).toMatchObject({ state: 'completed' })
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

test('a reset that asks for less than all is refused, and nothing is forgotten', async () => {
  const local = await startGuardedLocal({ seed: strictSeed, events: false })
  onTestFinished(() => local.close())
  const url = `${local.url}/v1/friends/update`
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'once' }
  const keyed = () => fetch(url, { method: 'POST', headers, body: JSON.stringify(update) })
  await keyed()
  const refused = await fetch(`${local.url}/_local/reset`, { method: 'POST', body: '{"app":"europe"}' })
  expect([refused.status, await refused.json()]).toEqual([400, { message: expect.stringContaining('no body') }])
  expect((await fetch(`${local.url}/_local/reset?app=europe`, { method: 'POST' })).status).toBe(404)
  expect((await keyed()).headers.get('idempotency-replayed')).toBe('true')
})

/** Its function ends with no event but one. */
const slow = (begun: string) =>
  serviceOf(
    `service: shop
provider: { runtime: nodejs24.x }
functions: { events: { handler: dist/events.handler } }
resources:
  Resources:
    Bus: { Type: AWS::Events::EventBus, Properties: { Name: shop } }
    Orders:
      Type: AWS::Events::Rule
      Properties:
        EventBusName: { Ref: Bus }
        EventPattern: { detail-type: [order] }
        Targets: [{ Id: events, Arn: { 'Fn::GetAtt': [EventsLambdaFunction, Arn] } }]`,
    {
      events: `import { appendFileSync } from 'node:fs'
        export const handler = async ({ detail }) => {
          appendFileSync('${begun}', detail.name + '\\n')
          if (detail.name !== 'after') await new Promise(() => setInterval(() => {}, 1000))
        }`,
    },
  )

test('an event that a function has, or that waits for one, is forgotten: it is not tried again', async () => {
  const begun = path.join(temporaryFolder(), 'begun')
  const options = { serverless: slow(begun), instances: 1, retryDelaysMs: [0, 0] }
  const local = await startLocal({ ...options, seed: strictSeed })
  onTestFinished(() => local.close())
  const client = new EventBridgeClient(sdk(local.bus!.url))
  onTestFinished(() => client.destroy())
  const put = async (name: string) => {
    const entry = { EventBusName: 'shop', Source: 'till', DetailType: 'order', Detail: JSON.stringify({ name }) }
    await client.send(new PutEventsCommand({ Entries: [entry] }))
  }
  const names = () => readFileSync(begun, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean)
  await put('under way')
  await until(() => names().length === 1)
  await put('waiting')
  expect((await fetch(`${local.url}/_local/reset`, { method: 'POST' })).status).toBe(200)
  await put('after')
  await until(() => names().includes('after'))
  expect(names()).toEqual(['under way', 'after'])
})
