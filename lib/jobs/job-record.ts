import { bytesOf, type Parts } from '../ledger/compressed-parts.ts'
import type { Item } from '../ledger/state-table.ts'
import type { Job } from './job.ts'
import { mostItemsIn } from './weight.ts'

/** A job's record, as it goes into the table. */
export function writeJob({ body, answer, cause = '', traceparent, finishedAt, standsFor = 0, ...facts }: Job): Item {
  return {
    ...facts,
    standsFor,
    cause,
    ...(traceparent !== undefined && { traceparent }),
    body: body.first,
    bodyMore: body.more,
    bodyBytes: body.bytes,
    ...(finishedAt !== undefined && { finishedAt }),
    ...(answer && writeAnswer(answer)),
  }
}

export const writeAnswer = ({ first, more, bytes, version }: NonNullable<Job['answer']>): Item => ({
  answer: first,
  answerMore: more,
  answerBytes: bytes,
  answerVersion: version,
})

/** A record as it stands in the table, whichever version wrote it. */
export function readJob(item: Item): Job {
  const { jobId, operation, app, caller, requestId, cause, group, order, createdAt, state, attempts } = item
  const { traceparent, finishedAt, standsFor = 0, answerVersion } = item
  const body = partsIn(item, 'body')
  const { items = mostItemsIn(body.bytes) } = item
  return {
    jobId: String(jobId),
    operation: String(operation),
    app: String(app),
    caller: String(caller),
    requestId: String(requestId),
    ...(traceparent !== undefined && { traceparent: String(traceparent) }),
    ...(cause !== '' && { cause: String(cause) }),
    group: String(group),
    order: Number(order),
    createdAt: Number(createdAt),
    state: state as Job['state'],
    attempts: Number(attempts),
    standsFor: Number(standsFor),
    ...(finishedAt !== undefined && { finishedAt: Number(finishedAt) }),
    items: Number(items),
    body,
    ...(item.answer !== undefined && { answer: { ...partsIn(item, 'answer'), version: Number(answerVersion) } }),
  }
}

/** An earlier version did not write down how many bytes they are. */
function partsIn(item: Item, name: 'body' | 'answer'): Parts {
  const first = item[name] as Uint8Array
  const more = Number(item[`${name}More`])
  return { first, more, bytes: Number(item[`${name}Bytes`] ?? bytesOf(first, more)) }
}
