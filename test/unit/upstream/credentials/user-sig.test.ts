import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { signUserSig } from '../../../../lib/upstream/credentials/user-sig.ts'
import { vendorUserSig } from '../../../support/vendor-user-sig.ts'

const K1 = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e'
const K2 = '0123456789abcdef'.repeat(4)

/** Signatures computed by the vendor's own package at Unix second 1700000000. */
const vectors = [
  [1400000000, K1, 'administrator', 15_552_000, 'JCzxanF8NTTXau4m+2h9wv7gYJnyNksm0xm1NEXU274='],
  [1400000000, K1, 'xiaojun', 86_400, 'SNF4FmVCPucoXsBOpbVF3fFCf57JPm0ezZ1jeVILlVc='],
  [20000001, K2, 'user_0123456789-ABCDEFGHIJKLMNOP', 604_800, 'gDrCfZLCLnkUc1gAb7vLeIaGbe3LFJeNGsEXE580Law='],
  [1400000000, K1, '用户1', 3600, 'vAapvVylgLToIroLDOaRPYI4Syfj1VfX/r9G+1LOThw='],
] as const

function decode(userSig: string): Record<string, unknown> {
  const base64 = userSig.replace(/\*/g, '+').replace(/-/g, '/').replace(/_/g, '=')
  return JSON.parse(inflateSync(Buffer.from(base64, 'base64')).toString('utf8'))
}

test.each(vectors)('signs app %i for %3$s as the vendor does', (sdkAppId, secretKey, identifier, expire, signature) => {
  const decoded = decode(signUserSig({ sdkAppId, identifier, secretKey, time: 1_700_000_000, expire }))
  expect(decoded).toEqual({
    'TLS.ver': '2.0',
    'TLS.identifier': identifier,
    'TLS.sdkappid': sdkAppId,
    'TLS.time': 1_700_000_000,
    'TLS.expire': expire,
    'TLS.sig': signature,
  })
})

test('agrees with the vendor’s package, member by member, for ids and keys of every length', () => {
  for (let length = 1; length <= 32; length++) {
    const identifier = 'admin-_9'.repeat(4).slice(0, length)
    const theirs = decode(vendorUserSig(1400000000 + length, K2, identifier, 3600 + length))
    const ours = decode(
      signUserSig({
        sdkAppId: 1400000000 + length,
        identifier,
        secretKey: K2,
        time: Number(theirs['TLS.time']),
        expire: 3600 + length,
      }),
    )
    expect(ours).toEqual(theirs)
  }
})

test('is padded, as a reader of base64 may demand', () => {
  for (let length = 1; length <= 9; length++) {
    const identifier = 'a'.repeat(length)
    const userSig = signUserSig({ sdkAppId: 1, identifier, secretKey: K1, time: 1_700_000_000, expire: 60 })
    expect(userSig.length % 4).toBe(0)
  }
})

test('uses only characters that a URL carries unescaped', () => {
  for (let time = 1; time < 200; time++) {
    const userSig = signUserSig({ sdkAppId: 1, identifier: 'a', secretKey: K1, time, expire: 60 })
    expect(encodeURIComponent(userSig)).toBe(userSig)
  }
})
