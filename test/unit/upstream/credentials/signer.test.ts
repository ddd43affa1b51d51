import { expect, test } from 'vitest'
import { parseSecret } from '../../../../lib/upstream/credentials/app-secret.ts'
import { Signer } from '../../../../lib/upstream/credentials/signer.ts'
import { signUserSig } from '../../../../lib/upstream/credentials/user-sig.ts'
import { readUserSig } from '../../../support/gateway/user-sig.ts'
import { manualClock } from '../../../support/manual-clock.ts'

const secret = parseSecret(JSON.stringify({ sdkAppId: 1, adminUserId: 'a', secretKey: 'k', region: 'china' }))

test('a UserSig is kept for half of its life and then made anew', () => {
  const clock = manualClock()
  const signer = new Signer(secret, 86_400, clock.now)
  const first = signer.userSig()
  clock.advance(43_199_999)
  expect(signer.userSig()).toBe(first)
  clock.advance(1)
  expect(signer.userSig()).not.toBe(first)
})

test('what takes it out of texts is made once for each UserSig', () => {
  const clock = manualClock()
  const signer = new Signer(secret, 86_400, clock.now)
  const redactorNow = () => {
    signer.userSig()
    return signer.redactor
  }
  const first = redactorNow()
  expect(first.text(`of ${signer.userSig()} and k`)).toBe('of [redacted] and [redacted]')
  expect(redactorNow()).toBe(first)
  clock.advance(43_200_000)
  expect(redactorNow()).not.toBe(first)
})

test('a UserSig says in whole Unix seconds when it was made, and how long it is good for', () => {
  const clock = manualClock(1_700_000_000_999)
  const { sdkAppId, adminUserId: identifier, secretKey } = secret
  const signed = signUserSig({ sdkAppId, identifier, secretKey, time: 1_700_000_000, expire: 86_400 })
  expect(new Signer(secret, 86_400, clock.now).userSig()).toBe(signed)
})

test('a UserSig from the future is made anew, since Chat would take it for what it is', () => {
  const clock = manualClock()
  const signer = new Signer(secret, 86_400, clock.now)
  const first = signer.userSig()
  clock.advance(-5000)
  expect(signer.userSig()).not.toBe(first)
})

test('a clock that is set forward and back again leaves none that is near its end or from the future', () => {
  const clock = manualClock()
  const signer = new Signer(secret, 86_400, clock.now)
  const timeOf = () => readUserSig(signer.userSig()).issuedAt * 1000
  for (const ms of [50_000_000, -50_000_000, -1000, 90_000_000, 43_199_000, 1000]) {
    clock.advance(ms)
    expect(timeOf()).toBeLessThanOrEqual(clock.now())
    expect(clock.now() - timeOf()).toBeLessThan(43_200_000)
  }
})

test('a veiled name is another with each key, and the same with each signer of one', () => {
  const veiledBy = (secretKey: string, name = 'crm') => new Signer({ ...secret, secretKey }, 60, Date.now).veiled(name)
  expect(veiledBy('k')).toBe(veiledBy('k'))
  expect(new Set([veiledBy('k'), veiledBy('l'), veiledBy('k', 'crm2'), 'crm']).size).toBe(4)
})

test('a veiled name stays what it is however many others are asked for', () => {
  const signer = new Signer(secret, 60, Date.now)
  const before = signer.veiled('crm')
  const others = Array.from({ length: 2500 }, (_, index) => signer.veiled(`caller ${index}`))
  expect(signer.veiled('crm')).toBe(before)
  expect(new Set([before, ...others]).size).toBe(2501)
})
