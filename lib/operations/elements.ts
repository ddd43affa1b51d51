import type { FromSchema } from 'json-schema-to-ts'
import type { anyElement } from '../../schemas/elements.ts'
import type { Pointed } from '../errors/gateway-error.ts'

/** One element of a message, as bodies hold it. */
export type Element = FromSchema<typeof anyElement>

type RawElement = Extract<Element, { readonly content: unknown }>
type KnownElement = Exclude<Element, RawElement>
type Kind = KnownElement['type']
type Written = readonly [type: string, content: object]

/** Says that the element's file is had from its address. */
const BY_URL = 2

export const imageFormats = { jpg: 1, gif: 2, png: 3, bmp: 4, other: 255 } as const
export const sizeKinds = { original: 1, large: 2, thumbnail: 3 } as const

/** Each kind in Chat's words, as https://trtc.io/document/33527 has them. */
const writers: { readonly [K in Kind]: (element: Extract<KnownElement, { readonly type: K }>) => Written } = {
  text: ({ text }) => ['TIMTextElem', { Text: text }],
  custom: ({ data, description, extension, sound }) => [
    'TIMCustomElem',
    { Data: data, Desc: description, Ext: extension, Sound: sound },
  ],
  location: ({ latitude, longitude, description }) => [
    'TIMLocationElem',
    { Desc: description, Latitude: latitude, Longitude: longitude },
  ],
  face: ({ index, data }) => ['TIMFaceElem', { Index: index, Data: data }],
  image: ({ uuid, format, sizes }) => [
    'TIMImageElem',
    {
      UUID: uuid,
      ImageFormat: imageFormats[format],
      ImageInfoArray: sizes.map(({ kind, bytes, width, height, url }) => ({
        Type: sizeKinds[kind],
        Size: bytes,
        Width: width,
        Height: height,
        URL: url,
      })),
    },
  ],
  sound: ({ url, uuid, bytes, seconds }) => [
    'TIMSoundElem',
    { Url: url, UUID: uuid, Size: bytes, Second: seconds, Download_Flag: BY_URL },
  ],
  file: ({ url, uuid, bytes, name }) => [
    'TIMFileElem',
    { Url: url, UUID: uuid, FileSize: bytes, FileName: name, Download_Flag: BY_URL },
  ],
  video: ({ url, uuid, bytes, seconds, format, thumbnail }) => [
    'TIMVideoFileElem',
    {
      VideoUrl: url,
      VideoUUID: uuid,
      VideoSize: bytes,
      VideoSecond: seconds,
      VideoFormat: format,
      VideoDownloadFlag: BY_URL,
      ThumbUrl: thumbnail.url,
      ThumbUUID: thumbnail.uuid,
      ThumbSize: thumbnail.bytes,
      ThumbWidth: thumbnail.width,
      ThumbHeight: thumbnail.height,
      ThumbFormat: thumbnail.format,
      ThumbDownloadFlag: BY_URL,
    },
  ],
}

function write(element: Element): Written {
  if ('content' in element) return [element.type, element.content]
  const writeKind = writers[element.type] as (element: KnownElement) => Written
  return writeKind(element)
}

/** A message's elements in Chat's words, its MsgBody. */
export const toMsgBody = (elements: readonly Element[]) =>
  elements.map(write).map(([type, content]) => ({ MsgType: type, MsgContent: content }))

/** What Chat takes of one message, https://trtc.io/document/33527. */
const MOST_BYTES = 12_288

/** What is wrong with a message as a whole: each of its elements has passed its schema. */
export function faultsOfMessage(elements: readonly Element[], customData = ''): Pointed[] {
  const bytes = Buffer.byteLength(JSON.stringify(toMsgBody(elements))) + Buffer.byteLength(customData)
  const [, ...more] = elements.flatMap(({ type }, index) => (type === 'custom' ? [index] : []))
  const faults = more.map((index) => ({ pointer: `/elements/${index}`, message: SECOND_CUSTOM }))
  return bytes <= MOST_BYTES ? faults : [...faults, { pointer: '/elements', message: tooLong(bytes) }]
}

const SECOND_CUSTOM = 'is one custom element more than a message may have: put what belongs together into one'
const tooLong = (bytes: number): string =>
  `makes a message of ${bytes} bytes as Chat counts them (its JSON and customData), and ${MOST_BYTES} are the most`
