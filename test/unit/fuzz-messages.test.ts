import { expect, test } from 'vitest'
import type { Sent } from '../../lib/upstream/send.ts'
import { whispersIn } from '../campaigns/fuzz/bodies.ts'
import { type Known, proofOf, verdictFaults } from '../campaigns/fuzz/oracle.ts'

const call = (ids: readonly string[], sent: Sent, at = 0, numbers = '1 2') => ({ ids, sent, at, numbers })

test('a message in doubt is sent again within 0.9 s and with its own numbers, or not at all', () => {
  const [lost, refused] = [
    { kind: 'lost', reason: 'cut' } as const,
    { kind: 'reply', status: 200, text: '{"ErrorCode":91000}' } as const,
  ]
  const send: Known = { name: 'messages.send', isRead: false, hasItems: false, tells: false, isRepeated: false }
  const faults = (...calls: Parameters<typeof verdictFaults>[2]) => verdictFaults('', 'unknown', calls, send).join()
  expect(faults(call([], lost), call([], lost, 900))).toBe('')
  expect(faults(call([], refused), call([], lost, 5000))).toBe('')
  expect(faults(call([], lost), call([], lost, 901))).toContain('may not know it for a repeat')
  expect(faults(call([], lost), call([], lost, 100, '1 3'))).toContain('with other numbers')
})

test('a message whose attempt is in doubt is not failed by the refusal of the next', () => {
  const lost = { kind: 'lost', reason: 'cut' } as const
  const refused = { kind: 'reply', status: 200, text: '{"ErrorCode":20003}' } as const
  const send: Known = { name: 'messages.send', isRead: false, hasItems: false, tells: false, isRepeated: false }
  const faults = (status: 'failed' | 'unknown', ...all: readonly Sent[]) =>
    verdictFaults(
      '',
      status,
      all.map((sent) => call([], sent)),
      send,
    )
  expect([faults('failed', refused), faults('unknown', lost, refused)]).toEqual([[], []])
  expect(faults('failed', lost, refused).join()).toContain('an attempt before its refusal may have sent it')
})

test('a text of a message is found in a log, and an id is none', () => {
  const [text, id] = ['so long a text '.repeat(8), 'x'.repeat(48)]
  const body = { peerId: id, elements: [{ type: 'text', text }] }
  expect(whispersIn({ body }, { log: JSON.stringify({ said: text }) })).toHaveLength(1)
  expect(whispersIn({ body }, { log: JSON.stringify({ peerId: id }) })).toEqual([])
})

test('a conversation is told by its kind and its id, so that no group is taken for the account of its name', () => {
  const told = { form: 'own', list: 'List', id: () => undefined, code: 'ResultCode' } as const
  const known = { name: 'conversation-marks.set', isRead: false, hasItems: true, told, tells: false, isRepeated: false }
  const proofFrom = (ContactItem: object) => {
    const text = JSON.stringify({ ErrorCode: 0, List: [{ ContactItem, ResultCode: 0 }] })
    return proofOf(call(['a'], { kind: 'reply', status: 200, text }), 'a', known)
  }
  expect(proofFrom({ Type: '1', To_Account: 'a' })).toBe('ok')
  expect(proofFrom({ Type: 2, ToGroupId: 'a' })).toBe('doubt')
})
