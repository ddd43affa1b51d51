import { messageOf, titleOf } from '../errors/codes.ts'
import type { Answered, Members } from '../operation.ts'
import { isFault, type Verdict } from '../upstream/reply.ts'
import { isWorthRepeating } from '../upstream/retry.ts'
import { encodeCursor } from './cursor.ts'
import { foldItems, foldWhole, type ItemError, type ItemResult, type Outcome } from './outcome.ts'
import { repeatedWord, type Task, type TaskItems, WHOLE } from './task.ts'

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
  { list, rules }: TaskItems,
  verdicts: Verdicts,
  superseded: ReadonlySet<string>,
): Outcome {
  const results = list.map((item): ItemResult => {
    const id = rules.id(item)
    const result = resultOf(task, id, proved(verdicts, id))
    return superseded.has(id) ? { ...result, superseded: true } : result
  })
  return foldItems(results, rules.mayPend ?? false, (indexes) => ({
    ...task.body,
    [rules.member]: list.filter((_, index) => indexes.has(index)),
    ...repeatedWord(task),
  }))
}

function resultOf(task: Task, userId: string, verdict: Verdict): ItemResult {
  if (verdict.status === 'ok') return { userId, status: 'ok', ...(verdict.value as Members | undefined) }
  if (verdict.status === 'pending') return { userId, status: 'pending' }
  return { userId, status: verdict.status, error: errorOf(task, verdict) }
}

function judgeWhole(task: Task, verdict: Verdict): Outcome {
  const { operation, body } = task
  if (isFault(verdict)) {
    return foldWhole(verdict.status, errorOf(task, verdict), { ...body, ...repeatedWord(task) })
  }
  if (operation.items) return foldItems([], operation.items.mayPend ?? false, () => body)
  const { answer = {}, next }: Partial<Answered> = (verdict.status === 'ok' && verdict.value) || {}
  const scope = { operation: operation.name, app: task.app, userId: body.userId }
  return { outcome: 'ok', answer: { ...answer, ...(next !== undefined && { cursor: encodeCursor(scope, next) }) } }
}

function errorOf({ operation }: Task, verdict: Verdict & { status: 'failed' | 'unknown' }): ItemError {
  const { code, retry, subject, upstream, httpStatus } = verdict.fault
  const isUnknown = verdict.status === 'unknown'
  const isRepeatable = operation.repeatable !== false
  const retryable = isUnknown ? isRepeatable : isWorthRepeating(retry)
  const told = upstream ?? (httpStatus === undefined ? undefined : { httpStatus })
  return {
    code,
    ...(subject && { subject }),
    message: messageFor(verdict, isRepeatable),
    retryable,
    ...(told && { upstream: told }),
  }
}

function messageFor({ status, fault }: Verdict & { status: 'failed' | 'unknown' }, isRepeatable: boolean): string {
  const { code, detail, particular } = fault
  // Of an interrupted attempt nobody knows whether a call was sent at all.
  const isCallInDoubt = status === 'unknown' && code !== 'INTERRUPTED'
  if (!isCallInDoubt) return detail ?? messageOf(code, particular)
  const doubt = isRepeatable ? UNKNOWN : UNKNOWN_ONCE
  return particular === undefined ? doubt : `${doubt} ${titleOf(code, particular)}`
}

const UNKNOWN = 'A call was sent, and whether it took effect is not known. It is safe to send again.'
const UNKNOWN_ONCE =
  'A call was sent, and whether it took effect is not known. Look first, and send it again only where it is still needed.'
