import { describe, expect, test } from 'vitest'
import { type Element, faultsOfMessage, toMsgBody } from '../../lib/operations/elements.ts'

const text = (words: string): Element => ({ type: 'text', text: words })
const custom: Element = { type: 'custom', data: '' }

const MOST = 12_288
/** Bytes of `[{"MsgType":"TIMTextElem","MsgContent":{"Text":""}}]`. */
const AROUND = 52
const LEFT = MOST - AROUND

describe('a message has 12,288 bytes at most, counted as they go up', () => {
  test.each<[what: string, elements: readonly Element[], customData: string | undefined]>([
    ['a text', [text('x'.repeat(LEFT))], undefined],
    ['a text of wide letters', [text('é'.repeat(LEFT / 2))], undefined],
    ['letters that JSON writes as two', [text('"'.repeat(LEFT / 2))], undefined],
    ['its text and customData together', [text('x'.repeat(8000))], 'x'.repeat(LEFT - 8000)],
    ['customData as it is, not as JSON', [text('')], '"'.repeat(LEFT)],
    ['what is passed on', [{ type: 'TIMRelayElem', content: { a: 'x'.repeat(LEFT + 2) } }], undefined],
  ])('%s', (_, elements, customData) => {
    expect(faultsOfMessage(elements, customData)).toEqual([])
    const [more] = faultsOfMessage(elements, `${customData ?? ''}x`)
    expect(more?.pointer).toBe('/elements')
    expect(more?.message).toContain('12289 bytes')
  })

  test('however long our own words for it are', () => {
    const uuid = 'u'.repeat(128)
    const url = 'h'.repeat(2000)
    const thumbnail = { url, uuid, bytes: 1, width: 1, height: 1, format: '' }
    const video: Element = { type: 'video', url, uuid, bytes: 1, seconds: 1, format: '', thumbnail }
    const bytes = Buffer.byteLength(JSON.stringify(toMsgBody([video])))
    expect(faultsOfMessage([video], 'x'.repeat(MOST - bytes))).toEqual([])
    expect(faultsOfMessage([video], 'x'.repeat(MOST - bytes + 1))).toHaveLength(1)
  })
})

test('a message has one custom element at most; each further one is told', () => {
  expect(faultsOfMessage([text('a'), custom, text('b')])).toEqual([])
  const faults = faultsOfMessage([custom, text('a'), custom, custom])
  expect(faults.map(({ pointer }) => pointer)).toEqual(['/elements/2', '/elements/3'])
})

test('what is not given does not go up', () => {
  expect(
    JSON.stringify(
      toMsgBody([
        { type: 'custom', data: '' },
        { type: 'face', index: 0 },
      ]),
    ),
  ).toBe('[{"MsgType":"TIMCustomElem","MsgContent":{"Data":""}},{"MsgType":"TIMFaceElem","MsgContent":{"Index":0}}]')
})
