import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorLine } from '../../../local/aws/lambda/error-line.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, fault, seedOf } from '../../support/events.ts'
import { invocationContext } from '../../support/gateway/invocation.ts'
import { captureOutput } from '../../support/gateway/output-capture.ts'
import { coldHandler } from '../../support/gateway/start.ts'

/** What a leaked log would show: apps, operations, codes, counts and ids of requests, but nobody's account and no text of theirs. */

let deployed: Deployment
beforeAll(async () => {
  const operations = ['*', 'messages.*']
  const policy = [{ callers: ['*'], apps: ['default', 'no-such-app'], operations }]
  deployed = await startDeployment(seedOf(['private-account'], 3), {
    LOG_LEVEL: 'DEBUG',
    UPSTREAM_ATTEMPTS: '2',
    JOB_RETRY_SECONDS: '0',
    ACCESS_POLICY: JSON.stringify(policy),
  })
})
afterAll(() => deployed.close())

const PRIVATE = /private/
const KEY = `private-key-${randomUUID()}`
const custom = { Test: 'private custom' }
const friends = ['f0', 'private-friend'].map((userId) => ({
  userId,
  remark: 'private remark',
  lists: ['private list'],
  custom,
}))
const body = { userId: 'private-account', friends }

const message = {
  userId: 'private-account',
  peerId: 'f0',
  elements: [
    { type: 'text', text: 'private text' },
    { type: 'custom', data: 'private data' },
    { type: 'TIMRelayElem', content: { private: 'private content' } },
  ],
  customData: 'private data',
  offlinePush: { title: 'private title', android: { private: 'private sound' } },
}
/** Messages that can't be sent, since they are none or too long. */
const noMessages = [
  { ...message, elements: [{ type: 'text', text: 'private '.repeat(2000) }] },
  { ...message, elements: [{ type: 'text', text: 'private text\0' }] },
  { ...message, elements: [{ type: 'custom', data: ['private data'] }] },
  { ...message, elements: [{ type: 'private', text: 'private text' }] },
  { ...message, elements: ['private text'] },
  { ...message, customData: { private: 'private data' } },
  { ...message, offlinePush: { apns: 'private sound' } },
]

const requests = [
  { body },
  { body, headers: { 'idempotency-key': KEY } },
  { body: { ...body, userId: 'other' }, headers: { 'idempotency-key': KEY } },
  { body, headers: { prefer: 'respond-async' } },
  { body: { ...body, app: 'no-such-app' } },
  { body: { ...body, app: 'forbidden-app' } },
  { body: { ...body, friends: [...friends, friends[0]] } },
  { body: { ...body, friends: [{ userId: 'f0', remark: 'private '.repeat(40) }] } },
  { body: '{"userId":"private-account"' },
  { path: '/v1/friends/private-account', body: {} },
  { path: '/v1/friends/list', body: { userId: 'private-account' } },
  { path: '/v1/friends/list', body: { userId: 'private-account', cursor: 'private' } },
  { path: '/v1/batch', body: { requests: [{ id: 'private-id', operation: 'friends.update', body }] } },
  { path: '/v1/messages/send', body: message },
  { path: '/v1/messages/send', body: message, headers: { prefer: 'respond-async' } },
  { path: '/v1/messages/send', body: { ...message, clientMessageId: 'private-id' } },
  { path: '/v1/messages/list', body: { userId: 'private-account', peerId: 'f0', since: '2023-11-14T22:13:20Z' } },
  ...noMessages.map((one) => ({ path: '/v1/messages/send', body: one })),
]

/** All that was written meanwhile. */
async function logOf(work: () => Promise<void>): Promise<string> {
  const output = captureOutput()
  try {
    await work()
  } finally {
    output.stop()
  }
  return output.text()
}

const saying = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))

test('at the most talkative level no line of any function names an account, a text, a key of theirs, or a secret', async () => {
  const text = await logOf(async () => {
    await fault(deployed, { times: 2, fault: { errorCode: 30006 } })
    for (const request of requests) await deployed.http(request)
    await fault(deployed, { fault: { errorCode: 60007 } })
    await deployed.event(eventOf('friends.update', body))
    await deployed.event(eventOf('friends.update', { ...body, friends: [] }))
    await fault(deployed, { command: 'sendmsg', times: 2, fault: { errorCode: 90992 } })
    await deployed.event(eventOf('messages.send', message))
    await deployed.event(eventOf('messages.send', noMessages[0]!))
    await deployed.drain()
  })
  const lines = text.trim().split('\n')
  // Node's own warnings are lines as well.
  const messages = new Set(saying(text).map(({ message }) => message))
  expect([...messages]).toEqual(expect.arrayContaining(['request', 'refused', 'event queued', 'job', 'upstream call']))
  expect(lines.filter((line) => PRIVATE.test(line))).toEqual([])
  expect(lines.filter((line) => line.includes('0123456789abcdef'.repeat(2)) || /usersig/i.test(line))).toEqual([])
})

test('nor does a refusal say what stands in a message', async () => {
  for (const one of noMessages) {
    const { status, text } = await deployed.http({ path: '/v1/messages/send', body: one })
    expect([status, text.replace(/"pointer":"[^"]*"/g, '')]).toEqual([400, expect.not.stringMatching(PRIVATE)])
  }
})

const USER = 'arn:aws:iam::123456789012:user/oncall'

test('every request, event and attempt at a job says who asked: the role without its session, a user’s ARN, or the source', async () => {
  const text = await logOf(async () => {
    await deployed.http({ body, caller: 'arn:aws:sts::123456789012:assumed-role/Crm/private-session' })
    await deployed.http({ body, caller: USER, headers: { prefer: 'respond-async' } })
    await deployed.http({ body: {}, caller: USER })
    await deployed.event(eventOf('friends.update', body))
    await deployed.drain()
  })
  const told = ['request', 'refused', 'event queued', 'job', 'job put away']
  const callers = saying(text).flatMap(({ message, caller }) => (told.includes(String(message)) ? [caller] : []))
  expect(new Set(callers)).toEqual(new Set(['123456789012/Crm', USER, 'event:crm']))
})

test('what a caller puts where a name belongs is shown, cut short; a path shows our own parts alone', async () => {
  const long = 'x'.repeat(1000)
  const text = await logOf(async () => {
    await deployed.http({ path: `/v1/friends/${long}`, body: {} })
    await deployed.event(eventOf(long, body))
    await deployed.http({ body: { ...body, app: 'x'.repeat(64) } })
    await deployed.http({ body: { ...body, app: 'x'.repeat(65) } })
    await deployed.http({ body: { ...body, [long]: 1 } })
  })
  const shown = saying(text).map(({ path, askedOperation, askedApp, pointer }) => ({
    path,
    askedOperation,
    askedApp,
    pointer,
  }))
  expect(shown).toEqual([
    { path: '/v1/friends/…' },
    { askedOperation: 'x'.repeat(100), askedApp: 'default' },
    { askedApp: 'x'.repeat(64) },
    {},
    { askedApp: 'default', pointer: `/${'x'.repeat(199)}…` },
  ])
})

describe('of an invocation that fails Lambda writes down the error that leaves the bundle', () => {
  const failing: readonly (readonly [string, string, () => Promise<unknown>])[] = [
    [
      'of an event that can’t be queued',
      'STATE_UNAVAILABLE',
      () => {
        deployed.sqs.breakNext('SendMessage', 'cut', 10)
        return deployed.event(eventOf('friends.update', body))
      },
    ],
    ['of a worker that is handed something else', '', () => deployed.work(undefined as never)],
    [
      'of a request that is none',
      '',
      async () => (await coldHandler('http'))({ rawPath: 'private' }, invocationContext()),
    ],
  ]
  test.each(failing)('%s', async (_, name, fail) => {
    let left: unknown
    const text = await logOf(async () => {
      left = await fail().then(
        () => expect.unreachable(),
        (error: unknown) => error,
      )
    })
    deployed.sqs.mend()
    const { message } = JSON.parse(errorLine(left, 'r'))
    expect(Object.keys(message)).toEqual(['errorType', 'errorMessage', 'stackTrace'])
    expect(message.errorType).toMatch(name === '' ? /^[A-Z]\w{2,}$/ : name)
    expect(JSON.stringify(message)).not.toMatch(PRIVATE)
    const own = saying(text).filter((line) => line.message === 'invocation failed')
    expect(own).toEqual([
      expect.objectContaining({ level: 'ERROR', service: expect.any(String), error: expect.stringMatching(/^\w+: /) }),
    ])
  })
})
