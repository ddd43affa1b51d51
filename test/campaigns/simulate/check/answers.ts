import type { Asked } from '../asked.ts'
import { WHOLE } from './attempt.ts'

export type Status = 'ok' | 'pending' | 'failed' | 'unknown'

/** An answer for one operation, as a caller reads it. */
export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export interface Result {
  readonly userId?: string
  readonly peerId?: string
  readonly status: Status
  readonly error?: { readonly code: string; readonly retryable: boolean }
  readonly superseded?: true
}

const idOf = ({ userId, peerId }: Result): string => userId ?? peerId ?? ''

/** Undefined where nothing is told apart: a refusal of the whole, or a request without items. */
function resultsOf({ body }: Answer): readonly Result[] | undefined {
  const results = body.results as readonly Result[] | undefined
  return results?.length ? results : undefined
}

/** What is said of each item. A refusal without results says that nothing was done with any. */
export function verdictsOf({ ids }: Pick<Asked, 'ids'>, answer: Answer): ReadonlyMap<string, Status> {
  const results = resultsOf(answer)
  if (results) return new Map(results.map((one) => [idOf(one), one.status]))
  const { outcome = 'failed' } = answer.body
  return new Map(ids.map((id) => [id, outcome as Status]))
}

/** Why an item is not ok. */
export function codeOf(answer: Answer, id: string): string | undefined {
  const results = resultsOf(answer)
  return results ? results.find((one) => idOf(one) === id)?.error?.code : (answer.body.code as string | undefined)
}

export const supersededIn = (answer: Answer): ReadonlySet<string> =>
  new Set(resultsOf(answer)?.flatMap((one) => (one.superseded ? [idOf(one)] : [])))

const isGood = (status: unknown): boolean => status === 'ok' || status === 'pending'

/** What is wrong with an answer by itself: exactly one verdict per item, in order, counted right, under a status that says as much. */
export function faultOfAnswer(asked: Pick<Asked, 'ids'>, answer: Answer): string | undefined {
  const results = resultsOf(answer)
  const { status, body } = answer
  if (!results) return faultOfWhole(asked, answer)
  if (JSON.stringify(results.map(idOf)) !== JSON.stringify(asked.ids)) {
    return 'the results are not the items, one each, in their order'
  }
  const good = results.filter((one) => isGood(one.status)).length
  const expected = good === results.length ? 200 : good > 0 ? 207 : undefined
  if (expected === undefined ? status < 400 : status !== expected)
    return `${good} of ${results.length} are ok under status ${status}`
  if (results.some((one) => !isGood(one.status) && !one.error?.code)) return 'an item that is not ok has no error'
  return faultOfCounts(results, body.counts)
}

function faultOfCounts(results: readonly Result[], counts: unknown): string | undefined {
  const told = Object.entries(Object(counts)) as [string, number][]
  const isWrong = told.some(([status, count]) => results.filter((one) => one.status === status).length !== count)
  return isWrong || told.length < 3 ? 'the counts are not those of the results' : undefined
}

function faultOfWhole({ ids }: Pick<Asked, 'ids'>, { status, body }: Answer): string | undefined {
  if (status >= 400) return typeof body.code === 'string' ? undefined : 'a problem without a code'
  if (status !== 200 || body.outcome !== 'ok') return `no results under status ${status}`
  return ids.includes(WHOLE) ? undefined : 'items were asked for, and there are no results'
}
