import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { resolved } from '../../scripts/api/compare-schemas.ts'

type Json = Readonly<Record<string, unknown>>
type ByName = Readonly<Record<string, Json>>

/** The OpenAPI document as it is committed. */
export const document: Json = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../docs/api/openapi.json'), 'utf8'),
)

const paths = document.paths as Readonly<Record<string, ByName>>
// Words of OpenAPI stand among those of JSON Schema, and times are told by their pattern.
const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(document, 'document')

const compiled = new Map<string, ValidateFunction>()

/** What is wrong with a value by one of the document's schemas; undefined where nothing is. */
export function schemaFault(name: string, value: unknown): string | undefined {
  const validate = compiled.get(name) ?? ajv.compile({ $ref: `document#/components/schemas/${name}` })
  compiled.set(name, validate)
  return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: name })
}

/** An answer, and to which request it came. */
export interface Answered {
  readonly method: string
  /** As the document writes it: `/v1/jobs/{jobId}`. */
  readonly path: string
  readonly status: number
  readonly type: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Headers of every answer, of which the document need not tell. */
const SELF_EVIDENT = new Set(['content-type', 'cache-control'])

/** What is wrong with an answer by the document: its status, type, headers or body. */
export function answerFault({ method, path: address, status, type, headers, body }: Answered): string | undefined {
  const responses = paths[address]?.[method.toLowerCase()]?.responses as ByName | undefined
  const response = responses?.[status]
  if (!response) return `${method} ${address} has no answer ${status}`
  const { content, headers: told = {} } = resolved(document, response) as {
    readonly content?: ByName
    readonly headers?: ByName
  }
  const fault = headers && headerFault(headers, told)
  if (fault !== undefined) return fault
  if (body === undefined || body === '') return undefined
  const schema = content?.[type]?.schema as Json | undefined
  if (!schema) return `${method} ${address} ${status} has no ${type}`
  return typeof schema.$ref === 'string' ? schemaFault(schema.$ref.split('/').at(-1) ?? '', body) : undefined
}

function headerFault(headers: Readonly<Record<string, string>>, told: ByName): string | undefined {
  const strange = Object.keys(headers).find((name) => !told[name] && !SELF_EVIDENT.has(name))
  if (strange !== undefined) return `the header ${strange} is not told of`
  const missing = Object.keys(told).find(
    (name) => resolved(document, told[name] as Json).required && headers[name] === undefined,
  )
  return missing === undefined ? undefined : `the header ${missing} is missing`
}
