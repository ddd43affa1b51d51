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
  readonly 'x-at-least-one-of'?: readonly string[]
  readonly 'x-exactly-one-of'?: readonly string[]
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
  const { properties, additionalProperties } = told
  if (!properties) {
    const value = typeof additionalProperties === 'object' ? typeText(additionalProperties, place) : 'unknown'
    return `Readonly<Record<string, ${value}>>`
  }
  const members = `{\n${membersText(told as Json, { ...place, indent: `${place.indent}  ` })}${place.indent}}`
  return choicesIn(told).reduce(
    (type, { manner, among }) => `${named(manner, place)}<${type}, ${among.map(literal).join(' | ')}>`,
    members,
  )
}

interface Choice {
  readonly manner: 'OneOf' | 'SomeOf'
  readonly among: readonly string[]
}

/** Of which members one must stand, alone or not: our keywords say it, or else the number of members. */
function choicesIn(told: Told): Choice[] {
  const { properties = {}, required = [], minProperties = 0, maxProperties } = told
  const alone = told['x-exactly-one-of']
  const some = told['x-changes-one-of'] ?? told['x-at-least-one-of']
  const named: Choice[] = [
    ...(alone ? [{ manner: 'OneOf' as const, among: alone }] : []),
    ...(some ? [{ manner: 'SomeOf' as const, among: some }] : []),
  ]
  if (named.length > 0 || minProperties <= required.length) return named
  const among = Object.keys(properties).filter((name) => !required.includes(name))
  return [{ manner: maxProperties === required.length + 1 ? 'OneOf' : 'SomeOf', among }]
}

/** Whether the type must be an alias, since no interface can say it. */
export const isChoice = (schema: Json): boolean =>
  (schema as Told).properties === undefined || choicesIn(schema as Told).length > 0

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
