import { Ajv, type ValidateFunction } from 'ajv'
import {
  acceptedSchema,
  answerSchema,
  batchAnswerSchema,
  jobSchema,
  problemSchema,
  resultEventSchema,
} from '../../../schemas/answers.ts'
import type { Answer } from '../../support/gateway/answer.ts'

const ajv = new Ajv({ strict: true, strictRequired: false })
const compile = (schema: object) => ajv.compile(schema)
const [answer, problem, accepted, batch, job, resultEvent] = [
  compile(answerSchema),
  compile(problemSchema),
  compile(acceptedSchema),
  compile(batchAnswerSchema),
  compile(jobSchema),
  compile(resultEventSchema),
] as const

/** The published shape that an answer has to have; the health page has none. */
function shapeOf({ status, json }: Pick<Answer, 'status' | 'json'>): ValidateFunction | undefined {
  if (status >= 400) return problem
  if (status === 202) return accepted
  if ('responses' in json) return batch
  if ('jobId' in json) return job
  return 'operations' in json ? undefined : answer
}

const faultOf = (check: ValidateFunction, value: unknown): string[] =>
  check(value) ? [] : [`not as published: ${ajv.errorsText(check.errors, { separator: ', ' }).slice(0, 500)}`]

/** Where an answer departs from the published schemas. */
export function publishedFault(answered: Pick<Answer, 'status' | 'json'>): string[] {
  const shape = shapeOf(answered)
  return shape ? faultOf(shape, answered.json) : []
}

/** Where the detail of a result event departs from them. */
export const publishedEventFault = (detail: unknown): string[] => faultOf(resultEvent, detail)
