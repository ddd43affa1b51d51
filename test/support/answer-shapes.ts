import { Ajv } from 'ajv'
import {
  acceptedSchema,
  answerSchema,
  batchAnswerSchema,
  jobSchema,
  problemSchema,
  resultEventSchema,
} from '../../schemas/answers.ts'

const ajv = new Ajv({ strict: true, allErrors: false })

const validators = {
  answer: ajv.compile(answerSchema),
  problem: ajv.compile(problemSchema),
  batch: ajv.compile(batchAnswerSchema),
  job: ajv.compile(jobSchema),
  accepted: ajv.compile(acceptedSchema),
  result: ajv.compile(resultEventSchema),
}

export type Shape = keyof typeof validators

/** What is wrong with a body by the published schema of its kind; undefined where nothing is. */
export function shapeFault(shape: Shape, body: unknown): string | undefined {
  const validate = validators[shape]
  if (validate(body)) return undefined
  return ajv.errorsText(validate.errors, { dataVar: shape })
}

/** The kind of an answer to an operation, by its status. */
export const shapeOfStatus = (status: number): Shape =>
  status === 202 ? 'accepted' : status < 300 ? 'answer' : 'problem'
