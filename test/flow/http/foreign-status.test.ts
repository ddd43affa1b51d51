import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { shapeFault } from '../../support/answer-shapes.ts'
import { updateOf, verdicts } from '../../support/gateway/answer.ts'
import { ask } from '../../support/gateway/chain.ts'
import { allOk, endlessBytes, entry, listing, page } from '../../support/gateway/chat-replies.ts'
import { Wire } from '../../support/gateway/chat-server.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '2' } })
})
beforeEach(() => gateway.output.clear())
afterAll(() => gateway.close())

const perfect = JSON.stringify(listing([entry('a')]))
const update = async (reply: Wire) => {
  gateway.chat.play(() => reply)
  return gateway.update(updateOf('id', ['a']))
}
type Line = Readonly<Record<string, unknown>>
const warnings = () => gateway.output.warnings().map((line) => JSON.parse(line) as Line)
const lines = () => warnings().filter(({ httpStatus }) => httpStatus !== undefined)

describe('an answer with another status than 200 says so', () => {
  test.each([
    [302, 1],
    [307, 1],
    [400, 1],
    [403, 1],
    [404, 1],
    [408, 2],
    [411, 1],
    [413, 1],
    [429, 2],
    [499, 1],
    [201, 2],
    [204, 2],
    [500, 2],
    [503, 2],
  ])('%i, which is tried %i times', async (status, calls) => {
    const { json, ...answer } = await update(page(status, perfect, 'text/html'))
    expect([answer.status, json.code, verdicts(json)]).toEqual([
      503,
      'UPSTREAM_UNREACHABLE',
      ['a unknown UPSTREAM_UNREACHABLE'],
    ])
    expect([json.upstream, json.results?.[0]?.error?.upstream]).toEqual([
      { httpStatus: status },
      { httpStatus: status },
    ])
    expect(json.detail).toContain(`HTTP ${status} came in its place`)
    expect(shapeFault('problem', json)).toBeUndefined()
    expect([gateway.chat.calls.length, json.retryable, json.retry?.friends.length]).toEqual([calls, true, 1])
    const bytes = status === 204 ? 0 : Buffer.byteLength(perfect)
    const line = { level: 'WARN', httpStatus: status, contentType: 'text/html', bytes, host: '127.0.0.1' }
    expect(lines()).toEqual(Array.from({ length: calls }, () => expect.objectContaining(line)))
  })

  test('to a read as well, which fails and may be asked for again', async () => {
    gateway.chat.play(() => page(403, '<html>'))
    const { status, json } = await ask(gateway, 'friends.list', { userId: 'id' })
    expect([status, json.code, json.outcome, json.upstream, json.retryable]).toEqual([
      503,
      'UPSTREAM_UNREACHABLE',
      'failed',
      { httpStatus: 403 },
      true,
    ])
    expect([gateway.chat.calls.length, json.retry]).toEqual([1, { userId: 'id' }])
    expect(json.detail).toBe('No answer of Chat’s came back (HTTP 403 came in its place). Send it again later.')
  })

  test('and Chat’s own answer says none', async () => {
    gateway.chat.play(allOk)
    expect((await gateway.update(updateOf('id', ['a']))).status).toBe(200)
    expect(lines()).toEqual([])
  })
})

describe('its status counts however its body ends', () => {
  const begun = (then: (wire: Parameters<Wire['write']>[0]) => void) =>
    new Wire((response) => {
      response.writeHead(413, { 'content-type': 'text/html' })
      response.write('<html>')
      then(response)
    })
  const unknownCoding = () =>
    new Wire((response) => {
      response.writeHead(413, { 'content-encoding': 'zstd' })
      response.end('x')
    })
  const endless = () =>
    new Wire((response, request) => {
      const writeHead = response.writeHead.bind(response)
      response.writeHead = (() => writeHead(413)) as typeof writeHead
      endlessBytes().wire.write(response, request)
    })
  test.each<readonly [string, () => Wire]>([
    ['cut', () => begun((response) => setImmediate(() => response.destroy()))],
    ['coded in a way nobody knows', unknownCoding],
    ['without an end', endless],
  ])('%s', async (_, reply) => {
    const { status, json } = await update(reply())
    expect([status, json.code, json.upstream]).toEqual([503, 'UPSTREAM_UNREACHABLE', { httpStatus: 413 }])
    expect(gateway.chat.calls).toHaveLength(1)
  })

  test('never, within the attempt’s time', async () => {
    gateway.chat.play(() => begun(() => undefined))
    const { status, json } = await gateway.update(updateOf('id', ['a']), { ms: 800 })
    expect([status, json.upstream]).toEqual([503, { httpStatus: 413 }])
  })
})

test('no line about it holds a secret that its headers echo', async () => {
  const echo = new Wire((response, request) => {
    response.writeHead(400, { 'content-type': `text/${request.url}` })
    response.end()
  })
  await update(echo)
  const userSig = gateway.chat.calls[0]?.query.get('usersig') ?? 'none'
  expect(lines()[0]?.contentType).toContain('usersig=[redacted]')
  expect(gateway.output.text()).not.toContain(userSig.slice(0, 20))
})

describe('what could not be understood is told in the line and the answer', () => {
  const twice = JSON.stringify(listing([entry('a'), entry('a')]))
  test.each<readonly [string, string, string]>([
    ['no JSON', '<html>', 'it is no JSON object'],
    ['no code', '{}', 'ErrorCode is no integer'],
    ['another word', '{"ErrorCode":0,"ActionStatus":"FAIL"}', 'ActionStatus is not OK, though ErrorCode is 0'],
    ['no list', '{"ErrorCode":0}', 'ResultItem is no list'],
    ['no entry', '{"ErrorCode":0,"ResultItem":[]}', 'no entry of ResultItem is about it'],
    ['two entries', twice, 'ResultItem has two entries about it'],
    ['no code of its own', JSON.stringify(listing([{ To_Account: 'a' }])), 'ResultCode is no integer'],
  ])('%s', async (_, text, particular) => {
    const { status, json } = await update(page(200, text))
    expect([status, json.code]).toEqual([502, 'UPSTREAM_MALFORMED'])
    expect(json.detail).toBe(
      'A call was sent, and whether it took effect is not known. It is safe to send again. ' +
        `Chat’s answer could not be understood (${particular}).`,
    )
    expect(warnings().filter((line) => line.particular === particular)).toHaveLength(gateway.chat.calls.length)
  })

  test('of a page of somebody’s on the way, whose status is 200, with its content type and length', async () => {
    await update(page(200, '<p>Log in first</p>', 'text/html; charset=utf-8'))
    const told = { particular: 'it is no JSON object', contentType: 'text/html; charset=utf-8', bytes: 19 }
    expect(warnings()[0]).toMatchObject(told)
  })

  test('of a page with the place where it is', async () => {
    gateway.chat.play(() => ({ ErrorCode: 0, UserDataItem: [{ To_Account: 'a' }, { To_Account: 7 }], CompleteFlag: 1 }))
    const { json } = await ask(gateway, 'friends.list', { userId: 'id' })
    expect(json.detail).toBe(
      'Chat’s answer could not be understood (UserDataItem/1: it names no account). Send it again.',
    )
  })
})
