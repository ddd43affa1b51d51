import { isDeepStrictEqual } from 'node:util'
import { KEEPS_WORK, replacing } from './replacing.ts'
import { isMap } from './values.ts'

export interface Resource {
  readonly Type: string
  readonly DeletionPolicy?: string
  readonly Properties?: Readonly<Record<string, unknown>>
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs?: Readonly<Record<string, unknown>>
}

export interface Difference {
  /** For people, one a resource that differs. */
  readonly lines: readonly string[]
  /** What would lose the work that is in it: tables and queues that are replaced, or removed. */
  readonly losses: readonly string[]
}

/** How a stack changes where one template takes another's place, as CloudFormation would carry it out. */
export function difference(before: Template, after: Template): Difference {
  const ids = [...new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)])].toSorted()
  const changes = ids.flatMap((id) => changeOf(id, before.Resources[id], after.Resources[id]) ?? [])
  const outputs = changesIn(unversioned(before), unversioned(after), '')
  return {
    lines: [...changes.map(({ line }) => line), ...outputs.map((change) => `output ${change}`)],
    losses: changes.flatMap(({ loss }) => loss ?? []),
  }
}

function unversioned({ Outputs = {} }: Template): Readonly<Record<string, unknown>> {
  const { Version: _, ...others } = Outputs
  return others
}

interface Change {
  readonly line: string
  readonly loss?: string
}

/** `DynamoDB table JobsTable` */
const nameOf = (id: string, { Type }: Resource): string => {
  const [, service, kind = ''] = Type.split('::')
  return `${service} ${kind.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()} ${id}`
}

function changeOf(id: string, before: Resource | undefined, after: Resource | undefined): Change | undefined {
  if (before === undefined) return after && { line: `added: ${nameOf(id, after)}` }
  if (after === undefined) return removalOf(id, before)
  const name = nameOf(id, after)
  const changed = changesIn(propertiesOf(before), propertiesOf(after), '')
  const top = Object.keys({ ...before.Properties, ...after.Properties }).filter(
    (key) => !isDeepStrictEqual(before.Properties?.[key], after.Properties?.[key]),
  )
  const why = before.Type === after.Type ? top.filter((key) => replacing[after.Type]?.includes(key)) : ['Type']
  const policy = changesIn(rest(before), rest(after), '')
  if (why.length > 0) {
    const line = `replaced: ${name}, since ${why.join(' and ')} can't be changed: ${changed.join('; ')}`
    return KEEPS_WORK.includes(before.Type) ? { line, loss: `${name} would be replaced` } : { line }
  }
  const all = [...changed, ...policy]
  return all.length === 0 ? undefined : { line: `changed: ${name}: ${all.join('; ')}` }
}

function removalOf(id: string, before: Resource): Change {
  const name = nameOf(id, before)
  if (/^Retain/.test(before.DeletionPolicy ?? ''))
    return { line: `removed: ${name}, which stays in the account by itself` }
  const line = `removed: ${name}`
  return KEEPS_WORK.includes(before.Type) ? { line, loss: `${name} would be removed` } : { line }
}

/** Every package has a place of its own in the bucket, so that the code's says nothing; of the version one line tells. */
function propertiesOf({ Properties = {} }: Resource): Readonly<Record<string, unknown>> {
  const { Code, Environment } = Properties
  if (!isMap(Code)) return Properties
  const { S3Key: _, ...code } = Code
  const { VERSION: __, ...variables } = Object(Object(Environment).Variables)
  return { ...Properties, Code: code, Environment: { Variables: variables } }
}

const versionIn = ({ Outputs = {} }: Template): string | undefined => Object(Outputs.Version).Value

/** Which version a deployment puts in the place of which. */
export function versionLine(before: Template | undefined, after: Template): string {
  const [old, version] = [before && versionIn(before), versionIn(after)]
  if (before === undefined) return `version ${version}, the first`
  if (old === version) return `version ${version} once more`
  return `version ${version} takes the place of ${old ?? 'one that does not say which it is'}`
}

const rest = ({ Properties: _, ...others }: Resource): Readonly<Record<string, unknown>> => ({ ...others })

const MOST_CHARACTERS = 120

const shown = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}

/** The differing leaves of two values. Lists are compared as wholes but for those of maps of the same length. */
function changesIn(before: unknown, after: unknown, at: string): string[] {
  if (isDeepStrictEqual(before, after)) return []
  if (before === undefined) return [`${at} is new: ${shown(after)}`]
  if (after === undefined) return [`${at} goes: ${shown(before)}`]
  const [one, other] = [entriesOf(before), entriesOf(after)]
  const isAlike =
    one &&
    other &&
    Array.isArray(before) === Array.isArray(after) &&
    (!Array.isArray(before) || one.length === other.length)
  if (!isAlike) return [`${at} from ${shown(before)} to ${shown(after)}`]
  const keys = [...new Set([...one, ...other].map(([key]) => key))]
  const member = (value: unknown, key: string) => (value as Record<string, unknown>)[key]
  return keys.flatMap((key) => changesIn(member(before, key), member(after, key), at === '' ? key : `${at}.${key}`))
}

const entriesOf = (value: unknown): [string, unknown][] | undefined =>
  value !== null && typeof value === 'object' ? Object.entries(value) : undefined

/** What is said of a difference, and whether it may be carried out. */
export function report(
  { lines, losses }: Difference,
  isAllowed: boolean,
): { readonly lines: readonly string[]; readonly fault: string | undefined } {
  if (losses.length === 0 || isAllowed)
    return { lines: lines.length === 0 ? ['Nothing changes but the code.'] : lines, fault: undefined }
  const fault = `${losses.join(', and ')}, and the work in it would be lost. Nothing was changed. Where that is meant, say --allow-replacement.`
  return { lines, fault }
}
