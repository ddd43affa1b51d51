import { describe, expect, test } from 'vitest'
import { reachOf, refusalOf } from '../../local/chat/guard.ts'

const loopback = reachOf()
const refused = (headers: { host?: string; origin?: string }, reach = loopback) =>
  refusalOf({ headers }, reach) !== undefined

describe('a server on loopback', () => {
  test.each([
    undefined,
    'localhost',
    'localhost:4010',
    'LOCALHOST:4010',
    '127.0.0.1:4010',
    '127.1.2.3',
    '127.1:4010',
    '[::1]:4010',
    '[0:0:0:0:0:0:0:1]',
  ])('is called %s', (host) => {
    expect(refused(host === undefined ? {} : { host })).toBe(false)
  })

  test.each([
    'attacker.example',
    'attacker.example:4010',
    'localhost.attacker.example',
    '127.0.0.1.attacker.example',
    '192.0.2.1:4010',
    '[2001:db8::1]',
    '0.0.0.0:4010',
    '',
    'localhost/x',
    'a@localhost',
    'localhost:x',
  ])('is not called %j', (host) => {
    expect(refused({ host })).toBe(true)
  })

  test.each(['http://localhost:3000', 'https://127.0.0.1', 'http://[::1]:8080'])('takes pages of %s', (origin) => {
    expect(refused({ host: 'localhost', origin })).toBe(false)
  })

  test.each([
    'https://attacker.example',
    'null',
    'file://',
    'http://localhost.attacker.example',
    'chrome-extension://localhosts',
    'http://192.0.2.1',
  ])('takes no pages of %s', (origin) => {
    expect(refused({ host: 'localhost', origin })).toBe(true)
  })
})

test('one that listens everywhere may be called by any address, and by no name that was not allowed', () => {
  for (const host of ['0.0.0.0', '::']) {
    const reach = reachOf(host, ['chat.test'])
    expect(refused({ host: '192.0.2.1:4010' }, reach)).toBe(false)
    expect(refused({ host: '[2001:db8::1]:4010' }, reach)).toBe(false)
    expect(refused({ host: 'Chat.Test:4010' }, reach)).toBe(false)
    expect(refused({ host: 'attacker.example' }, reach)).toBe(true)
    expect(refused({ host: '192.0.2.1', origin: 'https://attacker.example' }, reach)).toBe(true)
    expect(refused({ host: '192.0.2.1', origin: 'http://192.0.2.1:3000' }, reach)).toBe(false)
  }
})

test('one that listens at an address may be called by it, and by no other', () => {
  expect(refused({ host: '192.0.2.1:4010' }, reachOf('192.0.2.1'))).toBe(false)
  expect(refused({ host: '192.0.2.2:4010' }, reachOf('192.0.2.1'))).toBe(true)
  expect(refused({ host: '[2001:db8::1]:1' }, reachOf('2001:db8::1'))).toBe(false)
})

test('names of the request’s own count for Host, never for Origin', () => {
  const isOwn = (name: string) => name === 'chat.example'
  expect(refusalOf({ headers: { host: 'chat.example' } }, loopback, isOwn)).toBeUndefined()
  const page = { host: 'chat.example', origin: 'https://chat.example' }
  expect(refusalOf({ headers: page }, loopback, isOwn)).toContain('origins')
})
