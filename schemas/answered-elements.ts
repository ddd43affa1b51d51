/** What a message that is read consists of. A part of it that lacks what its kind has comes in Chat's own words. */
import { closed, count } from './answer-parts.ts'

const text = { type: 'string' } as const
const file = { url: text, uuid: text, bytes: count } as const
const picture = { ...file, width: count, height: count } as const

const kind = (type: string, properties: Readonly<Record<string, object>>, required: readonly string[]) =>
  closed<Readonly<Record<string, object>>, readonly string[]>({ type: { const: type }, ...properties }, [
    'type',
    ...required,
  ])

const size = closed(
  {
    kind: { type: 'string', enum: ['original', 'large', 'thumbnail'] },
    url: text,
    width: count,
    height: count,
    bytes: count,
  },
  ['kind', 'url', 'width', 'height', 'bytes'],
)

const known = [
  kind('text', { text }, ['text']),
  kind('custom', { data: text, description: text, extension: text, sound: text }, []),
  kind('location', { latitude: { type: 'number' }, longitude: { type: 'number' }, description: text }, [
    'latitude',
    'longitude',
  ]),
  kind('face', { index: count, data: text }, ['index']),
  kind(
    'image',
    {
      uuid: text,
      format: { type: 'string', enum: ['jpg', 'gif', 'png', 'bmp', 'other'] },
      sizes: { type: 'array', minItems: 1, items: size },
    },
    ['uuid', 'format', 'sizes'],
  ),
  kind('sound', { ...file, seconds: count }, ['url', 'uuid', 'bytes', 'seconds']),
  kind('file', { ...file, name: text }, ['url', 'uuid', 'bytes', 'name']),
  kind(
    'video',
    {
      ...file,
      seconds: count,
      format: text,
      thumbnail: closed({ ...picture, format: text }, ['url', 'uuid', 'bytes', 'width', 'height', 'format']),
    },
    ['url', 'uuid', 'bytes', 'seconds', 'format', 'thumbnail'],
  ),
]

/** In Chat's own words: `type` is its MsgType, and empty where it has none. */
const raw = closed({ type: text, content: { description: 'anything, as Chat has it' } }, ['type', 'content'])

/** What Chat says of a kind of ours may fit the raw form as well, so that the forms do not exclude each other. */
export const answeredElement = { type: 'object', anyOf: [...known, raw] } as const

export const answeredElements = { type: 'array', items: answeredElement } as const
