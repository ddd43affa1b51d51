import type { Json } from '../api/components.ts'
import { comment } from './comment.ts'

/** Where a type is written: how far it is indented, and which other types it names. */
export interface Place {
  readonly indent: string
  readonly uses: Set<string>
  /** What is said of a member. */
  readonly wordsOf: (schema: Json, member: string) => string
}

/** What the document's schemas say of a value, as far as a type tells of it. */
interface Told {
  readonly $ref?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Json>>
  readonly required?: readonly string[]
  readonly items?: Json
  readonly oneOf?: readonly Json[]
  readonly anyOf?: readonly Json[]
  readonly additionalProperties?: boolean | Json
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly 'x-changes-one-of'?: readonly string[]
}

/** Written by hand, since the codes are many and may become more. */
const CODE = 'Code'

/** What an answer may be that is told by a status beside it. */
const ANY_ANSWER = 'AnyAnswer'

/** The name at the end of a reference. */
export const nameIn = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1)

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value))

/** A schema of the OpenAPI document as a TypeScript type. */
export function typeText(schema: Json, place: Place): string {
  const told = schema as Told
  if (told.$ref !== undefined) return named(nameIn(told.$ref), place)
  if ('x-extensible-enum' in schema) return named(CODE, place)
  if (told.const !== undefined) return literal(told.const)
  if (told.enum) return told.enum.map(literal).join(' | ')
  const forms = told.oneOf ?? told.anyOf
  if (forms) return [...new Set(forms.map((form) => typeText(form, place)))].join(' | ')
  if (Array.isArray(told.type)) return told.type.map((type) => typeText({ ...schema, type }, place)).join(' | ')
  if (told.type === 'array') return listText(typeText(told.items ?? {}, place))
  if (told.type === 'object') return objectText(told, place)
  if (told.type === 'integer') return 'number'
  return typeof told.type === 'string' ? told.type : 'unknown'
}

function named(name: string, { uses }: Place): string {
  if (name === ANY_ANSWER) return 'Readonly<Record<string, unknown>>'
  uses.add(name)
  return name
}

const listText = (inner: string): string => (/^\w+$/.test(inner) ? `readonly ${inner}[]` : `ReadonlyArray<${inner}>`)

function objectText(told: Told, place: Place): string {
  const { properties, additionalProperties, required = [] } = told
  if (!properties) {
    const value = typeof additionalProperties === 'object' ? typeText(additionalProperties, place) : 'unknown'
    return `Readonly<Record<string, ${value}>>`
  }
  const members = `{\n${membersText(told as Json, { ...place, indent: `${place.indent}  ` })}${place.indent}}`
  const choice = chosenAmong(told)
  if (choice.length === 0) return members
  const manner = told.maxProperties === required.length + 1 ? 'OneOf' : 'SomeOf'
  return `${named(manner, place)}<${members}, ${choice.map(literal).join(' | ')}>`
}

/** Of which members one at least must stand: the number of members says it. */
function chosenAmong({ properties = {}, required = [], minProperties = 0, ...told }: Told): readonly string[] {
  if (minProperties <= required.length) return []
  return told['x-changes-one-of'] ?? Object.keys(properties).filter((name) => !required.includes(name))
}

/** Whether the type must be an alias, since no interface can say it. */
export const isChoice = (schema: Json): boolean =>
  (schema as Told).properties === undefined || chosenAmong(schema as Told).length > 0

/** The members of an object, each with its words. What may be left out of a body may also be undefined: JSON leaves it out. */
export function membersText(schema: Json, place: Place): string {
  const { properties = {}, required = [], additionalProperties } = schema as Told
  const isBody = additionalProperties === false
  return Object.entries(properties)
    .map(([name, inner]) => {
      const key = /^[A-Za-z_]\w*$/.test(name) ? name : literal(name)
      const isNeeded = required.includes(name)
      const type = typeText(inner, place)
      const whole = isNeeded || !isBody ? type : `${type} | undefined`
      return `${comment([place.wordsOf(inner, name)], place.indent)}${place.indent}readonly ${key}${isNeeded ? '' : '?'}: ${whole}\n`
    })
    .join('')
}
