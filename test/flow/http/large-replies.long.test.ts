import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { always, hostilePages } from '../../support/hostile-pages.ts'
import { batchIn } from '../../support/small-instance.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

/** What Lambda gives to the heap of an instance of 512 MB. */
const HEAP_MIB = 460
/** Lambda ends it where its process takes 512; its own machinery takes some of that. */
const RESIDENT_MIB = 480
const COUNT = 100

const bodies = {
  'friends.list': (id: number) => ({ userId: `u${id}` }),
  'friends.get': (id: number) => ({ userId: `u${id}`, friendIds: ['b'] }),
} as const
const gzip = { name: 'gzip', encode: gzipSync }

test.each([
  ['one long text', 'friends.list', undefined, { '413 PAYLOAD_TOO_LARGE': COUNT }],
  ['one long text', 'friends.list', gzip, { '413 PAYLOAD_TOO_LARGE': COUNT }],
  ['one long text that is not Latin', 'friends.list', undefined, { '413 PAYLOAD_TOO_LARGE': COUNT }],
  ['many friends', 'friends.list', undefined, { '413 PAYLOAD_TOO_LARGE': COUNT }],
  ['many empty objects', 'friends.list', undefined, { '502 UPSTREAM_MALFORMED': COUNT }],
  ['a long refusal', 'friends.list', undefined, { '404 ACCOUNT_NOT_FOUND': COUNT }],
  ['a friend of one long text', 'friends.get', undefined, { '200 ok': COUNT }],
] as const)(
  'a batch of 100 replies of 7 MB with %s to %s leaves the instance alive',
  async (name, operation, coding, expected) => {
    gateway.chat.play(always(hostilePages[name](), coding))
    const requests = Array.from({ length: COUNT }, (_, id) => ({ id: `${id}`, operation, body: bodies[operation](id) }))
    const env = { AWS_ENDPOINT_URL_SECRETS_MANAGER: gateway.secrets.url, UPSTREAM_ATTEMPTS: '1' }
    const { ends, residentMiB } = await batchIn({ heapMiB: HEAP_MIB, env }, requests)
    expect(ends).toEqual(expected)
    expect(residentMiB).toBeLessThan(RESIDENT_MIB)
  },
)
