import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateOf, verdicts } from '../../support/gateway/answer.ts'
import { entry, listing, page } from '../../support/gateway/chat-replies.ts'
import { Wire } from '../../support/gateway/chat-server.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

const perfect = JSON.stringify(listing([entry('a')]))
const coded = (coding: string, body: Buffer) =>
  new Wire((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding })
    response.end(body)
  })
const ask = async (reply: Wire) => {
  gateway.output.clear()
  gateway.chat.play(() => reply)
  return gateway.update(updateOf('id', ['a']))
}
const MIB = 2 ** 20
const BOM = '\uFEFF'

test('replies are asked for as they are', async () => {
  await ask(page(200, perfect))
  expect(gateway.chat.calls[0]?.headers['accept-encoding']).toBe('identity')
})

describe('a proxy’s coding is read all the same', () => {
  test.each<readonly [string, (text: string) => Buffer]>([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['identity', Buffer.from],
    ['identity, Identity', Buffer.from],
    ['gzip,identity', gzipSync],
  ])('%s', async (coding, encode) => {
    const answer = await ask(coded(coding, encode(perfect)))
    expect([answer.status, verdicts(answer.json)]).toEqual([200, ['a ok']])
  })

  test('and so is a text that begins with a byte order mark, coded or not', async () => {
    expect((await ask(page(200, `${BOM}${perfect}`, 'application/json'))).status).toBe(200)
    expect((await ask(coded('gzip', gzipSync(`${BOM}${perfect}`)))).status).toBe(200)
  })
})

describe('what can’t be decoded proves nothing', () => {
  const gzipped = gzipSync(perfect)
  const byCoding = 'its content-encoding can’t be read'
  test.each<readonly [string, string, Buffer, string]>([
    ['an unknown coding', 'zstd', Buffer.from(perfect), byCoding],
    ['two codings', 'gzip, br', brotliCompressSync(gzipped), byCoding],
    ['a coding that is none', 'gzip', Buffer.from(perfect), byCoding],
    ['a cut one', 'gzip', gzipped.subarray(0, gzipped.length - 9), byCoding],
    ['an empty one', 'br', Buffer.alloc(0), byCoding],
    ['a second mark', 'identity', Buffer.from(`${BOM}${BOM}${perfect}`), 'it is no JSON object'],
  ])('%s', async (_, coding, body, particular) => {
    const answer = await ask(coded(coding, body))
    expect([answer.status, verdicts(answer.json)]).toEqual([502, ['a unknown UPSTREAM_MALFORMED']])
    expect(answer.json.detail).toContain(particular)
    expect(gateway.output.warnings().map((line) => JSON.parse(line).particular)).toContain(particular)
  })
})

describe('a reply is bounded by what it comes to, not by what it weighs', () => {
  const padded = (bytes: number) => Buffer.from(perfect.padEnd(bytes))
  test('8 MiB are read to their end', async () => {
    expect((await ask(coded('gzip', gzipSync(padded(8 * MIB), { level: 1 })))).status).toBe(200)
  })

  test('a byte more proves nothing', async () => {
    const answer = await ask(coded('deflate', deflateSync(padded(8 * MIB + 1), { level: 1 })))
    expect([answer.status, verdicts(answer.json)]).toEqual([502, ['a unknown UPSTREAM_MALFORMED']])
    expect(answer.json.detail).toContain('larger than 8 MiB')
  })

  test('so a bomb of 500 MiB in 2 MB ends where the bound is', async () => {
    const part = gzipSync(Buffer.alloc(5 * MIB), { level: 1 })
    const bomb = Buffer.concat(Array.from({ length: 100 }, () => part))
    const before = process.memoryUsage().rss
    const answer = await ask(coded('gzip', bomb))
    expect(answer.json.detail).toContain('larger than 8 MiB')
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB)
  })
})
