/**
 * What a message consists of. https://trtc.io/document/33527
 * Its texts need no limits of their own: a message has one as a whole, and is refused as a whole (lib/operations/elements.ts).
 */
import { unionBy } from './union.ts'

export const messageText = {
  type: 'string',
  bytes: [0, 1_000_000],
  description: 'a text (a whole message has 12,288 bytes at most)',
} as const

/** Goes up as it came, in Chat's own words: so many levels deep at most. */
export const passedOn = {
  type: 'object',
  passedOn: 20,
  additionalProperties: {},
  description: 'an object in Chat’s own words, which goes up as it is',
} as const

const url = { type: 'string', bytes: [1, 2000] } as const
const uuid = { type: 'string', bytes: [1, 128] } as const
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const

const element = <const P extends object, const R extends readonly (keyof P & string)[]>(properties: P, required: R) =>
  ({ type: 'object', additionalProperties: false, required, properties }) as const

const text = element({ type: { const: 'text' }, text: messageText }, ['type', 'text'])

const custom = {
  ...element(
    {
      type: { const: 'custom' },
      data: messageText,
      description: messageText,
      extension: messageText,
      sound: messageText,
    },
    ['type'],
  ),
  atLeastOneOf: ['data', 'description', 'extension', 'sound'],
} as const

const location = element(
  {
    type: { const: 'location' },
    latitude: { type: 'number', minimum: -90, maximum: 90 },
    longitude: { type: 'number', minimum: -180, maximum: 180 },
    description: messageText,
  },
  ['type', 'latitude', 'longitude'],
)

const face = element({ type: { const: 'face' }, index: count, data: messageText }, ['type', 'index'])

const size = element(
  {
    kind: { type: 'string', enum: ['original', 'large', 'thumbnail'] },
    url,
    width: count,
    height: count,
    bytes: count,
  },
  ['kind', 'url', 'width', 'height', 'bytes'],
)

const image = element(
  {
    type: { const: 'image' },
    uuid,
    format: { type: 'string', enum: ['jpg', 'gif', 'png', 'bmp', 'other'] },
    sizes: { type: 'array', minItems: 1, uniqueBy: 'kind', items: size },
  },
  ['type', 'uuid', 'format', 'sizes'],
)

const sound = element({ type: { const: 'sound' }, url, uuid, bytes: count, seconds: count }, [
  'type',
  'url',
  'uuid',
  'bytes',
  'seconds',
])

const file = element({ type: { const: 'file' }, url, uuid, bytes: count, name: messageText }, [
  'type',
  'url',
  'uuid',
  'bytes',
  'name',
])

const thumbnail = element({ url, uuid, bytes: count, width: count, height: count, format: messageText }, [
  'url',
  'uuid',
  'bytes',
  'width',
  'height',
  'format',
])

const video = element(
  { type: { const: 'video' }, url, uuid, bytes: count, seconds: count, format: messageText, thumbnail },
  ['type', 'url', 'uuid', 'bytes', 'seconds', 'format', 'thumbnail'],
)

/** Of a kind that we have no form for. */
const raw = element({ type: { type: 'string', format: 'element-type' }, content: passedOn }, ['type', 'content'])

/** One element, of any kind. */
export const anyElement = unionBy('type', [text, custom, location, face, image, sound, file, video], raw)

/** The elements of one message, in their order. */
export const elements = { type: 'array', minItems: 1, maxItems: 100, items: anyElement } as const
