/** What apps say of their users, and choose them by: tags, and attributes in ten slots. Limits from https://trtc.io/document/37166. */
import { written } from './fragments.ts'

const word = { type: 'string', bytes: [1, 50] } as const
const newWord = { ...word, ...written } as const

const list = { type: 'array', minItems: 1, maxItems: 10, uniqueBy: '', items: word } as const
const map = { type: 'object', minProperties: 1, maxProperties: 10, propertyNames: word } as const

/** Tags that are there already, or are looked for. */
export const tags = list

/** Tags that will be remembered. */
export const newTags = { ...list, items: newWord } as const

/** Names of attributes that are there already. */
export const attributeNames = list

/** Attributes that are looked for, by name. */
export const attributes = { ...map, additionalProperties: word } as const

/** Attributes whose values will be remembered; the app has named them before. */
export const newAttributes = { ...map, additionalProperties: newWord } as const

/** Names that the app gives its attributes, by slot. */
export const newAttributeNames = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    '0': newWord,
    '1': newWord,
    '2': newWord,
    '3': newWord,
    '4': newWord,
    '5': newWord,
    '6': newWord,
    '7': newWord,
    '8': newWord,
    '9': newWord,
  },
} as const
