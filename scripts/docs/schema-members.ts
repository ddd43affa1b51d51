import { type FormatName, formats } from '../../schemas/formats.ts'
import { code } from './markdown.ts'

/** The JSON Schema and keywords of our own that bodies and answers are written in, as far as a page tells of them. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly changesOneOf?: readonly string[]
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
  /** In words, where the keywords say too little. */
  readonly description?: string
}

/** A row of the table: the member as it stands in a body, and what it takes. */
export type Line = readonly [member: string, takes: string]

const number = (value: number | undefined): string => Number(value).toLocaleString('en')
const isObject = ({ type, properties }: Schema): boolean => type === 'object' || properties !== undefined

/**
 * A line per member of an object, and of the objects inside it: `friends`, `friends[].remark`.
 * @param known members that are told elsewhere, at the top only
 */
export function linesOf(schema: Schema, known: ReadonlySet<string> = new Set(), before = ''): Line[] {
  const { properties = {}, required = [], changesOneOf = [] } = schema
  return Object.entries(properties).flatMap(([name, inner]): Line[] => {
    if (before === '' && known.has(name)) return []
    const member = `${before}${name}`
    const need = required.includes(name)
      ? ''
      : changesOneOf.includes(name)
        ? ', optional (one of them must stand)'
        : ', optional'
    return [[code(member), `${takes(inner)}${need}`], ...insideOf(inner, member)]
  })
}

/** The members of what stands in a member: of an object, of a list's entries, of each form there is. */
function insideOf(schema: Schema, member: string): Line[] {
  const { items, oneOf } = schema
  if (oneOf) return merged(oneOf.flatMap((form) => insideOf(form, member)))
  if (items) return insideOf(items, `${member}[]`)
  return linesOf(schema, undefined, `${member}.`)
}

/** Forms share most of their members: each is told once. */
const merged = (lines: readonly Line[]): Line[] => [...new Map(lines.map((line) => [line[0], line])).values()]

/** What a member takes, in a few words. */
export function takes(schema: Schema): string {
  const { type, description, oneOf, items } = schema
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

function objectOf({ properties, additionalProperties, propertyNames, maxProperties, changesOneOf }: Schema): string {
  if (properties)
    return changesOneOf ? `an object with at least one of ${changesOneOf.map(code).join(', ')}` : 'an object'
  if (typeof additionalProperties !== 'object') return 'an object'
  const names = propertyNames ? `, by name (${takes(propertyNames)})` : ', by name'
  return `an object${maxProperties === undefined ? '' : ` of at most ${number(maxProperties)} members`}${names}: ${takes(additionalProperties)}`
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

function textOf({ bytes, format, pattern, utcTime }: Schema): string {
  if (utcTime || pattern?.startsWith(TIME)) return 'a time, `YYYY-MM-DDTHH:MM:SSZ`'
  const means = format !== undefined && Object.hasOwn(formats, format) ? formats[format as FormatName].means : undefined
  if (bytes) {
    const length = `${number(bytes[0])} to ${number(bytes[1])} bytes`
    return means === undefined ? `a string of ${length}` : `${means}, of ${length}`
  }
  if (means !== undefined) return means
  return 'a string'
}
