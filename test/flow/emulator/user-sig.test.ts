import { deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { Emulator, sign, smallSeed, updateOf } from './client.ts'

const KEY = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e'
const OTHER_KEY = '0123456789abcdef'.repeat(4)
const body = updateOf('a', { b: { IM_Remark: 'x' } })

async function codeOf(emulator: Emulator, usersig: string, identifier = 'administrator'): Promise<number> {
  const query = { ...emulator.query(), identifier, usersig }
  return (await emulator.call('friend_update', body, query)).ErrorCode
}

function ticket(members: object): string {
  return encode(deflateSync(JSON.stringify(members)))
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_')
}

function decode(usersig: string): Buffer {
  return Buffer.from(usersig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '='), 'base64')
}

// Signed by the vendor's tool when its clock stood at 1700000000.
describe('UserSigs of the vendor', () => {
  test.each([
    [
      'an administrator, 180 days',
      [1400000000, KEY, 'administrator'],
      'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwokpuZl5mcUlRYkl*UVQBcUp2YkFBZkpSlaGJgZQAJEpycxNVbIyNEcVTa0oyCwCiZuamhrBRYsz05WslLycqyoS89ws-EJCIhJLTXK1jTIsy8vM0yO98ir9sotzDSpyDf1cI0KNzE1slWoBQr40pw__',
    ],
    [
      '32 bytes with hyphen and underscore',
      [20000001, OTHER_KEY, 'user_0123456789-ABCDEFGHIJKLMNOP'],
      'eJw1y9sKgkAUheF32dclM54b6MI8pU0WVBDdhOZWBklkxiyI3j3Q*u-WB*sNR37QBpTAQNcIzMYtSmx7UYmRHwrllVDdMC3bcRdzb*UHYRSvk3TDt9lu--uossm7TpTAdDJGJ*-FHYFRh-yaFF*dkAjMJqb7NyVqYFAH0q8u3Odtc7rR2iucgWOSxwUaPEoxi1V4Di2X8Py5hM8XYzk24A__',
    ],
    [
      'beyond ASCII',
      [1400000000, KEY, '用户1'],
      'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBws*nrHjWsd0QKlWckp1YUJCZomRlaGIABRCZkszcVCUrQ3NU0dSKgsyiVCUrYzOYSHFmupKVUpljYkFZWGVOuk9IvmdRvo*Lf2JQQKSnSXBlWpZhWFqEfpGlu7ahj39IRrmtUi0AzGkzMw__',
    ],
  ] as const)('%s', async (_what, [sdkAppId, secretKey, admin], usersig) => {
    const seed = smallSeed({ sdkAppId, secretKey, admins: [admin] })
    const emulator = await Emulator.start({ seed, now: () => 1_700_000_001_000 })
    expect(await codeOf(emulator, usersig, admin)).toBe(0)
  })

  test('with a userbuf', async () => {
    const seed = smallSeed({ sdkAppId: 1400000000, secretKey: KEY, admins: ['xiaojun'] })
    const emulator = await Emulator.start({ seed, now: () => 1_700_000_001_000 })
    const usersig =
      'eJxVjU0LgkAYhP-Ley3KDStZ6LCFKKWhKArdMtf2NbXFr6zov0elh*YwzDxzmCf4ljdpeQkUZhMFxt*OMS9qTPCLOzxe06bopyq*HKXEGChRlV6-pcacAyXLf8o7iSUHqi3UATUVL6MmAQqMMZMbmYhmkkTZ-u6fGWObk3sIgs0nMkf7OBu*8QwU8nnoWGtHPUhbpPp0ZHiP3HT1XWTZXdWGKEgjtr6rVM5tBa83*kRDAg__'
    expect(await codeOf(emulator, usersig, 'xiaojun')).toBe(0)
  })
})

describe('refused UserSigs', () => {
  const seed = smallSeed({ sdkAppId: 7, secretKey: KEY, admins: ['administrator', 'second'] })

  test.each([
    ['70002 empty', '', 70002],
    ['70003 foreign characters', '+++', 70003],
    ['70003 no zlib data', 'AAAA', 70003],
    ['70003 cut short', sign(7, KEY).slice(0, 80), 70003],
    ['70003 no JSON', encode(deflateSync('x')), 70003],
    ['70003 no ticket', ticket({}), 70003],
    ['70009 another key', sign(7, OTHER_KEY), 70009],
    ['70013 another identifier', sign(7, KEY, 'second'), 70013],
    ['70014 another SDKAppID', sign(8, KEY), 70014],
    // Where several are wrong, the first of this order is told: 70014, 70013, 70001, 70009.
    ['70014 before 70013', sign(8, KEY, 'second'), 70014],
    ['70013 before 70001', sign(7, KEY, 'second', -1), 70013],
    ['70001 before 70009', sign(7, OTHER_KEY, 'administrator', -1), 70001],
  ])('%s', async (_what, usersig, code) => {
    const emulator = await Emulator.start({ seed })
    expect(await codeOf(emulator, usersig)).toBe(code)
    expect(await emulator.friend('a', 'b')).not.toHaveProperty('remark')
  })

  test.each(['TLS.sdkappid', 'TLS.time', 'TLS.expire'])('%s as a string of digits is taken', async (name) => {
    const emulator = await Emulator.start({ seed })
    const members = JSON.parse(inflateSync(decode(sign(7, KEY))).toString())
    expect(await codeOf(emulator, ticket({ ...members, [name]: String(members[name]) }))).toBe(0)
    expect(await codeOf(emulator, ticket({ ...members, [name]: `${members[name]}x` }))).toBe(70003)
  })

  test('a userbuf of null is none', async () => {
    const emulator = await Emulator.start({ seed })
    const members = JSON.parse(inflateSync(decode(sign(7, KEY))).toString())
    expect(await codeOf(emulator, ticket({ ...members, 'TLS.userbuf': null }))).toBe(0)
  })

  test('70009 for the bytes the hex key spells', async () => {
    const emulator = await Emulator.start({ seed })
    const usersig = sign(7, Buffer.from(KEY, 'hex') as unknown as string)
    expect(await codeOf(emulator, usersig)).toBe(70009)
  })

  test('70003 for a good one padded beyond all bounds', async () => {
    const emulator = await Emulator.start({ seed })
    const json = inflateSync(decode(sign(7, KEY))).toString()
    expect(await codeOf(emulator, encode(deflateSync(json + ' '.repeat(1000))))).toBe(0)
    expect(await codeOf(emulator, encode(deflateSync(json + ' '.repeat(100_000))))).toBe(70003)
  })

  // Signed at 1700000000 for a day.
  test('70001 from the millisecond on in which it expires', async () => {
    const usersig =
      'eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwhWZiflZpXlQqeKU7MSCgswUJStDEwMogMiUZOamKlkZmqOKplYUZBalKllZmJnAhIoz05WslIL93EzccsOcA0qT8yOKnfwLksLcjNPcnNNMzb0Ccg1Sq6IMs1LDPH1ywpJtlWoBGRkxcA__'
    const clock = { now: (1_700_000_000 + 86_400) * 1000 - 1 }
    const vendor = smallSeed({ sdkAppId: 1400000000, secretKey: KEY, admins: ['xiaojun'] })
    const emulator = await Emulator.start({ seed: vendor, now: () => clock.now })
    expect(await codeOf(emulator, usersig, 'xiaojun')).toBe(0)
    clock.now += 1
    expect(await codeOf(emulator, usersig, 'xiaojun')).toBe(70001)
  })
})

test('70050 after more than 10 failures in a minute, for a good UserSig too, until the minute is over', async () => {
  const clock = { now: Date.now() }
  const seed = smallSeed({ secretKey: KEY, admins: ['administrator', 'second'] })
  const emulator = await Emulator.start({ seed, now: () => clock.now })
  const good = sign(7, KEY)
  for (let failures = 1; failures <= 10; failures++) expect(await codeOf(emulator, 'bad')).toBe(70003)
  expect(await codeOf(emulator, good)).toBe(0)
  expect(await codeOf(emulator, 'bad')).toBe(70050)
  expect(await codeOf(emulator, good)).toBe(70050)
  // Another admin of the app is not locked out with it.
  expect(await codeOf(emulator, sign(7, KEY, 'second'), 'second')).toBe(0)
  clock.now += 59_999
  expect(await codeOf(emulator, good)).toBe(70050)
  clock.now += 1
  expect(await codeOf(emulator, good)).toBe(0)
})
