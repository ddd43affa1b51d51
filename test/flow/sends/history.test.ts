import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, play, reply } from '../../support/gateway/chain.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

/** How the pages of a history, and of a message's extensions, follow one another. */
let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

const asked = { userId: 'alice', peerId: 'bob', since: '2023-11-14T00:00:00Z' }
const until = '2023-11-15T00:00:00Z'
const pageUpTo = (time: unknown, key: unknown) =>
  reply({ Complete: 0, LastMsgTime: time, LastMsgKey: key, MsgList: [] })
const cursorOf = async (name: string, body: object, page: ReturnType<typeof reply>) => {
  const { status, json } = await play(gateway, name, body, page)
  expect(status).toBe(200)
  return (json as unknown as { cursor: string }).cursor
}
const sent = () => gateway.chat.calls.map(({ body }) => body as unknown)

describe('a page of history', () => {
  test('goes on where the one before ended, which until has no part in', async () => {
    const cursor = await cursorOf('messages.list', { ...asked, until }, pageUpTo(1_700_000_000, '3_2_1'))
    for (const more of [{ until }, {}, { until: '2023-11-20T00:00:00Z', limit: 7 }]) {
      await play(gateway, 'messages.list', { ...asked, ...more, cursor }, reply({ Complete: 1 }))
      expect(sent()).toMatchObject([{ MaxTime: 1_700_000_000, LastMsgKey: '3_2_1', MinTime: 1_699_920_000 }])
    }
  })

  test.each([
    ['another pair', { peerId: 'carol' }],
    ['the other side', { userId: 'bob', peerId: 'alice' }],
    ['another beginning', { since: '2023-11-13T00:00:00Z' }],
    ['another app', { app: 'other' }],
  ])('of %s needs a cursor of its own', async (_, other) => {
    const cursor = await cursorOf('messages.list', asked, pageUpTo(1_700_000_000, 'k'))
    gateway.chat.play(() => reply())
    const { status, json } = await ask(gateway, 'messages.list', { ...asked, ...other, cursor })
    expect([status, json.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/cursor']])
    expect(gateway.chat.calls).toEqual([])
  })

  test.each<readonly [string, number, string]>([
    ['the same place', 1_700_000_000, 'k'],
    ['a later time', 1_700_000_001, 'l'],
  ])('that ends at %s again does not move on, and can’t be understood', async (_, time, key) => {
    const cursor = await cursorOf('messages.list', asked, pageUpTo(1_700_000_000, 'k'))
    const { status, json } = await play(gateway, 'messages.list', { ...asked, cursor }, pageUpTo(time, key))
    expect([status, json.code]).toEqual([502, 'UPSTREAM_MALFORMED'])
  })

  test('of the first, too, may not end later than was asked for', async () => {
    const { status, json } = await play(gateway, 'messages.list', { ...asked, until }, pageUpTo(1_700_006_401, 'k'))
    expect([status, json.code]).toEqual([502, 'UPSTREAM_MALFORMED'])
  })

  test('may end at the same second by another key', async () => {
    const cursor = await cursorOf('messages.list', asked, pageUpTo(1_700_000_000, 'k'))
    const next = await cursorOf('messages.list', { ...asked, cursor }, pageUpTo(1_700_000_000, 'l'))
    expect(next).not.toBe(cursor)
  })

  test.each([[[1, 'k', 2]], [['1', 'k']], [[-1, 'k']], [[1, '']], [{ time: 1 }], ['k'], [7]])(
    'begins at no place that is none, as %j, though a cursor says so',
    async (position) => {
      const text = JSON.stringify(position)
      const cursor = `${Buffer.from(text).toString('base64url')}.AAAAAAAAAAAA`
      const { encodeCursor } = await import('../../../lib/flow/cursor.ts')
      const pages = { of: ['userId', 'peerId', 'since'], isPosition: () => true }
      const scope = { operation: 'messages.list', app: 'default', body: asked, pages }
      for (const one of [cursor, encodeCursor(scope, position)]) {
        gateway.chat.play(() => reply())
        const { status, json } = await ask(gateway, 'messages.list', { ...asked, cursor: one })
        expect([status, json.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/cursor']])
      }
    },
  )
})

describe('a page of extensions', () => {
  const message = { peerId: 'bob', messageKey: 'k' }
  const pairs = (...versions: readonly number[]) =>
    reply({ ExtensionList: versions.map((Seq, index) => ({ Key: `k${index}`, Value: '', Seq })) })

  test('goes on from the highest version, and past one that fills a page', async () => {
    const second = await cursorOf('message-extensions.list', message, pairs(1, 2, 2))
    const third = await cursorOf('message-extensions.list', { ...message, cursor: second }, pairs(2, 2))
    expect(sent()).toMatchObject([{ StartSeq: 2 }])
    const { json } = await play(
      gateway,
      'message-extensions.list',
      { ...message, cursor: third },
      reply({ CompleteFlag: 1 }),
    )
    expect(sent()).toMatchObject([{ StartSeq: 3 }])
    expect(json).toMatchObject({ outcome: 'ok', extensions: [] })
    expect(json).not.toHaveProperty('truncated')
  })
})

test('a history holds what a number can’t as its digits, and nothing that nests beyond measure', async () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  const content = `{"id":18446744073709551615,"far":1e400,"deep":${nested(200)},"__proto__":{"a":1}}`
  const text = `{"ErrorCode":0,"Complete":1,"MsgList":[{"MsgKey":"k","MsgBody":[{"MsgType":"TIMRelayElem","MsgContent":${content}}]}]}`
  const { Wire } = await import('../../support/gateway/chat-server.ts')
  const wire = new Wire((response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(text)
  })
  gateway.chat.play(() => wire)
  const { status, json } = await ask(gateway, 'messages.list', asked)
  expect(status).toBe(200)
  const [{ elements }] = (json as unknown as { messages: [{ elements: [{ content: Record<string, unknown> }] }] })
    .messages
  const { content: read } = elements[0]
  expect([read.id, read.far, Object.keys(read)]).toEqual([
    '18446744073709551615',
    null,
    ['id', 'far', 'deep', '__proto__'],
  ])
  expect(JSON.stringify(read.deep)).toMatch(/^\[+null\]+$/)
})
