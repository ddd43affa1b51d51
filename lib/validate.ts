import type { SchemaError, Validator } from '../schemas/compiled.js'
import { type FormatName, formats } from '../schemas/formats.ts'
import { invalid, MOST_ERRORS, type Pointed } from './errors/gateway-error.ts'
import { nearest } from './nearest.ts'

const MOST_POINTER_CHARACTERS = 200

/** Loaded by the first request that brings a body, and once for all of them: a start costs the same however many there are. */
let loading: Promise<typeof import('../schemas/compiled.js')> | undefined

/**
 * Checks `body` with the compiled validator of that name.
 * @throws GatewayError INVALID_REQUEST with up to 20 places; validators stop at the first fault, so a long
 * bad body costs no more than a good one, and the search goes on behind the faulty entry of the list
 */
export async function validate(name: string, schema: object, body: unknown): Promise<void> {
  loading ??= import('../schemas/compiled.js')
  const validator = (await loading).validators[name]
  if (!validator) throw new Error(`no compiled validator "${name}": run the build`)
  if (validator(body)) return
  const found: Pointed[] = []
  let rest: Remainder | undefined = { body, skipped: {} }
  while (rest && found.length < MOST_ERRORS) {
    const fault = firstFault(validator, rest.body)
    if (!fault) break
    found.push(describe(fault, schema, rest))
    rest = behind(fault.instancePath, rest)
  }
  throw invalid(found)
}

interface Remainder {
  readonly body: unknown
  /** Entries already dropped from the front of each list. */
  readonly skipped: Readonly<Record<string, number>>
}

const firstFault = (validator: Validator, body: unknown): SchemaError | undefined =>
  validator(body) ? undefined : validator.errors?.at(-1)

/** The body with its list cut off behind the faulty entry; nothing where the fault lies outside a list's entries. */
function behind(pointer: string, { body, skipped }: Remainder): Remainder | undefined {
  const [, member = '', index] = pointer.split('/')
  if (index === undefined) return undefined
  const record = body as Readonly<Record<string, unknown>>
  const list = record[member]
  if (!Array.isArray(list) || Number(index) + 1 >= list.length) return undefined
  const from = Number(index) + 1
  return {
    body: { ...record, [member]: list.slice(from) },
    skipped: { ...skipped, [member]: (skipped[member] ?? 0) + from },
  }
}

function describe(fault: SchemaError, schema: object, { body, skipped }: Remainder): Pointed {
  const [, member = '', index, ...deeper] = fault.instancePath.split('/')
  const shift = skipped[member] ?? 0
  const isOfList = index === undefined && fault.keyword === 'uniqueBy'
  const params = isOfList ? { ...fault.params, index: Number(fault.params.index) + shift } : fault.params
  const { suffix, message } = explain({ ...fault, params }, schema, body)
  const place =
    index === undefined ? fault.instancePath : ['', member, String(Number(index) + shift), ...deeper].join('/')
  return { pointer: cut(place + suffix), message: cut(message) }
}

const cut = (text: string): string =>
  text.length > MOST_POINTER_CHARACTERS ? `${text.slice(0, MOST_POINTER_CHARACTERS)}…` : text

const step = (key: unknown): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`

interface Explained {
  /** What the pointer gains: the key that is missing or too much. */
  readonly suffix: string
  readonly message: string
}

const article = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`)

/** A schema's fault in words that name the cure. */
function explain({ keyword, params, schemaPath, instancePath }: SchemaError, schema: object, body: unknown): Explained {
  const here = (message: string) => ({ suffix: '', message })
  switch (keyword) {
    case 'type':
      return here(`must be ${[params.type].flat().map(String).map(article).join(' or ')}`)
    case 'required':
      return missing(String(params.missingProperty), at(body, instancePath), schemaAt(schema, schemaPath))
    case 'additionalProperties':
      return unknownKey(String(params.additionalProperty), schemaPath, schema)
    case 'propertyNames':
      return {
        suffix: step(params.propertyName),
        message: `its name must be ${formats['custom-field-name'].means}`,
      }
    case 'format':
      return here(`must be ${formats[params.format as FormatName].means}`)
    case 'utcTime':
      return here('must be a real date and time from 1970 on, written like 2023-11-14T22:13:20Z')
    case 'bytes':
      return here(String(params.fault))
    case 'changesOneOf':
      return here(`has nothing to change: give at least one of ${params.keys}`)
    case 'uniqueBy':
      return {
        suffix: step(params.index) + (params.key === '' ? '' : step(params.key)),
        message: 'stands here for the second time',
      }
    default:
      return here(limits[keyword]?.(Number(params.limit)) ?? 'is not acceptable')
  }
}

const unsafe = 'must be a safe integer (2^53 - 1 at most either way)'

const limits: Readonly<Record<string, (limit: number) => string>> = {
  minItems: (limit) => `must have at least ${limit} ${limit === 1 ? 'entry' : 'entries'}`,
  maxItems: (limit) => `must have at most ${limit} entries; split it into several requests`,
  minProperties: () => 'must not be empty; leave it out instead',
  minimum: (limit) => (limit === Number.MIN_SAFE_INTEGER ? unsafe : `must be at least ${limit}`),
  maximum: (limit) => (limit === Number.MAX_SAFE_INTEGER ? unsafe : `must be at most ${limit}`),
}

type Members = Readonly<Record<string, unknown>>

/** What stands at a JSON Pointer that a validator gave. */
const at = (body: unknown, pointer: string): Members =>
  pointer
    .split('/')
    .slice(1)
    .reduce((node, key) => node[key.replaceAll('~1', '/').replaceAll('~0', '~')] as Members, body as Members)

/** The schema that holds the keyword at `schemaPath`. */
const schemaAt = (schema: object, schemaPath: string): Members =>
  schemaPath
    .split('/')
    .slice(1, -1)
    .reduce((node, name) => node[name] as Members, schema as Members)

const membersOf = (schema: Members): string[] => Object.keys((schema.properties as object | undefined) ?? {})

/** A member that is missing is often there, misspelt. */
function missing(name: string, object: Members, schema: Members): Explained {
  const unknown = Object.keys(object).filter((key) => !membersOf(schema).includes(key))
  const slip = unknown.find((key) => nearest(key, [name]) || key.toLowerCase() === name.toLowerCase())
  return slip === undefined
    ? { suffix: step(name), message: 'is required' }
    : { suffix: step(slip), message: `is not a known member; did you mean "${name}"?` }
}

/** Names what would have been known here, the nearest first where it looks like a slip. */
function unknownKey(key: string, schemaPath: string, schema: object): Explained {
  const known = membersOf(schemaAt(schema, schemaPath))
  const near = nearest(key, known)
  const hint = near ? `did you mean "${near}"?` : `known are ${known.join(', ')}`
  return { suffix: step(key), message: `is not a known member; ${hint}` }
}
