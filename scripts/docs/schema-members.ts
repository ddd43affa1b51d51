import { type FormatName, formats } from '../../schemas/formats.ts'
import type { Union } from '../../schemas/union.ts'
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

/** A row of the table: the member as it stands in a body, and what it takes. */
export type Line = readonly [member: string, takes: string]

const number = (value: number | undefined): string => Number(value).toLocaleString('en')
const isObject = ({ type, properties }: Schema): boolean => type === 'object' || properties !== undefined

/**
 * A line per member of an object, and of the objects inside it: `friends`, `friends[].remark`.
 * @param known members that are told elsewhere, at the top only
 */
export function linesOf(schema: Schema, known: ReadonlySet<string> = new Set(), before = ''): Line[] {
  const { properties = {} } = schema
  return Object.entries(properties).flatMap(([name, inner]): Line[] => {
    if (before === '' && known.has(name)) return []
    const member = `${before}${name}`
    return [[code(member), `${takes(inner)}${needOf(name, schema)}`], ...insideOf(inner, member)]
  })
}

function needOf(name: string, { required = [], changesOneOf, atLeastOneOf, exactlyOneOf }: Schema): string {
  if (required.includes(name)) return ''
  if (exactlyOneOf?.includes(name)) return ', optional (exactly one of them must stand)'
  const isOneOf = (changesOneOf ?? atLeastOneOf)?.includes(name)
  return isOneOf ? ', optional (one of them must stand)' : ', optional'
}

/** The members of what stands in a member: of an object, of a list's entries, of each form there is. */
function insideOf(schema: Schema, member: string): Line[] {
  const { items, anyOf, oneOf = anyOf, unionBy } = schema
  if (unionBy) return insideOfUnion(unionBy, member)
  if (oneOf) return merged(oneOf.map((form) => new Map(insideOf(form, member))))
  if (items) return insideOf(items, `${member}[]`)
  return linesOf(schema, undefined, `${member}.`)
}

/** The word that tells the kind, and the members of each kind; what is the same in several is told once. */
function insideOfUnion({ member: word, among, otherwise }: Union, member: string): Line[] {
  const place = `${member}.`
  const kinds = [...among, ...(otherwise ? [otherwise] : [])] as Schema[]
  const words = kinds.map(({ properties }) => takes(properties?.[word] ?? {}))
  const byLine = new Map<string, { line: Line; of: string[] }>()
  for (const [index, kind] of kinds.entries()) {
    for (const line of linesOf(kind, undefined, place)) {
      const key = line.join()
      const told = byLine.get(key) ?? { line, of: [] }
      byLine.set(key, {
        line,
        of: [...told.of, otherwise && index === among.length ? 'any other' : (words[index] ?? '')],
      })
    }
  }
  const isWord = ([name]: Line) => name === code(place + word)
  const lines = [...byLine.values()].filter(({ line }) => !isWord(line))
  return [
    [code(place + word), words.join(', ')],
    ...lines.map(({ line: [name, what], of }): Line => [name, `${what}; of ${of.join(', ')}`]),
  ]
}

const OPTIONAL = ', optional'

/** Forms share most of their members: each is told once, and is optional where a form has what it stands in and lacks it. */
function merged(forms: readonly ReadonlyMap<string, string>[]): Line[] {
  const everywhere = new Set(forms.flatMap((form) => [...form.keys()]))
  return [...everywhere].map((member): Line => {
    const outer = member.replace(/(\[\])?\.[^.]+$/, '`')
    const lines = forms.flatMap(
      (form) => form.get(member) ?? (everywhere.has(outer) && !form.has(outer) ? [] : OPTIONAL),
    )
    const words = lines.map((line) => (line.endsWith(OPTIONAL) ? line.slice(0, -OPTIONAL.length) : line))
    const isOptional = lines.some((line) => line.endsWith(OPTIONAL))
    return [member, `${[...new Set(words)].filter((one) => one !== '').join(' or ')}${isOptional ? OPTIONAL : ''}`]
  })
}

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
