import { RoundedNumber } from '../errors/rounded-number.ts'
import { isObject, type Members } from '../json.ts'
import { readCount } from './counts.ts'
import { imageFormats, sizeKinds } from './elements.ts'
import { isName } from './names.ts'

/** A value, and whether it is what its member must hold. */
type Held = readonly [value: unknown, fits: (value: unknown) => boolean]

/** Members of our own form; undefined where one that it requires is missing, or any holds something else. */
function formOf(required: Readonly<Record<string, Held>>, optional: Readonly<Record<string, Held>> = {}) {
  const given = Object.entries(optional).filter(([, [value]]) => value !== undefined && value !== null)
  const all = [...Object.entries(required), ...given]
  return all.every(([, [value, fits]]) => fits(value))
    ? Object.fromEntries(all.map(([name, [value]]) => [name, value]))
    : undefined
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isCount = (value: unknown): boolean => readCount(value) !== undefined
const isDegree = (most: number) => (value: unknown) => typeof value === 'number' && Math.abs(value) <= most
const isThere = (value: unknown): boolean => value !== undefined

const wordOf = (words: Readonly<Record<string, number>>, number: unknown): string | undefined =>
  Object.keys(words).find((word) => words[word] === number)

function readSize(size: unknown): Members | undefined {
  const { Type, URL, Width, Height, Size } = Object(size)
  return formOf({
    kind: [wordOf(sizeKinds, Type), isThere],
    url: [URL, isName],
    width: [Width, isCount],
    height: [Height, isCount],
    bytes: [Size, isCount],
  })
}

/** A picture in its sizes; undefined where one can't be read, or two are of a kind. */
function readSizes(list: unknown): readonly Members[] | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined
  const sizes = list.map(readSize).filter((size) => size !== undefined)
  const kinds = new Set(sizes.map(({ kind }) => kind))
  return kinds.size === list.length ? sizes : undefined
}

/** What each kind is in our words, by Chat's: undefined where it lacks what the kind requires. */
const readers: Readonly<Record<string, readonly [type: string, read: (content: Members) => Members | undefined]>> = {
  TIMTextElem: ['text', ({ Text }) => formOf({ text: [Text, isText] })],
  TIMCustomElem: [
    'custom',
    ({ Data, Desc, Ext, Sound }) => {
      const texts = { data: Data, description: Desc, extension: Ext, sound: Sound }
      const form = formOf({}, Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, [text, isText]])))
      return form && Object.keys(form).length > 0 ? form : undefined
    },
  ],
  TIMLocationElem: [
    'location',
    ({ Latitude, Longitude, Desc }) =>
      formOf(
        { latitude: [Latitude, isDegree(90)], longitude: [Longitude, isDegree(180)] },
        { description: [Desc, isText] },
      ),
  ],
  TIMFaceElem: ['face', ({ Index, Data }) => formOf({ index: [Index, isCount] }, { data: [Data, isText] })],
  TIMImageElem: [
    'image',
    ({ UUID, ImageFormat, ImageInfoArray }) =>
      formOf({
        uuid: [UUID, isName],
        format: [wordOf(imageFormats, ImageFormat), isThere],
        sizes: [readSizes(ImageInfoArray), isThere],
      }),
  ],
  TIMSoundElem: [
    'sound',
    ({ Url, UUID, Size, Second }) =>
      formOf({ url: [Url, isName], uuid: [UUID, isName], bytes: [Size, isCount], seconds: [Second, isCount] }),
  ],
  TIMFileElem: [
    'file',
    ({ Url, UUID, FileSize, FileName }) =>
      formOf({ url: [Url, isName], uuid: [UUID, isName], bytes: [FileSize, isCount], name: [FileName, isText] }),
  ],
  TIMVideoFileElem: ['video', readVideo],
}

function readVideo(content: Members): Members | undefined {
  const { VideoUrl, VideoUUID, VideoSize, VideoSecond, VideoFormat } = content
  const { ThumbUrl, ThumbUUID, ThumbSize, ThumbWidth, ThumbHeight, ThumbFormat } = content
  const thumbnail = formOf({
    url: [ThumbUrl, isName],
    uuid: [ThumbUUID, isName],
    bytes: [ThumbSize, isCount],
    width: [ThumbWidth, isCount],
    height: [ThumbHeight, isCount],
    format: [ThumbFormat, isText],
  })
  return formOf({
    url: [VideoUrl, isName],
    uuid: [VideoUUID, isName],
    bytes: [VideoSize, isCount],
    seconds: [VideoSecond, isCount],
    format: [VideoFormat, isText],
    thumbnail: [thumbnail, isThere],
  })
}

/** So deep may objects and lists stand inside one another; nothing that was sent through the gateway is as deep. */
const MOST_LEVELS = 100

/**
 * What goes through as it came: an integer that no reader of JSON can be trusted with as its digits, and nothing below the deepest level.
 * @throws RoundedNumber
 */
function passOn(value: unknown, levels = MOST_LEVELS): unknown {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new RoundedNumber()
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value ?? null
  if (levels === 0) return null
  if (Array.isArray(value)) return value.map((one) => passOn(one, levels - 1))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, passOn(one, levels - 1)]))
}

/** An element in our form if all that this requires is there, else in Chat's words: none spoils its message or the page. */
function readElement(element: unknown): Members {
  if (!isObject(element)) return { type: '', content: passOn(element) }
  const { MsgType, MsgContent } = element
  const type = typeof MsgType === 'string' ? MsgType : ''
  const [word, read] = (Object.hasOwn(readers, type) && readers[type]) || []
  const form = isObject(MsgContent) ? read?.(MsgContent) : undefined
  return form ? { type: word, ...form } : { type, content: passOn(MsgContent) }
}

/** The elements of a message, none being no body; undefined for what is no list. @throws RoundedNumber */
export const readElements = (body: unknown): readonly Members[] | undefined =>
  Array.isArray(body) ? body.map(readElement) : undefined
