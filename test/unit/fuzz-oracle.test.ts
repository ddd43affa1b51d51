import { describe, expect, test } from 'vitest'
import type { Told } from '../../lib/told.ts'
import type { Sent } from '../../lib/upstream/send.ts'
import { type Known, proofOf, verdictFaults } from '../campaigns/fuzz/oracle.ts'

const write: Known = {
  name: 'friends.update',
  isRead: false,
  hasItems: true,
  told: { form: 'own', list: 'ResultItem', id: 'To_Account', code: 'ResultCode' },
  tells: false,
  isRepeated: false,
}
const call = (ids: readonly string[], sent: Sent, at = 0, numbers = '1 2') => ({ ids, sent, at, numbers })
const proofFor = (sent: Sent, told: Told | undefined) => proofOf(call(['a', 'b'], sent), 'a', { ...write, told })
const reply = (body: object) =>
  ({ kind: 'reply', status: 200, text: JSON.stringify({ ActionStatus: 'OK', ErrorCode: 0, ...body }) }) as const
const item = (ResultCode: unknown, To_Account = 'a') => ({ To_Account, ResultCode })

describe('what one reply proves', () => {
  test.each([
    ['its own 0, once', reply({ ResultItem: [item(0)] }), 'ok'],
    ['0 of another', reply({ ResultItem: [item(0, 'A')] }), 'doubt'],
    ['0 twice', reply({ ResultItem: [item(0), item(0)] }), 'doubt'],
    ['0 as a text', reply({ ResultItem: [item('0')] }), 'doubt'],
    ['no items', reply({}), 'doubt'],
    ['0 in a call that failed', reply({ ErrorCode: 30003, ResultItem: [item(0)] }), 'refused'],
    ['0 in a call that timed out', reply({ ErrorCode: 30007, ResultItem: [item(0)] }), 'doubt'],
    ['0 under FAIL', reply({ ActionStatus: 'FAIL', ResultItem: [item(0)] }), 'doubt'],
    ['its own refusal', reply({ ResultItem: [item(30011)] }), 'refused'],
    ['no JSON', { kind: 'reply', status: 200, text: '<html>' }, 'doubt'],
    ['HTTP 500', { ...reply({ ResultItem: [item(0)] }), status: 500 }, 'doubt'],
    ['nothing that was sent', { kind: 'unsent', reason: 'x' }, 'unsent'],
  ] as const)('%s', (_, sent, proof) => expect(proofFor(sent, write.told)).toBe(proof))

  const bare: Told = { form: 'fails', list: 'Fail' }
  const failing: Told = { form: 'fails', list: 'Fail', id: 'id', code: 'code' }
  const named: Told = { form: 'names', list: 'Found', id: 'id', fails: failing }
  const spoken: Told = { form: 'own', list: 'List', id: () => undefined, code: 'ResultCode' }
  const conversation = (ContactItem: object) => ({ ContactItem, ResultCode: 0 })
  const ordered: Told = {
    form: 'order',
    list: 'Done',
    code: 'Result',
    means: { 2: 'pending', 3: 'UNEXPLAINED_FAILURE' },
  }
  test.each([
    ['nothing, where the call speaks for all', undefined, {}, 'ok'],
    ['no failure', bare, {}, 'ok'],
    ['a failure of another', bare, { Fail: ['b'] }, 'ok'],
    ['its bare failure, twice', bare, { Fail: ['a', 'a'] }, 'refused'],
    ['a failure of nobody', bare, { Fail: ['b', {}] }, 'doubt'],
    ['failures that are no list', bare, { Fail: 'a' }, 'doubt'],
    ['its failure', failing, { Fail: [{ id: 'a', code: 70500 }] }, 'refused'],
    ['its failure of unknown effect', failing, { Fail: [{ id: 'a', code: 20004 }] }, 'doubt'],
    ['its failure with 0', failing, { Fail: [{ id: 'a', code: 0 }] }, 'doubt'],
    ['its name', named, { Found: [{ id: 'a' }] }, 'ok'],
    ['its name twice', named, { Found: [{ id: 'a' }, { id: 'a' }] }, 'doubt'],
    ['its name and its failure', named, { Found: [{ id: 'a' }], Fail: [{ id: 'a', code: 1 }] }, 'doubt'],
    ['its failure where names stand', named, { Found: [], Fail: [{ id: 'a', code: 70107 }] }, 'refused'],
    ['no name', named, { Found: [] }, 'doubt'],
    ['no name, which says enough', { ...named, absent: 'UNEXPLAINED_FAILURE' }, { Found: [] }, 'refused'],
    ['its place', ordered, { Done: [{ Result: 0 }, { Result: 3 }] }, 'ok'],
    ['a place that waits', ordered, { Done: [{ Result: 2 }, { Result: 0 }] }, 'pending'],
    ['a place that is refused by a word', ordered, { Done: [{ Result: 3 }, { Result: 0 }] }, 'refused'],
    ['a list that is too long', ordered, { Done: [{ Result: 0 }, { Result: 0 }, { Result: 0 }] }, 'doubt'],
    ['its conversation', spoken, { List: [conversation({ Type: '1', To_Account: 'a' })] }, 'ok'],
    ['the group of its name', spoken, { List: [conversation({ Type: 2, ToGroupId: 'a' })] }, 'doubt'],
    ['a list that is too short', ordered, { Done: [{ Result: 0 }] }, 'doubt'],
  ] as const)('%s', (_, told, body, proof) => expect(proofFor(reply(body), told)).toBe(proof))

  test('what must not go out twice is sent no more after a call in doubt', () => {
    const [lost, refused] = [{ kind: 'lost', reason: 'cut' } as const, reply({ ErrorCode: 91000 })]
    const faults = (...all: readonly Sent[]) => {
      const calls = all.map((sent) => call([], sent))
      return verdictFaults('', 'unknown', calls, { ...write, name: 'push.send', hasItems: false, told: undefined })
    }
    expect([faults(lost), faults(refused, lost)]).toEqual([[], []])
    expect(faults(lost, lost).join()).toContain('sent again after a call in doubt')
  })

  test('a message in doubt is sent again within 0.9 s and with its own numbers, or not at all', () => {
    const [lost, refused] = [{ kind: 'lost', reason: 'cut' } as const, reply({ ErrorCode: 91000 })]
    const send: Known = { ...write, name: 'messages.send', hasItems: false, told: undefined }
    const faults = (...calls: Parameters<typeof verdictFaults>[2]) => verdictFaults('', 'unknown', calls, send).join()
    expect(faults(call([], lost), call([], lost, 900))).toBe('')
    expect(faults(call([], refused), call([], lost, 5000))).toBe('')
    expect(faults(call([], lost), call([], lost, 901))).toContain('may not know it for a repeat')
    expect(faults(call([], lost), call([], lost, 100, '1 3'))).toContain('with other numbers')
  })

  test('a read is never unknown', () => {
    const lost = call(['a'], { kind: 'lost', reason: 'cut' })
    expect(verdictFaults('a', 'unknown', [lost], { ...write, isRead: true })).not.toEqual([])
    expect(verdictFaults('a', 'unknown', [lost], write)).toEqual([])
  })
})
