import dns from 'node:dns'
import { afterEach, expect, test, vi } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
afterEach(() => {
  gateway.close()
  restoreClock()
  vi.restoreAllMocks()
})

/** As many lookups as Node runs at a time with its own four threads. */
const PLACES = 2

/** Lookups for which nobody answers where the name is of `stuck`; such a one never gives its place back. */
function stick(stuck: string): { readonly begun: () => number } {
  const real = dns.lookup
  const lines: (() => void)[] = []
  let begun = 0
  let free = PLACES
  const next = () => {
    if (free > 0) lines.shift()?.()
  }
  const lookup = (hostname: string, options: dns.LookupAllOptions, done: (...found: unknown[]) => void) => {
    lines.push(() => {
      free--
      if (hostname === stuck) begun++
      else
        real(hostname, options, (...found) => {
          free++
          done(...found)
          next()
        })
    })
    next()
  }
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as typeof dns.lookup)
  return { begun: () => begun }
}

/** A gateway whose primary has a name that nobody answers for, and whose backup has one that must be looked up as well. */
async function start() {
  gateway = await startGateway({
    secrets: (secret) => {
      const { port } = new URL(String(secret.endpoint))
      return { [DEFAULT_SECRET]: { ...secret, endpoint: ['https://stuck.example', `http://localhost:${port}`] } }
    },
  })
  return stick('stuck.example')
}

const many = async (count: number) => {
  const all = Array.from({ length: count }, (_, i) => gateway.update(updateOf(`id${i}`, ['a'])))
  return (await Promise.all(all)).map(({ status }) => status)
}

test('a primary whose name nobody answers for leaves the backup within reach, and is looked up once', async () => {
  const { begun } = await start()
  expect(new Set(await many(50))).toEqual(new Set([200]))
  expect(begun()).toBe(1)
  // By now it is looked at beside the calls, which must not wait for a name of their own either.
  advance(10_000)
  expect(new Set(await many(50))).toEqual(new Set([200]))
  expect([begun(), gateway.chat.calls.length]).toEqual([1, 100])
})
