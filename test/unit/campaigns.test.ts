import { request } from 'node:http'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { upperBoundText } from '../campaigns/bound.ts'
import { hearUserSigs } from '../campaigns/hear-user-sigs.ts'
import { LeakScan } from '../campaigns/leaks.ts'
import { createRandom } from '../campaigns/random.ts'
import { readUserSig } from '../support/gateway/user-sig.ts'
import { vendorUserSig } from '../support/vendor-user-sig.ts'

const KEY = '0123456789abcdef/+?&=ä0123456789'
const userSig = vendorUserSig(1_400_000_000, KEY, 'administrator', 86_400)

const scan = (text: string) => {
  const leaks = new LeakScan({ 'the key': KEY })
  leaks.search('a log', text)
  return leaks.leaks.map(({ what }) => what)
}

describe('a planted leak is found', () => {
  const hex = Buffer.from(KEY).toString('hex')
  test.each([
    ['the key', `boom: ${KEY}`],
    ['the key in JSON', JSON.stringify({ error: `bad "${KEY}"` })],
    ['the key in a URL', `/x?key=${encodeURIComponent(KEY)}`],
    ['the key in hexadecimal', hex],
    ['the key in hexadecimal capitals', hex.toUpperCase()],
    ['the key percent-encoded throughout', hex.replace(/../g, '%$&')],
    ['the key in base64', Buffer.from(KEY).toString('base64')],
    ['the key in base64 behind one byte', Buffer.from(`x${KEY} and more`).toString('base64')],
    ['the key in base64 behind two bytes', Buffer.from(`xy${KEY} and more`).toString('base64')],
    ['the key in URL-safe base64', Buffer.from(`secret: ${KEY}.`).toString('base64url')],
    ['a UserSig', `signed with ${userSig}`],
    ['a UserSig of any key', `signed with ${vendorUserSig(1, 'another', 'someone', 60)}`],
    ['an encoded UserSig', encodeURIComponent(userSig).replaceAll('*', '%2A')],
    ['a signed URL', '/v4/sns/friend_update?sdkappid=1&usersig=abc'],
  ])('%s', (_, text) => {
    expect(scan(text)).not.toEqual([])
  })

  test('but nothing in what is clean, or was redacted', () => {
    const clean = { requestId: '6f1c1c1e-8f3b-4b8a-9c0f-0123456789ab', path: 'v4/sns/friend_update', usersig: 'none' }
    expect(scan(`${JSON.stringify(clean)} ?sdkappid=1&usersig=[redacted]&random=1`)).toEqual([])
  })
})

describe('a UserSig that went out is found', () => {
  const base64 = userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=')
  const zlib = Buffer.from(base64, 'base64')
  const hex = Buffer.from(userSig).toString('hex')
  const { signature } = readUserSig(userSig)
  const inside = inflateSync(zlib).toString()
  test.each([
    ['as it is', userSig],
    ['in base64', Buffer.from(userSig).toString('base64')],
    ['in base64, in the midst of a URL', Buffer.from(`/v4/x?usersig=${userSig}&random=1`).toString('base64')],
    ['in URL-safe base64', Buffer.from(`x${userSig}`).toString('base64url')],
    ['in hexadecimal', hex],
    ['in hexadecimal capitals', hex.toUpperCase()],
    ['percent-encoded throughout', hex.replace(/../g, '%$&')],
    ['in capitals of that', hex.toUpperCase().replace(/../g, '%$&')],
    ['in the standard alphabet', base64],
    ['in the standard alphabet, percent-encoded', encodeURIComponent(base64)],
    ['in the URL-safe alphabet', zlib.toString('base64url')],
    ['as hexadecimal bytes', zlib.toString('hex')],
    ['as hexadecimal bytes in capitals', zlib.toString('hex').toUpperCase()],
    ['by its bare signature', `sig=${signature}`],
    ['by its signature without padding', signature.replace('=', '')],
    ['by its signature, percent-encoded', encodeURIComponent(signature)],
    ['unpacked, in base64', Buffer.from(inside).toString('base64')],
  ])('%s', (_, text) => {
    const leaks = new LeakScan({})
    leaks.addUserSig('the UserSig', userSig)
    leaks.search('a log', `before ${text} behind`)
    expect(leaks.leaks.map(({ what }) => what)).toContainEqual(expect.stringMatching(/^the UserSig, /))
  })

  test.each([
    ['whosoever it is', inside],
    ['in JSON', JSON.stringify({ inside })],
    ['in a URL', encodeURIComponent(inside)],
  ])('and an unpacked one that nobody knew of, %s', (_, text) => {
    expect(scan(text)).toContain('the inside of a UserSig')
  })

  test('though it was told of later than the text was searched', () => {
    const leaks = new LeakScan({})
    leaks.search('a log', Buffer.from(userSig).toString('base64'))
    expect(leaks.leaks).toEqual([])
    leaks.addUserSig('the UserSig', userSig)
    expect(leaks.leaks).toContainEqual({ place: 'a log', what: 'the UserSig, in base64' })
  })

  test('among hundreds, and nothing in what is clean', () => {
    const leaks = new LeakScan({})
    const many = Array.from({ length: 500 }, (_, index) => vendorUserSig(1, `key ${index}`, 'administrator', 60))
    for (const one of many) leaks.addUserSig('a UserSig', one)
    expect(leaks.userSigs).toBe(500)
    leaks.search('a log', JSON.stringify({ requestId: '6f1c1c1e-8f3b-4b8a-9c0f-0123456789ab', usersig: 'none' }))
    expect(leaks.leaks).toEqual([])
    leaks.search('a log', Buffer.from(many[321] ?? '').toString('hex'))
    expect(leaks.leaks).toEqual([{ place: 'a log', what: 'a UserSig, in hexadecimal' }])
  })

  test('where a request of this process carried it, whether or not it arrived', () => {
    const leaks = new LeakScan({})
    hearUserSigs(leaks)
    const sent = request({ port: 9, path: `/v4/x?sdkappid=1&usersig=${encodeURIComponent(userSig)}&random=1` })
    sent.on('error', () => undefined).destroy()
    leaks.search('an answer', Buffer.from(userSig).toString('base64'))
    expect(leaks.leaks).toEqual([{ place: 'an answer', what: 'a UserSig, in base64' }])
  })

  test('but what is none of ours is no more than a text', () => {
    const leaks = new LeakScan({})
    leaks.addUserSig('the UserSig', 'not-of-anybody')
    leaks.addUserSig('no UserSig', '')
    leaks.search('a log', 'not of anybody')
    expect(leaks.leaks).toEqual([])
    leaks.search('a log', 'not-of-anybody')
    expect(leaks.leaks).toEqual([{ place: 'a log', what: 'the UserSig, as it is' }])
  })
})

test('the same seed draws the same, and a fork does not move what its parent draws next', () => {
  const draws = (forked: boolean) => {
    const random = createRandom(7)
    const child = random.fork()
    if (forked) for (let i = 0; i < 10; i++) child.fraction()
    return [
      random.fraction(),
      random.whole(1, 6),
      random.pick(['a', 'b', 'c']),
      random.weighted([
        [1, 'x'],
        [2, 'y'],
      ]),
    ]
  }
  expect(draws(true)).toEqual(draws(false))
  expect(draws(false)).not.toEqual([createRandom(8).fraction(), 0, '', ''])
})

test('chance is even, and keeps its weights', () => {
  const random = createRandom(1)
  const names = Array.from({ length: 10_000 }, () =>
    random.weighted([
      [3, 'a'],
      [1, 'b'],
    ]),
  )
  expect(names.filter((name) => name === 'a').length / names.length).toBeCloseTo(0.75, 1)
  expect(new Set(Array.from({ length: 1000 }, () => random.whole(1, 3)))).toEqual(new Set([1, 2, 3]))
})

test('no finding in many runs bounds the rate', () => {
  expect(upperBoundText(100_000)).toBe('< 0.003 %')
  expect(upperBoundText(300)).toBe('< 0.99 %')
})
