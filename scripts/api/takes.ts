import { type FormatName, formats } from '../../schemas/formats.ts'
import type { Union } from '../../schemas/union.ts'
import { code } from '../markdown.ts'

/** The JSON Schema and keywords of our own that bodies and answers are written in, as far as a page tells of them. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly changesOneOf?: readonly string[]
  readonly atLeastOneOf?: readonly string[]
  readonly exactlyOneOf?: readonly string[]
  readonly unionBy?: Union
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueBy?: unknown
  readonly bytes?: readonly [min: number, max: number]
  readonly pattern?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly format?: string
  readonly utcTime?: boolean
  readonly latest?: string
  /** In words, where the keywords say too little. */
  readonly description?: string
}

const number = (value: number | undefined): string => Number(value).toLocaleString('en')
const isObject = ({ type, properties }: Schema): boolean => type === 'object' || properties !== undefined

/** What a member takes, in a few words. */
export function takes(schema: Schema): string {
  const { type, description, anyOf, oneOf = anyOf, items } = schema
  if (description !== undefined) return description
  if (schema.const !== undefined) return code(JSON.stringify(schema.const))
  if (schema.enum) return schema.enum.map((value) => code(JSON.stringify(value))).join(', ')
  if (oneOf) return [...new Set(oneOf.map(takes))].join(' or ')
  if (Array.isArray(type)) return type.map((one) => takes({ ...schema, type: one })).join(' or ')
  if (type === 'array') return listOf(schema, items ?? {})
  if (isObject(schema)) return objectOf(schema)
  if (type === 'integer' || type === 'number') return numberOf(schema, type)
  if (type === 'boolean') return '`true` or `false`'
  return textOf(schema)
}

function listOf({ minItems = 0, maxItems, uniqueBy }: Schema, items: Schema): string {
  const many =
    maxItems === undefined ? (minItems > 0 ? `${minItems} or more` : 'a list') : `${minItems} to ${number(maxItems)}`
  const what = isObject(items) ? ' objects' : ` of: ${takes(items)}`
  const words = maxItems === undefined && minItems === 0 ? what.replace(/^ objects/, ' of objects') : what
  return `${many}${words}${uniqueBy === undefined ? '' : ', none twice'}`
}

function objectOf({ properties, additionalProperties, propertyNames, ...size }: Schema): string {
  const { changesOneOf, atLeastOneOf = changesOneOf, exactlyOneOf, minProperties = 0, maxProperties } = size
  if (exactlyOneOf) return `an object with exactly one of ${exactlyOneOf.map(code).join(', ')}`
  if (atLeastOneOf) return `an object with at least one of ${atLeastOneOf.map(code).join(', ')}`
  const least = minProperties === 0 ? 'an object' : 'an object that is not empty'
  if (typeof additionalProperties !== 'object') return properties ? least : 'an object'
  const from = minProperties === 0 ? 'at most' : `${minProperties} to`
  const many = maxProperties === undefined ? least : `an object of ${from} ${number(maxProperties)} members`
  const names = propertyNames ? `by name (${takes(propertyNames)})` : 'by name'
  return `${many}, ${names}: ${takes(additionalProperties)}`
}

function numberOf({ minimum, maximum }: Schema, type: string): string {
  const kind = type === 'integer' ? 'an integer' : 'a number'
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum
  if (least === undefined) return most === undefined ? kind : `${kind} to ${number(most)}`
  return most === undefined ? `${kind} from ${number(least)}` : `${kind} from ${number(least)} to ${number(most)}`
}

/** As answers write a time. */
const TIME = '^\\d{4}-\\d{2}-\\d{2}T'

function textOf({ bytes, format, pattern, utcTime, latest }: Schema): string {
  const until = latest === undefined ? '' : `, no later than ${code(latest)}`
  if (utcTime || pattern?.startsWith(TIME)) return `a time, \`YYYY-MM-DDTHH:MM:SSZ\`${until}`
  const means = format !== undefined && Object.hasOwn(formats, format) ? formats[format as FormatName].means : undefined
  if (bytes) {
    const length = `${number(bytes[0])} to ${number(bytes[1])} bytes`
    return means === undefined ? `a string of ${length}` : `${means}, of ${length}`
  }
  if (means !== undefined) return means
  return 'a string'
}
