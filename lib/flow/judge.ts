import { messageOf, titleOf } from '../errors/codes.ts'
import type { Members } from '../json.ts'
import type { Answered } from '../operation.ts'
import { isWorthRepeating } from '../upstream/retry.ts'
import { isFault, type Verdict } from '../upstream/verdict.ts'
import { WHOLE } from './calls.ts'
import { encodeCursor } from './cursor.ts'
import { beside, foldItems, foldWhole, type ItemError, type ItemResult, type Outcome } from './outcome.ts'
import { lookOf, saidOf } from './send-numbers.ts'
import { isRepeatableForEver, repeatedWord, type Task, type TaskItems } from './task.ts'

type Verdicts = ReadonlyMap<string, Verdict>

/**
 * What a task's verdicts mean for its caller: one result per item, in input order, or the one thing asked for.
 * @param superseded ids of items that a later request overtook before they were sent
 */
export function judge(task: Task, verdicts: Verdicts, superseded: ReadonlySet<string> = new Set()): Outcome {
  return task.items ? judgeItems(task, task.items, verdicts, superseded) : judgeWhole(task, proved(verdicts, WHOLE))
}

/** An entry without a verdict would be a lie of our own. */
function proved(verdicts: Verdicts, id: string): Verdict {
  const verdict = verdicts.get(id)
  if (!verdict) throw new Error('an entry was left without a verdict')
  return verdict
}

function judgeItems(
  task: Task,
  { list, rules }: Pick<TaskItems, 'list' | 'rules'>,
  verdicts: Verdicts,
  superseded: ReadonlySet<string>,
): Outcome {
  const said = [...verdicts.values()].map((verdict) => verdict.beside)
  const results = list.map((item): ItemResult => {
    const id = rules.id(item)
    const result = resultOf(task, id, proved(verdicts, id))
    return superseded.has(id) ? { ...result, superseded: true } : result
  })
  const retryOf = (indexes: ReadonlySet<number>) => ({
    ...task.body,
    [rules.member]: list.filter((_, index) => indexes.has(index)),
    ...repeatedWord(task),
  })
  const told = Object.assign({}, saidOf(task), ...said)
  return beside(told, foldItems(results, rules.mayPend ?? false, retryOf))
}

function resultOf(task: Task, id: string, verdict: Verdict): ItemResult {
  if (verdict.status === 'ok') return { id, status: 'ok', ...(verdict.value as Members | undefined) }
  if (verdict.status === 'pending') return { id, status: 'pending' }
  return { id, status: verdict.status, error: errorOf(task, verdict) }
}

function judgeWhole(task: Task, verdict: Verdict): Outcome {
  const { operation, app, body } = task
  if (isFault(verdict)) {
    const retry = { ...body, ...repeatedWord(task) }
    return beside(saidOf(task), foldWhole(verdict.status, errorOf(task, verdict), retry))
  }
  const { answer = {}, next }: Partial<Answered> = 'value' in verdict ? verdict.value : {}
  const scope = { operation: operation.name, app, body, pages: operation.pages }
  const told = { ...answer, ...(next !== undefined && { cursor: encodeCursor(scope, next) }) }
  const { items, read } = operation
  // Where nothing is read in place of the items, none of them is what is answered.
  if (items && !read) return beside(told, judgeItems(task, { list: [], rules: items }, new Map(), new Set()))
  return beside(saidOf(task), { outcome: 'ok', answer: told })
}

function errorOf(task: Task, verdict: Verdict & { status: 'failed' | 'unknown' }): ItemError {
  const { code, retry, subject, upstream, httpStatus } = verdict.fault
  const isUnknown = verdict.status === 'unknown'
  const isRepeatable = isRepeatableForEver(task.operation)
  const retryable = isUnknown ? isRepeatable : isWorthRepeating(retry)
  const told = upstream ?? (httpStatus === undefined ? undefined : { httpStatus })
  return {
    code,
    ...(subject && { subject }),
    message: messageFor(task, verdict),
    retryable,
    ...(told && { upstream: told }),
  }
}

function messageFor(task: Task, { status, fault }: Verdict & { status: 'failed' | 'unknown' }): string {
  const { code, detail, particular } = fault
  const { operation } = task
  // Of an interrupted attempt nobody knows whether a call was sent at all.
  const isCallInDoubt = status === 'unknown' && code !== 'INTERRUPTED'
  const doubt = isRepeatableForEver(operation) ? UNKNOWN : UNKNOWN_ONCE
  const said = isCallInDoubt ? doubt : (detail ?? messageOf(code, particular))
  const look = status === 'unknown' ? lookOf(task) : undefined
  const why = isCallInDoubt && particular !== undefined ? titleOf(code, particular) : undefined
  return [said, look, why].filter((part) => part !== undefined).join(' ')
}

const UNKNOWN = 'A call was sent, and whether it took effect is not known. It is safe to send again.'
const UNKNOWN_ONCE =
  'A call was sent, and whether it took effect is not known. Look first, and send it again only where it is still needed.'
