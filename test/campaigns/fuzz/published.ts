import { type Shape, shapeFault } from '../../support/answer-shapes.ts'
import type { Answer } from '../../support/gateway/answer.ts'

/** The published shape that an answer has to have; the health page has none. */
function shapeOf({ status, json }: Pick<Answer, 'status' | 'json'>): Shape | undefined {
  if (status >= 400) return 'problem'
  if (status === 202) return 'accepted'
  if ('responses' in json) return 'batch'
  if ('jobId' in json) return 'job'
  return 'operations' in json ? undefined : 'answer'
}

function faultOf(shape: Shape, value: unknown): string[] {
  const fault = shapeFault(shape, value)
  return fault === undefined ? [] : [`not as published: ${fault.slice(0, 500)}`]
}

/** Where an answer departs from the published schemas. */
export function publishedFault(answered: Pick<Answer, 'status' | 'json'>): string[] {
  const shape = shapeOf(answered)
  return shape ? faultOf(shape, answered.json) : []
}

/** Where the detail of a result event departs from them. */
export const publishedEventFault = (detail: unknown): string[] => faultOf('result', detail)
