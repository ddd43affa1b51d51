import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Room } from '../../../lib/upstream/room.ts'
import { send } from '../../../lib/upstream/send.ts'

test('whoever comes when the room is full waits in line, and nobody overtakes', () => {
  const room = new Room(10)
  const inside: string[] = []
  const places = Object.entries({ a: 6, b: 6, c: 2, d: 10 }).map(([name, bytes]) => {
    const place = room.place(bytes)
    place.enter(() => inside.push(name))
    return place
  })
  expect(inside).toEqual(['a'])
  places[0]!.leave()
  places[0]!.leave()
  expect(inside).toEqual(['a', 'b', 'c'])
  places[2]!.leave()
  expect(inside).toEqual(['a', 'b', 'c'])
  places[1]!.leave()
  expect(inside).toEqual(['a', 'b', 'c', 'd'])
})

test('whoever gives up in line is let in no more, and lets those behind in', () => {
  const room = new Room(10)
  const inside: string[] = []
  const [a, b, c] = [8, 8, 2].map((bytes) => room.place(bytes))
  a!.enter(() => inside.push('a'))
  b!.enter(() => inside.push('b'))
  c!.enter(() => inside.push('c'))
  b!.leave()
  expect(inside).toEqual(['a', 'c'])
  a!.leave()
  c!.leave()
  room.place(10).enter(() => inside.push('d'))
  expect(inside).toEqual(['a', 'c', 'd'])
})

const MEBIBYTE = 1024 * 1024
const large = Buffer.alloc(3 * MEBIBYTE, 'x')
const replies: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/never-ending': (response) => {
    response.setHeader('content-length', 8 * MEBIBYTE)
    response.write(Buffer.alloc(MEBIBYTE, 'x'))
  },
  '/large': (response) => void response.end(large),
  '/large-and-odd': (response) => void response.setHeader('content-encoding', 'zstd').end(large),
  '/small-and-odd': (response) => void response.setHeader('content-encoding', 'gzip').end('x'),
  '/packed': (response) => void response.setHeader('content-encoding', 'gzip').end(gzipSync('x')),
  '/small': (response) => void response.end('x'),
}
const server = createServer((request, response) => {
  request.resume().on('end', () => replies[request.url ?? '']?.(response))
})
beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const ask = (path: string, timeoutMs: number, latestMs = 10_000) => {
  const { port } = server.address() as AddressInfo
  const origin = { protocol: 'http:', hostname: '127.0.0.1', port: String(port) }
  return send({ origin, path, body: '{}', timeoutMs, latestMs })
}

test('what is or may become large waits while others take all room, longer than its call would be waited for; what is small does not', async () => {
  const order: string[] = []
  const noted = async (name: string, sent: ReturnType<typeof send>) => {
    const { kind } = await sent
    order.push(`${name} ${kind}`)
  }
  const holding = Array.from({ length: 2 }, () => noted('never-ending', ask('/never-ending', 900)))
  while ((await ask('/large', 50, 100)).kind === 'reply');
  const waiting = [
    noted('large', ask('/large', 300)),
    noted('packed', ask('/packed', 300)),
    noted('impatient', ask('/large', 300, 500)),
  ]
  await noted('small', ask('/small', 300))
  await Promise.all([...holding, ...waiting])
  expect(order.slice(0, 2)).toEqual(['small reply', 'impatient lost'])
  expect(order.toSorted()).toEqual([
    'impatient lost',
    'large reply',
    ...Array.from({ length: 2 }, () => 'never-ending lost'),
    'packed reply',
    'small reply',
  ])
})

test('and what is taken is given back, however a reply ends', async () => {
  for (let round = 0; round < 8; round++) {
    for (const path of ['/large-and-odd', '/small-and-odd']) {
      expect(await ask(path, 2000)).toMatchObject({ kind: 'lost', reason: 'undecodable' })
    }
    expect(await ask('/never-ending', 50)).toMatchObject({ kind: 'lost', reason: 'timeout' })
  }
  expect(await ask('/large', 2000, 2000)).toMatchObject({ kind: 'reply', text: large.toString() })
})
