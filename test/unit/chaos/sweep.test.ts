import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { sweep, textsIn } from '../../campaigns/chaos/sweep.ts'
import { vendorUserSig } from '../../support/vendor-user-sig.ts'

const KEY = 'f'.repeat(20) + '0123456789abcdef'.repeat(2)
const userSigs = new Set([60, 61, 62].map((expire) => vendorUserSig(1_400_000_000, KEY, 'administrator', expire)))
const [userSig = ''] = userSigs

const hits = (place: Iterable<string>) => sweep(new Set([KEY]), userSigs, { place }).hits

test.each([
  ['the key in a line', [`boom ${KEY}`]],
  ['a UserSig in base64', [Buffer.from(`?usersig=${userSig}&random=1`).toString('base64')]],
  ['a UserSig in hexadecimal', [Buffer.from(userSig).toString('hex')]],
  [
    'a UserSig in a packed record',
    textsIn({ Item: { answer: { B: gzipSync(`{"x":"${userSig}"}`).toString('base64') } } }),
  ],
])('a planted leak is found: %s', (_, texts) => {
  expect(hits(texts)).not.toEqual([])
})

test('a packed record is searched unpacked, since its packing may look like anything', () => {
  const packed = gzipSync('{"ok":true}').toString('base64')
  expect([...textsIn({ Item: { pk: { S: 'job' }, answer: { B: packed } } })]).toEqual(['job', '{"ok":true}'])
})

test('clean texts have none, and are counted', () => {
  expect(sweep(new Set([KEY]), userSigs, { lines: ['usersig=[redacted]', 'ok'] })).toEqual({ hits: [], searched: 21 })
})
