import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { numbersOf, saidOf, withMessageId } from '../../lib/flow/send-numbers.ts'
import type { AnyOperation } from '../../lib/operation.ts'
import { operations } from '../../lib/operations/index.ts'

const plain = operations.get('friends.update')!
const send: AnyOperation = { ...plain, name: 'messages.send', sends: ({ peerId }) => peerId }
const body = { userId: 'alice', peerId: 'bob', clientMessageId: 'm1' }
const numbers = (more: object = {}, app = 'default') => numbersOf({ operation: send, app, body: { ...body, ...more } })

test('the numbers of a send are the first eight bytes of a digest of who sends what to whom', () => {
  const digest = createHash('sha256').update('["default","messages.send","alice","bob","m1"]').digest()
  expect(numbers()).toEqual({ random: digest.readUInt32BE(0), seq: digest.readUInt32BE(4) })
  const ofNobody = createHash('sha256').update('["default","messages.send","","bob","m1"]').digest()
  expect(numbers({ userId: undefined }).random).toBe(ofNobody.readUInt32BE(0))
})

test('they are the same for the same send, and others for any other', () => {
  expect(numbers({ elements: ['other'] })).toEqual(numbers())
  const others = [
    numbers({ userId: undefined }),
    numbers({ peerId: 'carol' }),
    numbers({ clientMessageId: 'm2' }),
    numbers({}, 'europe'),
  ]
  expect(new Set([numbers(), ...others].map(({ random }) => random)).size).toBe(5)
})

test('whoever sends nothing has none', () => {
  expect(numbersOf({ operation: plain, app: 'default', body })).toEqual({ random: 0, seq: 0 })
  expect(withMessageId(plain, { userId: 'alice' }, { caller: 'c' })).toEqual({ userId: 'alice' })
  expect(saidOf({ operation: plain, body })).toEqual({})
})

test('a send without an id of its own gets its key’s, or one that nobody else has', () => {
  const idOf = (origin: { caller: string; key?: string }) =>
    withMessageId(send, { userId: 'alice' }, origin).clientMessageId
  const ofKey = createHash('sha256').update('c\0k').digest('base64url').slice(0, 22)
  expect(idOf({ caller: 'c', key: 'k' })).toBe(ofKey)
  expect(idOf({ caller: 'd', key: 'k' })).not.toBe(ofKey)
  expect(idOf({ caller: 'c' })).not.toBe(idOf({ caller: 'c' }))
  expect(String(idOf({ caller: 'c' }))).toMatch(/^[\w-]{22}$/)
  expect(withMessageId(send, body, { caller: 'c', key: 'k' })).toBe(body)
})

test('the id is answered whatever became of the send', () => {
  expect(saidOf({ operation: send, body })).toEqual({ clientMessageId: 'm1' })
})
