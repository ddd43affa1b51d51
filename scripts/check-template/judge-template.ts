import { nearest } from '../../lib/nearest.ts'
import type { Template } from '../stages/difference.ts'
import { isMap } from '../stages/values.ts'
import type { Kind, Properties, Property, ResourceType, Spec } from './spec.ts'

/** What is wrong with a template by AWS's own description of its resources, each with its place. */
export function judgeTemplate(template: Template, spec: Spec): string[] {
  const typeOf = (type: string) => spec.lookup('resource', 'cloudFormationType', 'equals', type)[0]
  const resources = Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const type = typeOf(Type)
    return type === undefined
      ? [`${id}: no type ${Type}`]
      : membersFaults(Properties, type.properties, `${id}.Properties`, spec)
  })
  return [...resources, ...referenceFaults(template, typeOf)]
}

function membersFaults(value: Readonly<Record<string, unknown>>, known: Properties, at: string, spec: Spec): string[] {
  const missing = Object.entries(known).flatMap(([name, { required }]) =>
    required && value[name] === undefined ? [`${at}: ${name} is required`] : [],
  )
  const faults = Object.entries(value).flatMap(([name, one]) => {
    const property = known[name]
    if (property !== undefined) return propertyFaults(one, property, `${at}.${name}`, spec)
    const meant = nearest(name, Object.keys(known))
    return [`${at}: no property ${name}${meant === undefined ? '' : `; is it ${meant}?`}`]
  })
  return [...missing, ...faults]
}

function propertyFaults(value: unknown, { type, previousTypes = [] }: Property, at: string, spec: Spec): string[] {
  const faults = kindFaults(value, type, at, spec)
  return previousTypes.some((previous) => kindFaults(value, previous, at, spec).length === 0) ? [] : faults
}

/** What only a deployment knows could be anything; `Fn::If` is known by what it chooses from. */
const isIntrinsic = (value: unknown): boolean => isMap(value) && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '')

function kindFaults(value: unknown, kind: Kind, at: string, spec: Spec): string[] {
  if (isMap(value) && Array.isArray(value['Fn::If']))
    return value['Fn::If'].slice(1).flatMap((one) => kindFaults(one, kind, at, spec))
  if (isIntrinsic(value)) return []
  switch (kind.type) {
    case 'ref':
      return isMap(value)
        ? membersFaults(value, spec.get('typeDefinition', kind.reference).properties, at, spec)
        : [`${at} must be an object`]
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((one, index) => kindFaults(one, kind.element, `${at}.${index}`, spec))
        : [`${at} must be a list`]
    case 'map':
      return isMap(value)
        ? Object.entries(value).flatMap(([name, one]) => kindFaults(one, kind.element, `${at}.${name}`, spec))
        : [`${at} must be an object`]
    case 'union':
      return unionFaults(value, kind.types, at, spec)
    case 'tag':
      return isMap(value) && 'Key' in value && 'Value' in value ? [] : [`${at} must be a tag, with Key and Value`]
    default:
      return plainFaults(value, kind, at)
  }
}

/** One that fits is enough; where none does, the faults of the one that comes nearest. */
function unionFaults(value: unknown, kinds: readonly Kind[], at: string, spec: Spec): string[] {
  const faults = kinds.map((one) => kindFaults(value, one, at, spec))
  return faults.toSorted((one, other) => one.length - other.length)[0] ?? []
}

/** CloudFormation takes numbers and truth values as text as well. */
const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => /^(string|number|boolean)$/.test(typeof value),
  'date-time': (value) => typeof value === 'string',
  integer: (value) => /^-?\d+$/.test(String(value)),
  number: (value) => String(value).trim() !== '' && Number.isFinite(Number(value)),
  boolean: (value) => /^(true|false)$/.test(String(value)),
  json: (value) => isMap(value) || typeof value === 'string',
}

function plainFaults(value: unknown, kind: Kind, at: string): string[] {
  if (!fits[kind.type]!(value)) return [`${at} must be of the type ${kind.type}, not ${JSON.stringify(value)}`]
  const allowed = 'allowedValues' in kind ? kind.allowedValues : undefined
  if (allowed === undefined || allowed.some((one) => String(one) === String(value))) return []
  return [`${at} must be one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`]
}

/** What the resources say of each other. */
function referenceFaults(
  { Resources, Outputs = {} }: Template,
  typeOf: (type: string) => ResourceType | undefined,
): string[] {
  const attributeFault = (id: string, attribute: string): string[] => {
    const type = typeOf(Resources[id]?.Type ?? '')
    if (type === undefined) return [`nothing is called ${id}, of which ${attribute} is asked`]
    return attribute in type.attributes ? [] : [`${id} has no attribute ${attribute}`]
  }
  return [...attributesIn([Resources, Outputs])].flatMap(([id, attribute]) => attributeFault(id, attribute))
}

function* attributesIn(node: unknown): Generator<[string, string]> {
  if (node === null || typeof node !== 'object') return
  for (const [name, value] of Object.entries(node)) {
    if (name === 'Fn::GetAtt') {
      const [id, ...attribute] = Array.isArray(value) ? value : String(value).split('.')
      yield [String(id), attribute.join('.')]
    } else yield* attributesIn(value)
  }
}
