import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operations } from '../../lib/operations/index.ts'
import type { Told } from '../../lib/told.ts'
import type { Sent } from '../../lib/upstream/send.ts'
import { schemas } from '../../scripts/request-schemas.ts'
import { faultsOfPlayed, goodRequests, scripts } from '../campaigns/fuzz/bodies.ts'
import { damage, damaged } from '../campaigns/fuzz/damage.ts'
import { faultsOfEvent } from '../campaigns/fuzz/events.ts'
import { type Known, proofOf, verdictFaults } from '../campaigns/fuzz/oracle.ts'
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

const write: Known = {
  name: 'friends.update',
  isRead: false,
  hasItems: true,
  told: { form: 'own', list: 'ResultItem', id: 'To_Account', code: 'ResultCode' },
  tells: false,
  isRepeated: false,
}
const call = (ids: readonly string[], sent: Sent, at = 0, numbers = '1 2') => ({ ids, sent, at, numbers })
const proofFor = (sent: Sent, told: Told | undefined) => proofOf(call(['a', 'b'], sent), 'a', { ...write, told })
const reply = (body: object) =>
  ({ kind: 'reply', status: 200, text: JSON.stringify({ ActionStatus: 'OK', ErrorCode: 0, ...body }) }) as const
const item = (ResultCode: unknown, To_Account = 'a') => ({ To_Account, ResultCode })

describe('what one reply proves', () => {
  test.each([
    ['its own 0, once', reply({ ResultItem: [item(0)] }), 'ok'],
    ['0 of another', reply({ ResultItem: [item(0, 'A')] }), 'doubt'],
    ['0 twice', reply({ ResultItem: [item(0), item(0)] }), 'doubt'],
    ['0 as a text', reply({ ResultItem: [item('0')] }), 'doubt'],
    ['no items', reply({}), 'doubt'],
    ['0 in a call that failed', reply({ ErrorCode: 30003, ResultItem: [item(0)] }), 'refused'],
    ['0 in a call that timed out', reply({ ErrorCode: 30007, ResultItem: [item(0)] }), 'doubt'],
    ['0 under FAIL', reply({ ActionStatus: 'FAIL', ResultItem: [item(0)] }), 'doubt'],
    ['its own refusal', reply({ ResultItem: [item(30011)] }), 'refused'],
    ['no JSON', { kind: 'reply', status: 200, text: '<html>' }, 'doubt'],
    ['HTTP 500', { ...reply({ ResultItem: [item(0)] }), status: 500 }, 'doubt'],
    ['nothing that was sent', { kind: 'unsent', reason: 'x' }, 'unsent'],
  ] as const)('%s', (_, sent, proof) => expect(proofFor(sent, write.told)).toBe(proof))

  const bare: Told = { form: 'fails', list: 'Fail' }
  const failing: Told = { form: 'fails', list: 'Fail', id: 'id', code: 'code' }
  const named: Told = { form: 'names', list: 'Found', id: 'id', fails: failing }
  const ordered: Told = {
    form: 'order',
    list: 'Done',
    code: 'Result',
    means: { 2: 'pending', 3: 'UNEXPLAINED_FAILURE' },
  }
  test.each([
    ['nothing, where the call speaks for all', undefined, {}, 'ok'],
    ['no failure', bare, {}, 'ok'],
    ['a failure of another', bare, { Fail: ['b'] }, 'ok'],
    ['its bare failure, twice', bare, { Fail: ['a', 'a'] }, 'refused'],
    ['a failure of nobody', bare, { Fail: ['b', {}] }, 'doubt'],
    ['failures that are no list', bare, { Fail: 'a' }, 'doubt'],
    ['its failure', failing, { Fail: [{ id: 'a', code: 70500 }] }, 'refused'],
    ['its failure of unknown effect', failing, { Fail: [{ id: 'a', code: 20004 }] }, 'doubt'],
    ['its failure with 0', failing, { Fail: [{ id: 'a', code: 0 }] }, 'doubt'],
    ['its name', named, { Found: [{ id: 'a' }] }, 'ok'],
    ['its name twice', named, { Found: [{ id: 'a' }, { id: 'a' }] }, 'doubt'],
    ['its name and its failure', named, { Found: [{ id: 'a' }], Fail: [{ id: 'a', code: 1 }] }, 'doubt'],
    ['its failure where names stand', named, { Found: [], Fail: [{ id: 'a', code: 70107 }] }, 'refused'],
    ['no name', named, { Found: [] }, 'doubt'],
    ['no name, which says enough', { ...named, absent: 'UNEXPLAINED_FAILURE' }, { Found: [] }, 'refused'],
    ['its place', ordered, { Done: [{ Result: 0 }, { Result: 3 }] }, 'ok'],
    ['a place that waits', ordered, { Done: [{ Result: 2 }, { Result: 0 }] }, 'pending'],
    ['a place that is refused by a word', ordered, { Done: [{ Result: 3 }, { Result: 0 }] }, 'refused'],
    ['a list that is too long', ordered, { Done: [{ Result: 0 }, { Result: 0 }, { Result: 0 }] }, 'doubt'],
    ['a list that is too short', ordered, { Done: [{ Result: 0 }] }, 'doubt'],
  ] as const)('%s', (_, told, body, proof) => expect(proofFor(reply(body), told)).toBe(proof))

  test('what must not go out twice is sent no more after a call in doubt', () => {
    const [lost, refused] = [{ kind: 'lost', reason: 'cut' } as const, reply({ ErrorCode: 91000 })]
    const faults = (...all: readonly Sent[]) => {
      const calls = all.map((sent) => call([], sent))
      return verdictFaults('', 'unknown', calls, { ...write, name: 'push.send', hasItems: false, told: undefined })
    }
    expect([faults(lost), faults(refused, lost)]).toEqual([[], []])
    expect(faults(lost, lost).join()).toContain('sent again after a call in doubt')
  })

  test('a read is never unknown', () => {
    const lost = call(['a'], { kind: 'lost', reason: 'cut' })
    expect(verdictFaults('a', 'unknown', [lost], { ...write, isRead: true })).not.toEqual([])
    expect(verdictFaults('a', 'unknown', [lost], write)).toEqual([])
  })
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
