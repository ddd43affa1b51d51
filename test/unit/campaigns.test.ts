import { describe, expect, test } from 'vitest'
import { upperBoundText } from '../campaigns/bound.ts'
import { LeakScan } from '../campaigns/leaks.ts'
import { createRandom } from '../campaigns/random.ts'
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
