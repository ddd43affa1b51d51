import type { LookupFunction } from 'node:net'
import { describe, expect, test } from 'vitest'
import { oneAtATime } from '../../../lib/upstream/lookup.ts'

const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })

/** A shared lookup, what runs behind it until the test ends that, and who was told what. */
function setUp() {
  const running: { readonly hostname: string; readonly end: (error: Error | null, address: string) => void }[] = []
  const told: string[] = []
  const behind: LookupFunction = (hostname, _, done) => void running.push({ hostname, end: done })
  const lookup = oneAtATime(behind)
  const ask = (who: string, hostname: string, options = {}) =>
    lookup(hostname, options, (error, address) => void told.push(`${who} ${error?.code ?? address}`))
  return { running, told, ask }
}

describe('lookups of one name', () => {
  test('that are wanted while one runs take its answer, whatever it is', () => {
    const { running, told, ask } = setUp()
    for (const who of ['a', 'b', 'c']) ask(who, 'one', { all: true, hints: 0 })
    expect([running.length, told]).toEqual([1, []])
    running[0]?.end(notFound, '')
    expect(told).toEqual(['a ENOTFOUND', 'b ENOTFOUND', 'c ENOTFOUND'])
  })

  test.each([
    ['an answer', null],
    ['a failure', notFound],
  ])('do not keep %s: the next one asks anew', (_, error) => {
    const { running, told, ask } = setUp()
    ask('a', 'one')
    running[0]?.end(error, '192.0.2.1')
    ask('b', 'one')
    expect(running).toHaveLength(2)
    running[1]?.end(null, '192.0.2.2')
    expect(told.slice(1)).toEqual(['b 192.0.2.2'])
  })

  test('that want something else of it are others', () => {
    const { running, ask } = setUp()
    ask('a', 'one', { family: 4 })
    ask('b', 'one', { family: 6 })
    expect(running).toHaveLength(2)
  })
})

test('a name that nobody answers for keeps no other waiting', () => {
  const { running, told, ask } = setUp()
  for (const who of ['a', 'b']) ask(who, 'stuck')
  ask('c', 'other')
  expect(running.map(({ hostname }) => hostname)).toEqual(['stuck', 'other'])
  running[1]?.end(null, '192.0.2.1')
  expect(told).toEqual(['c 192.0.2.1'])
})

test('a lookup that can’t begin is not waited for', () => {
  let isBroken = true
  const lookup = oneAtATime((_hostname, _options, done) => {
    if (isBroken) throw new Error('no such option')
    setImmediate(done, null, '192.0.2.1')
  })
  const ask = () => new Promise((found) => lookup('one', {}, (_, address) => found(address)))
  expect(() => lookup('one', {}, () => undefined)).toThrow('no such option')
  isBroken = false
  return expect(ask()).resolves.toBe('192.0.2.1')
})
