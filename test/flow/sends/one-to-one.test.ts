import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, done, play, reply, verdictsOf } from '../../support/gateway/chain.ts'
import { lingering, refused } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

/** What one-to-one messages do beyond their cases: over several calls, bodies that are too long for a case, and cursors. */
let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_CALLS_PER_SECOND: '100000' } })
})
beforeEach(() => gateway.chat.play(done))
afterAll(() => gateway.close())

const hi = [{ type: 'text', text: 'hi' }]
const toBob = { userId: 'alice', peerId: 'bob', elements: hi }
const pointersOf = async (name: string, body: object) => {
  const { status, json } = await ask(gateway, name, body)
  expect([status, gateway.chat.calls.length]).toEqual([400, 0])
  return json.errors?.map(({ pointer }) => pointer)
}

describe('a body of too much, refused before a call', () => {
  const emoji = (bytes: number) => [{ type: 'text', text: '👋'.repeat(bytes / 4) }]
  const around = Buffer.byteLength('[{"MsgType":"TIMTextElem","MsgContent":{"Text":""}}]')
  const sends: readonly (readonly [string, object])[] = [
    ['messages.send', { peerId: 'bob' }],
    ['messages.send-batch', { peerIds: ['bob'] }],
    ['messages.import', { ...toBob, sentAt: '2023-11-14T22:13:20Z', clientMessageId: 'm', live: false }],
    ['messages.update', { ...toBob, messageKey: 'k' }],
  ]

  test.each(sends)('%s', async (name, body) => {
    const elements = Array.from({ length: 101 }, () => hi[0])
    expect(await pointersOf(name, { ...body, elements })).toEqual(['/elements'])
    const custom = { type: 'custom', data: 'd' }
    expect(await pointersOf(name, { ...body, elements: [custom, ...hi, custom] })).toEqual(['/elements/2'])
    const most = { ...body, elements: emoji(12_288 - around), customData: '' }
    expect(await pointersOf(name, { ...most, customData: 'x' })).toEqual(['/elements'])
    expect(await pointersOf(name, { ...body, elements: [{ type: 'TIMRelayElem' }] })).toEqual(['/elements/0/content'])
    const taken = await ask(gateway, name, most)
    expect([taken.status, gateway.chat.calls.length]).toEqual([200, 1])
  })
})

describe('a message to many', () => {
  const ids = Array.from({ length: 501 }, (_, number) => `u${number}`)

  test('goes out in calls of 500 with the same numbers, each with a key of its own, and what failed has none', async () => {
    gateway.chat.play(({ number }) => ({
      ...reply({ MsgKey: `key-${number}` }),
      ...(number === 1 && { ActionStatus: 'SomeError', ErrorList: [{ To_Account: 'u0', ErrorCode: 70107 }] }),
    }))
    const { status, json } = await ask(gateway, 'messages.send-batch', { peerIds: ids, elements: hi })
    const [first, second, ...more] = gateway.chat.calls.map(({ body }) => body as unknown as Record<string, unknown>)
    expect([status, more]).toEqual([207, []])
    expect([first!.MsgRandom, first!.MsgSeq]).toEqual([second!.MsgRandom, second!.MsgSeq])
    const results = json.results as unknown as readonly { messageKey?: string }[]
    expect([results[0], results[1], results[500]]).toMatchObject([
      { error: { code: 'ACCOUNT_NOT_FOUND' } },
      { messageKey: 'key-1' },
      { messageKey: 'key-2' },
    ])
    expect(results[0]).not.toHaveProperty('messageKey')
    expect(json).not.toHaveProperty('retry')
  })

  test.each<readonly [string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['an entry without a code', { ErrorList: [{ To_Account: 'a' }] }, ['a unknown UPSTREAM_MALFORMED', 'b ok']],
    ['a code of 0', { ErrorList: [{ To_Account: 'a', ErrorCode: 0 }] }, ['a unknown UPSTREAM_MALFORMED', 'b ok']],
    [
      'an account twice',
      {
        ErrorList: [
          { To_Account: 'a', ErrorCode: 70107 },
          { To_Account: 'a', ErrorCode: 70107 },
        ],
      },
      ['a unknown UPSTREAM_MALFORMED', 'b ok'],
    ],
    ['an account that nobody asked for', { ErrorList: [{ To_Account: 'x', ErrorCode: 70107 }] }, ['a ok', 'b ok']],
    ['what is no list', { ErrorList: 'a' }, ['a unknown UPSTREAM_MALFORMED', 'b unknown UPSTREAM_MALFORMED']],
    [
      'a word that is no success',
      { ActionStatus: 'FAIL' },
      ['a unknown UPSTREAM_MALFORMED', 'b unknown UPSTREAM_MALFORMED'],
    ],
  ])('is told of by %s', async (_, said, verdicts) => {
    const body = { peerIds: ['a', 'b'], elements: hi }
    const { json } = await play(gateway, 'messages.send-batch', body, { ...reply(), ...said })
    expect(verdictsOf(json)).toEqual(verdicts)
    for (const { error } of json.results ?? []) expect(error?.retryable ?? false).toBe(false)
  })
})

describe('a send of unknown effect', () => {
  test('is not to be sent again, and its caller is told how to look for it', async () => {
    const body = { ...toBob, clientMessageId: 'm' }
    const { status, json } = await play(gateway, 'messages.send', body, refused(90992))
    const [first, ...repeats] = gateway.chat.calls.map(({ text }) => text)
    expect([status, json]).toMatchObject([504, { outcome: 'unknown', retryable: false, clientMessageId: 'm' }])
    expect(json).not.toHaveProperty('retry')
    expect(json.detail).toContain('messages.list')
    const { MsgRandom, MsgSeq } = JSON.parse(first!)
    expect(json.detail).toContain(`random ${MsgRandom} and seq ${MsgSeq}`)
    // How often it goes out again depends on the waits in between; that each is the same send does not.
    expect(repeats.every((text) => text === first)).toBe(true)
  })
})

describe('what two accounts say to each other', () => {
  const sent = () => gateway.chat.calls.map(({ body }) => (body as unknown as { From_Account?: string }).From_Account)
  /** The most that were open at once. */
  async function openTogether(...asked: readonly (readonly [string, object])[]): Promise<number> {
    let [open, most] = [0, 0]
    const script = lingering(() => reply({ MsgKey: 'k' }))
    gateway.chat.play(async (call) => {
      open += 1
      most = Math.max(most, open)
      const answer = await (script as (one: typeof call) => Promise<object>)(call)
      open -= 1
      return answer as never
    })
    const answers = await Promise.all(asked.map(([name, body]) => ask(gateway, name, body)))
    expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 200))
    return most
  }

  test('goes out one after another in the order asked, whoever of them says it', async () => {
    const both = ['alice', 'bob', 'alice', 'bob'].map((userId) => {
      const body = { userId, peerId: userId === 'alice' ? 'bob' : 'alice', elements: hi }
      return ['messages.send', body] as const
    })
    expect(await openTogether(...both)).toBe(1)
    expect(sent()).toEqual(['alice', 'bob', 'alice', 'bob'])
  })

  test('while what one says to others, or to many, waits for nothing', async () => {
    const toOthers = ['bob', 'carol', 'dave'].map((peerId) => ['messages.send', { ...toBob, peerId }] as const)
    expect(await openTogether(...toOthers)).toBe(3)
    const toMany = { userId: 'alice', peerIds: ['bob'], elements: hi }
    expect(await openTogether(['messages.send-batch', toMany], ['messages.send-batch', toMany])).toBe(2)
  })
})

describe('a time that the caller leaves out', () => {
  test('is the time of the request, at every attempt and in the body to repeat', async () => {
    const before = Math.floor(Date.now() / 1000)
    const { json } = await play(gateway, 'messages.mark-read', { userId: 'bob', peerId: 'alice' }, refused(91000))
    const times = gateway.chat.calls.map(({ body }) => (body as unknown as { MsgReadTime: string }).MsgReadTime)
    expect(times).toHaveLength(4)
    expect(new Set(times).size).toBe(1)
    expect(Number(times[0])).toBeGreaterThanOrEqual(before)
    const { until } = json.retry as unknown as { until: string }
    expect(Date.parse(until)).toBe(Number(times[0]) * 1000)
  })
})
