import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { type AnswerBody, updateOf } from '../../support/gateway/answer.ts'
import { allOk, refused } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

const LIMIT = 100_000

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { MAX_BODY_BYTES: String(LIMIT) } })
})
beforeEach(() => gateway.chat.play(allOk))
afterAll(() => gateway.close())

const body = JSON.stringify(updateOf('id', ['f']))
const BOM = '\ufeff'
const errorsOf = async (asked: Parameters<Gateway['request']>[0]) => {
  const { status, json } = await gateway.request(asked)
  return [status, json.code, json.errors]
}
const packed = (encoding: string, bytes: Uint8Array) =>
  gateway.request({ body: bytes, headers: { 'content-encoding': encoding } })

describe('a byte order mark is ignored', () => {
  const types = ['application/json', 'application/json; charset=utf-8', 'application/vnd.acme+json']
  const carried: [string, string | Buffer][] = [
    ['as text', BOM + body],
    ['in base64', Buffer.from(BOM + body)],
  ]
  test.each(types.flatMap((type) => carried.map(([way, text]) => [type, way, text] as const)))(
    '%s, %s',
    async (type, _, text) => {
      expect((await gateway.request({ body: text, headers: { 'content-type': type } })).status).toBe(200)
    },
  )

  test('in what is packed as well', async () => {
    expect((await packed('gzip', gzipSync(BOM + body))).status).toBe(200)
  })

  test('but two are one too many, and alone it is an empty body', async () => {
    expect((await gateway.request({ body: BOM + BOM + body })).json.detail).toContain('is not JSON (line 1 column 1)')
    expect((await gateway.request({ body: BOM })).json.detail).toContain('is empty')
  })
})

describe('bytes that are no UTF-8 are a 400', () => {
  test.each([
    ['latin-1', Buffer.from('{"userId":"id","friends":[{"userId":"f","remark":"caf\xe9"}]}', 'latin1')],
    ['UTF-16', Buffer.from(BOM + body, 'utf16le')],
    ['packed latin-1', gzipSync(Buffer.from('{"userId":"caf\xe9"}', 'latin1'))],
  ])('%s', async (name, bytes) => {
    const headers = name.startsWith('packed') ? { 'content-encoding': 'gzip' } : {}
    const errors = [{ pointer: '', message: 'is not UTF-8; write its text in UTF-8' }]
    expect(await errorsOf({ body: bytes, headers })).toEqual([400, 'INVALID_REQUEST', errors])
  })
})

describe('U+FFFD in what would be written is refused: a character was lost on its way', () => {
  const lost = 'caf\ufffd'
  const message = 'holds U+FFFD: a character of it was lost on its way; send it in UTF-8'
  const friend = (change: object) => ({ userId: 'id', friends: [{ userId: 'f', source: 'Web', ...change }] })
  const update = (change: object) => ({ userId: 'id', friends: [{ userId: 'f', ...change }] })
  const cases: readonly (readonly [string, object, string])[] = [
    ['friends.update', update({ remark: lost }), '/friends/0/remark'],
    ['friends.update', update({ lists: ['a', lost] }), '/friends/0/lists/1'],
    ['friends.update', update({ custom: { Test: lost } }), '/friends/0/custom/Test'],
    ['friends.add', friend({ remark: lost }), '/friends/0/remark'],
    ['friends.add', friend({ list: lost }), '/friends/0/list'],
    ['friends.add', friend({ wording: lost }), '/friends/0/wording'],
    ['friends.add', friend({ userId: lost }), '/friends/0/userId'],
    ['friends.import', friend({ remark: lost }), '/friends/0/remark'],
    ['friends.import', friend({ lists: [lost] }), '/friends/0/lists/0'],
    ['friends.import', friend({ wording: lost }), '/friends/0/wording'],
    ['friends.import', friend({ custom: { Test: lost } }), '/friends/0/custom/Test'],
    ['friends.import', friend({ userId: lost }), '/friends/0/userId'],
    ['friend-lists.add', { userId: 'id', lists: [lost] }, '/lists/0'],
    ['friend-lists.add', { userId: 'id', lists: ['a'], friendIds: [lost] }, '/friendIds/0'],
    ['blocklist.add', { userId: 'id', userIds: ['a', lost] }, '/userIds/1'],
  ]

  test.each(cases)('%s %j', async (operation, asked, pointer) => {
    gateway.chat.play(() => refused(30003))
    const path = `/v1/${operation.replace('.', '/')}`
    expect(await errorsOf({ path, body: asked })).toEqual([400, 'INVALID_REQUEST', [{ pointer, message }]])
    const batch = await gateway.batch([{ id: 'a', operation, body: asked }])
    expect(batch.json.responses?.[0]?.body.errors).toEqual([{ pointer, message }])
    expect(gateway.chat.calls).toHaveLength(0)
  })

  test('while what reads, or takes away, takes the names that such a write has left behind', async () => {
    gateway.chat.play(() => refused(30003))
    const told = await Promise.all(
      [
        ['friend-lists.delete', { userId: 'id', lists: [lost] }],
        ['friend-lists.get', { userId: 'id', lists: [lost] }],
        ['friends.delete', { userId: 'id', friendIds: [lost], mutual: true }],
        ['friends.get', { userId: lost, friendIds: [lost] }],
        ['blocklist.delete', { userId: 'id', userIds: [lost] }],
        ['blocklist.check', { userId: 'id', userIds: [lost] }],
        ['friends.update', { userId: lost, friends: [{ userId: lost, remark: 'r' }] }],
      ].map(async ([operation, asked]) => {
        expect(operations.has(String(operation))).toBe(true)
        const { json } = await gateway.request({ path: `/v1/${String(operation).replace('.', '/')}`, body: asked })
        return json.code
      }),
    )
    expect(told).toEqual(Array(7).fill('ACCOUNT_NOT_FOUND'))
  })
})

describe('a packed body is unpacked', () => {
  test.each([
    ['gzip', gzipSync(body)],
    ['GZip', gzipSync(body)],
    ['x-gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
    ['br', brotliCompressSync(body)],
    ['identity', Buffer.from(body)],
    ['identity,identity', Buffer.from(body)],
    ['gzip, identity', gzipSync(body)],
    ['', Buffer.from(body)],
  ])('%s', async (encoding, bytes) => {
    expect((await packed(encoding, bytes)).status).toBe(200)
    expect(gateway.chat.calls[0]?.body).toMatchObject({ From_Account: 'id' })
  })

  test.each(['zstd', 'compress', 'gzip, br', 'gzip,gzip', 'x'.repeat(5000)])(
    'but none by %s: 415',
    async (encoding) => {
      const { status, json } = await packed(encoding, gzipSync(body))
      expect([status, json.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
      expect(json.detail).toContain(JSON.stringify(encoding.slice(0, 100)))
      expect(json.detail?.length).toBeLessThan(300)
    },
  )

  test('of a batch too', async () => {
    const batch = JSON.stringify({ requests: [{ id: 'a', operation: 'friends.update', body: JSON.parse(body) }] })
    const headers = { 'content-encoding': 'br' }
    expect((await gateway.request({ path: '/v1/batch', body: brotliCompressSync(batch), headers })).status).toBe(200)
  })

  test.each([
    ['gzip', Buffer.from(body)],
    ['gzip', gzipSync(body).subarray(0, -10)],
    ['deflate', gzipSync(body)],
    ['br', gzipSync(body)],
    ['br', brotliCompressSync(body).subarray(0, -3)],
  ])('what is no %s is a 400', async (encoding, bytes) => {
    const { status, json } = await packed(encoding, bytes)
    expect([status, json.code]).toEqual([400, 'INVALID_REQUEST'])
    expect(json.errors).toEqual([{ pointer: '', message: `is not ${encoding}, as its content-encoding says` }])
  })

  test('and so is text that its content-encoding speaks wrongly of, while nothing is nothing', async () => {
    const headers = { 'content-encoding': 'gzip' }
    expect((await gateway.request({ body, headers })).json.detail).toContain('is not gzip')
    expect((await gateway.request({ headers })).json.detail).toContain('is empty')
  })
})

describe('the limit holds for what is unpacked', () => {
  const padded = (bytes: number) => body + ' '.repeat(bytes - body.length)
  const packers = [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    // With a small window, or the platform would unpack megabytes before it hands any of them on.
    ['br', (text: string) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_LGWIN]: 16 } })],
  ] as const

  test.each(packers)('%s', async (encoding, pack) => {
    expect((await packed(encoding, pack(padded(LIMIT)))).status).toBe(200)
    const { status, json } = await packed(encoding, pack(padded(LIMIT + 1)))
    expect([status, json.code, json.detail]).toEqual([
      413,
      'PAYLOAD_TOO_LARGE',
      `The body has more than ${LIMIT} bytes once it is unpacked; at most so many are taken. Split it into several requests.`,
    ])
  })

  test.each(packers)('and stops a bomb there: the broken end of %s is never reached', async (encoding, pack) => {
    const bomb = pack(Array.from({ length: 3000 }, (_, index) => 'x'.repeat(1000) + index).join())
    expect(bomb.length).toBeLessThan(LIMIT)
    expect((await packed(encoding, bomb.subarray(0, -4))).status).toBe(413)
  })
})

describe('a member that stands twice in one object is a 400', () => {
  const errors = (pointer: string) => [{ pointer, message: 'stands here for the second time' }]

  test.each([
    ['{"userId":"alice","userId":"bob","friends":[{"userId":"f","remark":"r"}]}', '/userId'],
    ['{"userId":"id","friends":[{"userId":"f","remark":"r","rem\\u0061rk":"s"}]}', '/friends/0/remark'],
    ['{"app":"a","userId":"id","app":"b","friends":[{"userId":"f","remark":"r"}]}', '/app'],
  ])('%s', async (text, pointer) => {
    expect(await errorsOf({ body: text })).toEqual([400, 'INVALID_REQUEST', errors(pointer)])
    expect(gateway.chat.calls).toHaveLength(0)
  })

  const entry = (id: string, asked: string) => `{"id":"${id}","operation":"friends.update","body":${asked}}`
  const twice = '{"userId":"alice","userId":"bob","friends":[{"userId":"f","remark":"r"}]}'

  test('of a batch it is the entry’s own', async () => {
    const more = entry('c', body).replace('{', '{"operation":"friends.add",')
    const text = `{"requests":[${entry('a', twice)},${entry('b', body)},${more}]}`
    const { status, json } = await gateway.request({ path: '/v1/batch', body: text })
    expect([status, json.responses?.map((one) => one.status)]).toEqual([207, [400, 200, 400]])
    expect(json.responses?.map((one) => one.body.errors)).toEqual([errors('/userId'), undefined, errors('/operation')])
    expect(gateway.chat.calls).toHaveLength(1)
  })

  test('it is told together with whatever else is wrong', async () => {
    const bad = '{"userId":"","userId":"","friends":[{"userId":"f"}],"more":1}'
    const places = ['/userId', '/more', '/userId', '/friends/0']
    const pointersOf = (json: AnswerBody | undefined) => json?.errors?.map(({ pointer }) => pointer)
    const alone = await gateway.request({ body: bad })
    expect([alone.status, pointersOf(alone.json)]).toEqual([400, places])
    const odd = entry('b', body).replace('{', '{"operation":"friends.add","more":1,')
    const batch = await gateway.request({ path: '/v1/batch', body: `{"requests":[${entry('a', bad)},${odd}]}` })
    expect(batch.json.responses?.map((one) => pointersOf(one.body))).toEqual([places, ['/operation', '/more']])
    const around = `{"requests":[],"more":1,"requests":[${entry('a', body)}]}`
    expect(pointersOf((await gateway.request({ path: '/v1/batch', body: around })).json)).toEqual([
      '/requests',
      '/more',
    ])
    expect(gateway.chat.calls).toHaveLength(0)
  })

  test.each([
    [`{"requests":[],"requests":[${entry('a', body)}]}`, '/requests'],
    [`{"requests":[${entry('a', body).replace('{', '{"id":"b",')}]}`, '/requests/0/id'],
  ])('where entries can’t be told apart it is the batch’s: %s', async (text, pointer) => {
    expect(await errorsOf({ path: '/v1/batch', body: text })).toEqual([400, 'INVALID_REQUEST', errors(pointer)])
    expect(gateway.chat.calls).toHaveLength(0)
  })
})
