import { Ajv, type ValidateFunction } from 'ajv'
import { operations } from '../../../lib/operations/index.ts'
import { batch, batchEntry } from '../../../schemas/batch.ts'
import { formats } from '../../../schemas/formats.ts'
import type { Union } from '../../../schemas/union.ts'
import { schemas } from '../../../scripts/request-schemas.ts'

/** Whether a text is well-formed, holds no NUL and has so many bytes, told without the code that the door uses. */
function isOfBytes([min, max]: readonly [number, number], text: string): boolean {
  const bytes = new TextEncoder().encode(text)
  return (
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) === text &&
    !bytes.includes(0) &&
    bytes.length >= min &&
    bytes.length <= max
  )
}

function isMoment(wanted: boolean, text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(text)?.slice(1).map(Number)
  if (!parts) return !wanted
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return year >= 1970 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60
}

type Names = readonly string[]

function isDistinct(by: string | Names, entries: readonly unknown[]): boolean {
  const keys = entries
    .map((entry) => (by === '' ? [entry] : [by].flat().map((name) => (entry as Record<string, unknown>)[name])))
    .filter((key) => key.some((part) => part !== undefined))
    .map((key) => key.map((part) => `${typeof part} ${part}`).join('\0'))
  return new Set(keys).size === keys.length
}

/** Whether nothing in it is nested deeper than that, and every number is one that all programs read alike. */
function isPassedOn(levels: number, value: unknown): boolean {
  let isSound = true
  const walk = (node: unknown, left: number): void => {
    if (typeof node === 'number') isSound &&= node >= -(2 ** 53 - 1) && node <= 2 ** 53 - 1
    if (typeof node !== 'object' || node === null) return
    isSound &&= left > 0
    if (isSound) for (const inner of Object.values(node)) walk(inner, left - 1)
  }
  walk(value, levels)
  return isSound
}

const countGiven = (names: Names, object: object): number => names.filter((name) => Object.hasOwn(object, name)).length

/** Exactly one of the kinds: the word of each is another, and none of them is any other kind's. */
function unionAsOneOf({ member, among, otherwise }: Union): object {
  const known = among.map(({ properties }) => properties[member]?.const)
  const unlike = { not: { type: 'object', properties: { [member]: { enum: known } } } }
  return { oneOf: [...among, ...(otherwise ? [{ allOf: [otherwise, unlike] }] : [])] }
}

/** Request schemas read by keywords that share no code with the door's. */
export function ownReading(): Ajv {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true })
  ajv.addKeyword({ keyword: 'bytes', type: 'string', schemaType: 'array', validate: isOfBytes })
  ajv.addKeyword({
    keyword: 'intact',
    type: 'string',
    schemaType: 'boolean',
    validate: (_: boolean, text: string) => !/\ufffd/.test(text),
  })
  ajv.addKeyword({ keyword: 'utcTime', type: 'string', schemaType: 'boolean', validate: isMoment })
  ajv.addKeyword({
    keyword: 'latest',
    type: 'string',
    schemaType: 'string',
    validate: (last: string, text: string) => !(Date.parse(text) > Date.parse(last)),
  })
  ajv.addKeyword({ keyword: 'uniqueBy', type: 'array', schemaType: ['string', 'array'], validate: isDistinct })
  ajv.addKeyword({ keyword: 'passedOn', type: 'object', schemaType: 'number', validate: isPassedOn })
  ajv.addKeyword({ keyword: 'unionBy', type: 'object', schemaType: 'object', macro: unionAsOneOf })
  const counts = {
    atLeastOneOf: (count: number) => count > 0,
    changesOneOf: (count: number) => count > 0,
    exactlyOneOf: (count: number) => count === 1,
  }
  for (const [keyword, isRight] of Object.entries(counts)) {
    const validate = (names: Names, object: object) => isRight(countGiven(names, object))
    ajv.addKeyword({ keyword, type: 'object', schemaType: 'array', validate })
  }
  for (const [name, { pattern }] of Object.entries(formats)) ajv.addFormat(name, pattern)
  return ajv
}

const ajv = ownReading()
const compiled = new Map<string, ValidateFunction>(
  [...operations.keys()].map((name) => [name, ajv.compile(schemas[name] as object)]),
)
const batches = ajv.compile(batch)
const entries = ajv.compile(batchEntry)

export const isBatch = (value: unknown): boolean => batches(value)
export const isEntry = (value: unknown): value is { operation: string; body: unknown } => entries(value)

/** Whether a body is what the schema of an operation describes, by a reading of our own: compiled anew, with other keywords. */
export function isBodyOf(operation: string, body: unknown): boolean {
  const check = compiled.get(operation)
  if (!check) throw new Error(`no operation ${operation}`)
  return check(body)
}

/** Whether a result says whose it is, in the words of its operation. */
export function isNamed(result: object, id: string, as: string | ((id: string) => object) = 'userId'): boolean {
  const named = Object.entries(typeof as === 'string' ? { [as]: id } : as(id))
  const told = new Map<string, unknown>(Object.entries(result))
  return named.every(([name, value]) => told.get(name) === value)
}

/**
 * Members that the schema takes and more is known of: an app may refuse integers, a cursor can be of nobody's making, a message too
 * long, a tag or a mark asked for twice, a time before another, pairs beside what clears them all.
 */
export const MORE_IS_KNOWN = new RegExp(
  `^/(${[
    'cursor',
    'friends/\\d+/custom/[A-Za-z]{1,8}',
    'elements(/\\d+)?',
    'audience/tags/any/\\d',
    'names/\\d',
    'conversations/\\d+/remove/\\d+',
    'since',
    'pairs(/\\d+(/\\w+)?)?',
    'countUnread',
    'updateConversation',
  ].join('|')})$`,
)
