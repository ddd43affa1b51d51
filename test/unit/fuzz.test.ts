import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operations } from '../../lib/operations/index.ts'
import { schemas } from '../../scripts/request-schemas.ts'
import { faultsOfPlayed, goodRequests, scripts, whispersIn } from '../campaigns/fuzz/bodies.ts'
import { damage, damaged } from '../campaigns/fuzz/damage.ts'
import { faultsOfEvent } from '../campaigns/fuzz/events.ts'
import { isBodyOf } from '../campaigns/fuzz/readings.ts'
import { type HttpAsk, requests } from '../campaigns/fuzz/requests.ts'
import { type Played, playAlone } from '../campaigns/fuzz/scripted.ts'
import { type Shape, valid } from '../campaigns/fuzz/valid.ts'
import { faultsOf } from '../campaigns/fuzz/verify.ts'
import type { Deployment } from '../support/deployment.ts'
import type { Answer, AnswerBody } from '../support/gateway/answer.ts'

const seed = 1

test.each([...operations.keys()].map((name) => [name, schemas[name]] as const))(
  'what is made for %s is what its schema takes',
  (name, schema) => {
    const good = fc.property(valid(schema as Shape), (body) => isBodyOf(name, JSON.parse(JSON.stringify(body))))
    expect(fc.check(good, { numRuns: 100, seed }).failed).toBe(false)
  },
)

test('damage changes a body, and leaves the one it was made from as it was', () => {
  const body = { userId: 'a', friends: [{ userId: 'b', remark: 'c' }] }
  const before = JSON.stringify(body)
  const changed = fc
    .sample(fc.array(damage, { minLength: 1, maxLength: 3 }), { numRuns: 200, seed })
    .filter((damages) => {
      return JSON.stringify(damaged(body, damages)) !== before
    })
  expect(JSON.stringify(body)).toBe(before)
  expect(changed.length).toBeGreaterThan(150)
})

/** What the check of hostile replies says of a gateway that turns its answers into these; undefined where it notices nothing. */
async function noticed(spoil: (played: Played) => AnswerBody): Promise<string | undefined> {
  const property = fc.asyncProperty(goodRequests, scripts, async (request, script) => {
    const played = await playAlone(request, script)
    const faults = faultsOfPlayed(request, { ...played, json: spoil(played) })
    if (faults.length > 0) throw new Error(faults.join())
  })
  const result = await fc.check(property, { numRuns: 150, seed, endOnFailure: true })
  return result.failed ? fc.defaultReportMessage(result) : undefined
}

const everyItem = ({ json }: Played, status: 'ok' | 'failed') => ({
  ...json,
  ...(json.results && { results: json.results.map(({ userId }) => ({ userId, status })) }),
})

const saysZero = ({ exchanges }: Played) =>
  exchanges.some(({ sent }) => sent.kind === 'reply' && sent.text.includes('"ErrorCode":0'))

describe('the check of hostile replies notices', () => {
  test('a reader that trusts ErrorCode 0', async () => {
    expect(await noticed((played) => (saysZero(played) ? everyItem(played, 'ok') : played.json))).toBeDefined()
  })

  test('a reader that takes whatever is in doubt for undone', async () => {
    const spoil = (played: Played) => ({
      ...played.json,
      ...(played.json.results && {
        results: played.json.results.map((one) =>
          one.status === 'unknown' ? { ...one, status: 'failed' as const } : one,
        ),
      }),
    })
    expect(await noticed(spoil)).toBeDefined()
  })

  test('an item that is left out', async () => {
    const spoil = ({ json }: Played) => ({ ...json, ...(json.results && { results: json.results.slice(1) }) })
    expect(await noticed(spoil)).toBeDefined()
  })

  test.each([
    ['as it is', (userSig: string) => userSig],
    ['in base64', (userSig: string) => Buffer.from(userSig).toString('base64')],
    ['in hexadecimal', (userSig: string) => Buffer.from(userSig).toString('hex')],
  ])('a UserSig in the answer, %s', async (_, coded) => {
    const property = fc.asyncProperty(goodRequests, scripts, async (request, script) => {
      const played = await playAlone(request, script)
      const text = JSON.stringify({ ...played.json, detail: played.userSigs.map(coded).join() })
      return faultsOfPlayed(request, { ...played, text }).length === 0
    })
    expect((await fc.check(property, { numRuns: 50, seed, endOnFailure: true })).failed).toBe(true)
  })

  test('nothing, where the gateway is as it is', async () => {
    expect(await noticed(({ json }) => json)).toBeUndefined()
  })
})

test('all of a dead letter and of a result is searched for secrets', async () => {
  const texts: string[] = []
  const [sqs, eventBridge] = [{ calls: [] as object[] }, { calls: [] as object[] }]
  const event = async () => {
    const MessageAttributes = { reason: { StringValue: 'in a reason' } }
    sqs.calls.push({ action: 'SendMessage', body: { MessageBody: 'in a letter', MessageAttributes } })
    const Entries = [{ DetailType: 'in a type.failed', Detail: '{"in":"a result"}' }]
    eventBridge.calls.push({ action: 'PutEvents', body: { Entries } })
  }
  const deployment = { sqs, eventBridge, dynamo: { calls: [] }, event } as unknown as Deployment
  await faultsOfEvent(
    deployment,
    () => ({ operation: 'x' }),
    (_, text) => texts.push(text),
  )
  const planted = ['in a letter', 'in a reason', 'in a type', '{"in":"a result"}']
  expect(planted.filter((one) => !texts.join().includes(one))).toEqual([])
})

test('a text of a message is found in a log, and an id is none', () => {
  const [text, id] = ['so long a text '.repeat(8), 'x'.repeat(48)]
  const body = { peerId: id, elements: [{ type: 'text', text }] }
  expect(whispersIn({ body }, { log: JSON.stringify({ said: text }) })).toHaveLength(1)
  expect(whispersIn({ body }, { log: JSON.stringify({ peerId: id }) })).toEqual([])
})

const given = { requestId: 'r', hasState: false }
const problem = (status: number, code: string, more: object = {}): Answer => {
  const body = {
    type: `urn:chat-gateway:error:${code}`,
    title: 't',
    status,
    detail: 'd',
    code,
    retryable: false,
    requestId: 'r',
    ...more,
  }
  const headers = { 'content-type': 'application/problem+json', 'x-request-id': 'r' }
  return { status, headers, text: JSON.stringify(body), json: body as AnswerBody }
}

/** Whether some request shows that a door which answers so is no good. */
const isCaught = (door: (ask: HttpAsk) => Answer): boolean =>
  fc.check(
    fc.property(requests, (ask) => faultsOf(ask, door(ask), given).length === 0),
    { numRuns: 300, seed, endOnFailure: true },
  ).failed

/** Whether a body is nested deeper than any that is taken. */
const isDeep = ({ wire }: HttpAsk) => /\[{20}|(\{"a":){20}/.test(String(wire.body).slice(0, 5000))

describe('the check of answers notices a door that', () => {
  test('answers 500 to a deep body', () => {
    const deep = fc.sample(requests, { numRuns: 600, seed }).filter(isDeep)
    expect(deep.length).toBeGreaterThan(0)
    for (const ask of deep) expect(faultsOf(ask, problem(500, 'INTERNAL'), given).join()).toContain('500 INTERNAL')
  })

  test('refuses whatever comes', () => {
    expect(isCaught(() => problem(400, 'INVALID_REQUEST', { errors: [{ pointer: '', message: 'm' }] }))).toBe(true)
  })

  test('points at nothing', () => {
    const errors = [{ pointer: '/nothing/here', message: 'm' }]
    expect(isCaught(() => problem(400, 'INVALID_REQUEST', { errors }))).toBe(true)
  })

  test('says more than a refusal may', () => {
    const errors = Array.from({ length: 20_000 }, () => ({ pointer: '', message: 'm'.repeat(200) }))
    expect(isCaught(() => problem(404, 'NOT_FOUND', { errors }))).toBe(true)
  })

  test('answers without the request’s id', () => {
    const { headers, ...rest } = problem(404, 'NOT_FOUND')
    expect(isCaught(() => ({ ...rest, headers: { ...headers, 'x-request-id': '' } }))).toBe(true)
  })
})
