import { isDeepStrictEqual } from 'node:util'
import { type Direction, resolved, SchemaComparison, type Versions } from './compare-schemas.ts'
import type { Json } from './components.ts'

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete']

type ByName = Readonly<Record<string, Json>>

interface Comparison extends Versions {
  readonly schemas: SchemaComparison
}

/** A part of both documents. */
interface Part {
  readonly before: Json
  readonly after: Json
  readonly place: string
}

/**
 * What of a document breaks callers who wrote against an earlier version of it: a sentence each, with the place. Additions break nobody.
 * It knows the JSON Schema that scripts/api prints, and no other.
 */
export function breakingChanges(before: Json, after: Json): string[] {
  const added = addedAnswers(before, after)
  const comparison = { before, after, added, schemas: new SchemaComparison({ before, after, added }) }
  const there = new Map(operationsOf(after))
  const changed = operationsOf(before).flatMap(([place, operation]) => {
    const other = there.get(place)
    return other ? operationFaults({ before: operation, after: other, place }, comparison) : [`${place} is gone`]
  })
  const isSigned = isDeepStrictEqual(before.security, after.security)
  return isSigned ? changed : ['requests prove in another way who sends them', ...changed]
}

/** What operations that are new answer, and no other does. */
function addedAnswers(before: Json, after: Json): ReadonlySet<string> {
  const had = new Map(operationsOf(before))
  const [old, fresh] = [true, false].map((isOld) =>
    operationsOf(after)
      .filter(([place]) => had.has(place) === isOld)
      .flatMap(([, operation]) => answersOf(operation)),
  )
  return new Set(fresh?.filter((reference) => !old?.includes(reference)))
}

const answersOf = ({ responses }: Json): string[] =>
  Object.values(responses as ByName).flatMap(({ content = {} }) =>
    Object.values(content as ByName).flatMap(({ schema }) => (schema as Json).$ref?.toString() ?? []),
  )

const operationsOf = ({ paths }: Json): [place: string, operation: Json][] =>
  Object.entries(paths as ByName).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method): [string, Json] => [
      `${method.toUpperCase()} ${path}`,
      item[method] as Json,
    ]),
  )

function operationFaults({ before, after, place }: Part, comparison: Comparison): string[] {
  const isRenamed = before.operationId !== after.operationId
  const body = {
    before: (before.requestBody ?? {}) as Json,
    after: (after.requestBody ?? {}) as Json,
    place: `${place} body`,
  }
  return [
    ...(isRenamed ? [`${place} is called ${after.operationId}, and was ${before.operationId}`] : []),
    ...parameterFaults({ before, after, place }, comparison),
    ...contentFaults(body, 'request', comparison),
    ...answerFaults({ before, after, place }, comparison),
  ]
}

const parametersOf = ({ parameters = [] }: Json, document: Json): Map<string, Json> =>
  new Map(
    (parameters as readonly Json[]).map((one) => resolved(document, one)).map((one) => [`${one.in} ${one.name}`, one]),
  )

function parameterFaults({ before, after, place }: Part, comparison: Comparison): string[] {
  const [had, has] = [parametersOf(before, comparison.before), parametersOf(after, comparison.after)]
  const changed = [...had].flatMap(([name, { schema }]) => {
    const other = has.get(name)
    if (!other) return [`${place} ${name} is gone`]
    const pair = { before: schema as Json, after: other.schema as Json, place: `${place} ${name}` }
    return comparison.schemas.faults({ ...pair, direction: 'request' })
  })
  const demanded = [...has].filter(([name, { required }]) => required && !had.get(name)?.required)
  return [...changed, ...demanded.map(([name]) => `${place} ${name} is required now`)]
}

/** Bodies by their media types. */
function contentFaults({ before, after, place }: Part, direction: Direction, { schemas }: Comparison): string[] {
  const has = (after.content ?? {}) as ByName
  return Object.entries((before.content ?? {}) as ByName).flatMap(([type, { schema }]) => {
    const other = has[type]
    if (!other) return [`${place} is no ${type} any more`]
    return schemas.faults({ before: schema as Json, after: other.schema as Json, place, direction })
  })
}

function answerFaults({ before, after, place }: Part, comparison: Comparison): string[] {
  const [had, has] = [before.responses as ByName, after.responses as ByName]
  // Who reads only the successes they know would take another one for a failure, or for a whole success.
  const strange = Object.keys(has).filter((status) => status.startsWith('2') && !had[status])
  const changed = Object.entries(had).flatMap(([status, response]) => {
    const other = has[status]
    if (!other) return [`${place} no longer answers ${status}`]
    const [was, is] = [resolved(comparison.before, response), resolved(comparison.after, other)]
    const there = Object.keys((is.headers ?? {}) as Json)
    const gone = Object.keys((was.headers ?? {}) as Json).filter((name) => !there.includes(name))
    return [
      ...gone.map((name) => `${place} ${status} no longer has the header ${name}`),
      ...contentFaults({ before: was, after: is, place: `${place} ${status}` }, 'answer', comparison),
    ]
  })
  return [...changed, ...strange.map((status) => `${place} answers ${status} now, which callers don’t know`)]
}
