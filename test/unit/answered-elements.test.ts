import { describe, expect, test } from 'vitest'
import { RoundedNumber } from '../../lib/errors/rounded-number.ts'
import { readElements } from '../../lib/operations/answered-elements.ts'
import { toMsgBody } from '../../lib/operations/elements.ts'

const one = (MsgType: unknown, MsgContent: unknown) => readElements([{ MsgType, MsgContent }])?.[0]
const video = {
  VideoUrl: 'u',
  VideoUUID: 'v',
  VideoSize: 1,
  VideoSecond: 1,
  VideoFormat: 'mp4',
  ThumbUrl: 'u',
  ThumbUUID: 't',
  ThumbSize: 1,
  ThumbWidth: 1,
  ThumbHeight: 1,
  ThumbFormat: 'JPG',
}
const size = (Type: unknown) => ({ Type, Size: 1, Width: 1, Height: 1, URL: 'u' })
const image = (more: object) => ({ UUID: 'i', ImageFormat: 1, ImageInfoArray: [size(1)], ...more })
const without = (members: object, name: string) =>
  Object.fromEntries(Object.entries(members).filter(([key]) => key !== name))

describe('an element that lacks what its kind requires comes in Chat’s own words', () => {
  test.each<readonly [type: string, content: object]>([
    ['TIMTextElem', {}],
    ['TIMTextElem', { Text: 7 }],
    ['TIMTextElem', { Text: null }],
    ['TIMCustomElem', {}],
    ['TIMCustomElem', { Data: null }],
    ['TIMCustomElem', { Data: 'd', Ext: {} }],
    ['TIMLocationElem', { Latitude: 1 }],
    ['TIMLocationElem', { Latitude: 90.5, Longitude: 1 }],
    ['TIMLocationElem', { Latitude: '1', Longitude: 1 }],
    ['TIMLocationElem', { Latitude: 1, Longitude: 1, Desc: 1 }],
    ['TIMFaceElem', { Index: -1 }],
    ['TIMFaceElem', { Index: 0.5 }],
    ['TIMFaceElem', { Index: 1, Data: [] }],
    ['TIMImageElem', image({ ImageFormat: 7 })],
    ['TIMImageElem', image({ UUID: '' })],
    ['TIMImageElem', image({ ImageInfoArray: [] })],
    ['TIMImageElem', image({ ImageInfoArray: null })],
    ['TIMImageElem', image({ ImageInfoArray: [size(4)] })],
    ['TIMImageElem', image({ ImageInfoArray: [size(1), null] })],
    ['TIMImageElem', image({ ImageInfoArray: [size(2), size(2)] })],
    ['TIMSoundElem', { UUID: 's', Size: 1, Second: 1, Download_Flag: 2 }],
    ['TIMFileElem', { Url: 'u', UUID: 'f', FileSize: 1 }],
    ...Object.keys(video).map((name) => ['TIMVideoFileElem', without(video, name)] as const),
    ['TIMRelayElem', { any: [{ thing: null }] }],
    ['toString', {}],
    ['text', { text: 'hi' }],
  ])('%s %j', (type, content) => expect(one(type, content)).toEqual({ type, content }))

  test('whatever it is', () => {
    expect(
      readElements([null, 'hi', 7, ['a'], {}, { MsgType: 5, MsgContent: 'x' }, { MsgType: 'TIMTextElem' }]),
    ).toEqual([
      { type: '', content: null },
      { type: '', content: 'hi' },
      { type: '', content: 7 },
      { type: '', content: ['a'] },
      { type: '', content: null },
      { type: '', content: 'x' },
      { type: 'TIMTextElem', content: null },
    ])
  })
})

describe('an element in our form', () => {
  test('needs what its kind requires and no more, and null is nothing', () => {
    expect(one('TIMTextElem', { Text: '', More: 1 })).toEqual({ type: 'text', text: '' })
    expect(one('TIMCustomElem', { Data: '', Desc: null })).toEqual({ type: 'custom', data: '' })
    expect(one('TIMFaceElem', { Index: 0, Data: null })).toEqual({ type: 'face', index: 0 })
    expect(one('TIMVideoFileElem', video)).toMatchObject({ type: 'video', thumbnail: { uuid: 't' } })
  })

  test('goes up again as it came', () => {
    const content = image({ ImageFormat: 255, ImageInfoArray: [size(3), size(1)] })
    const elements = readElements([{ MsgType: 'TIMImageElem', MsgContent: content }]) as Parameters<typeof toMsgBody>[0]
    expect(toMsgBody(elements)).toEqual([{ MsgType: 'TIMImageElem', MsgContent: content }])
  })
})

test('what is no list of elements can’t be read', () => {
  for (const body of [null, undefined, 'hi', { length: 1 }]) expect(readElements(body)).toBeUndefined()
})

test('a number that lost digits is to be read again', () => {
  expect(() => one('TIMRelayElem', { a: [2 ** 53] })).toThrow(RoundedNumber)
  expect(one('TIMRelayElem', { a: 2n ** 64n, b: Number.NaN })).toEqual({
    type: 'TIMRelayElem',
    content: { a: '18446744073709551616', b: Number.NaN },
  })
})
