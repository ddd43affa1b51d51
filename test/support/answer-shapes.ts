import { Ajv, type ValidateFunction } from 'ajv'
import { operations } from '../../lib/operations/index.ts'
import { answerSchemas } from '../../schemas/answers.ts'
import { type LoadedShapes, shapesOf } from '../../scripts/shapes-of.ts'
import { answerFault as documentedFault, schemaFault } from './documented.ts'

const ajv = new Ajv({ strict: true, allErrors: false })

/** The published schema of an operation's own answer, by its name. */
const own = new Map<string, LoadedShapes['answer']>()
for (const name of operations.keys()) own.set(name, (await shapesOf(name)).answer)
const shapes = answerSchemas([...own.values()])

export type Shape = keyof typeof shapes

const compiled = new Map<object, ValidateFunction>()

/** Compiled when it is first asked for: of sixty answers most files of tests see a few. */
function validatorOf(schema: object): ValidateFunction {
  const validate = compiled.get(schema) ?? ajv.compile(schema)
  compiled.set(schema, validate)
  return validate
}

/** What callers are told of it in the OpenAPI document. */
const documented: Partial<Record<Shape, string>> = {
  problem: 'Problem',
  batch: 'BatchAnswer',
  job: 'Job',
  accepted: 'Accepted',
}

/** What is wrong with a body by the published schema of its kind; undefined where nothing is. */
export function shapeFault(shape: Shape, body: unknown): string | undefined {
  const validate = validatorOf(shapes[shape])
  const name = documented[shape]
  if (validate(body)) return name && schemaFault(name, body)
  return ajv.errorsText(validate.errors, { dataVar: shape })
}

/** The kind of an answer to an operation, by its status. */
export const shapeOfStatus = (status: number): Shape =>
  status === 202 ? 'accepted' : status < 300 ? 'answer' : 'problem'

/** What is wrong with an operation's answer 200 or 207 by its own schema; undefined where nothing is. */
export function answerFault(operation: string, body: unknown): string | undefined {
  const schema = own.get(operation)
  if (!schema) return `no operation ${operation}`
  const validate = validatorOf(schema)
  return validate(body) ? undefined : ajv.errorsText(validate.errors, { dataVar: operation })
}

/** What is wrong with what an operation answered: by its own schema where that is an answer, by that of its kind where it is none. */
export function faultOfAnswer(operation: string, status: number, body: unknown): string | undefined {
  const kind = shapeOfStatus(status)
  const path = `/v1/${operation.replace('.', '/')}`
  const type = kind === 'problem' ? 'application/problem+json' : 'application/json'
  const own = kind === 'answer' ? answerFault(operation, body) : shapeFault(kind, body)
  return own ?? documentedFault({ method: 'POST', path, status, type, body })
}
