import type { Asked } from '../asked.ts'
import { type Answer, codeOf, type Status, supersededIn, verdictsOf } from './answers.ts'
import { type Attempt, hasEffect } from './attempt.ts'

/** What may be said of an operation's items. */
export interface Meaning {
  readonly isRead: boolean
  /** Whether it is repeated for a while only, so that a refusal of a repeat says nothing of the attempt before. */
  readonly isForAWhile: boolean
  /** Our code of a refusal that may say that an earlier attempt did the work, where there is one. */
  readonly alreadyDone: string | undefined
  /** Chat's code for what waits for consent. */
  readonly pending: number
}

/** Says what is a lie, and counts what is documented though it looks like one. */
export interface Judged {
  readonly lies: readonly string[]
  /** Items that took effect, were undone by others, and are truly refused by Chat when sent again. */
  readonly undone: number
}

interface Item {
  readonly id: string
  readonly said: Status
  readonly code: string | undefined
  /** The attempts that carried it, in their order. */
  readonly attempts: readonly Attempt[]
  /** Those of earlier requests under the same key that left no answer. */
  readonly earlier: readonly Attempt[]
  readonly isRepeated: boolean
  /** Whether calls of other jobs may stand among the attempts, behind its own as well. */
  readonly isMixed?: boolean
  readonly meaning: Meaning
}

const codeIn = (attempt: Attempt, { id }: Item): number | undefined => attempt.codes.get(id)
const isDoubtful = (attempt: Attempt, { id }: Item): boolean => !attempt.isOver || attempt.doubtful.has(id)

/** Whether anything before the last attempt, or before the request, may have done it. */
const hasDoubt = (item: Item): boolean =>
  item.isRepeated || item.attempts.some((attempt) => isDoubtful(attempt, item) || UNKNOWN.has(codeIn(attempt, item)))

/** Chat's own codes that leave the effect open; the simulated Chat says none of them by itself. */
const UNKNOWN: ReadonlySet<number | undefined> = new Set([30007, 60008, 60013, 60014, 70169, 70202])

/** A request that was answered at once, against the truth: the upstream calls that were made for it. */
export function judgeAnswer(
  asked: Pick<Asked, 'ids' | 'body' | 'leftBehind'>,
  answer: Answer,
  attempts: readonly Attempt[],
  meaning: Meaning,
): Judged {
  const lies: string[] = []
  let undone = 0
  const isRepeated = asked.body.repeated === true || asked.leftBehind !== undefined
  for (const [id, said] of verdictsOf(asked, answer)) {
    const isAbout = ({ ids }: Attempt) => ids.includes(id)
    const own = attempts.filter(isAbout)
    const earlier = asked.leftBehind?.filter(isAbout) ?? []
    const item = { id, said, code: codeOf(answer, id), attempts: own, earlier, isRepeated, meaning }
    const lie = lieOf(item)
    if (lie === 'undone') undone++
    else if (lie !== undefined) lies.push(`${id || 'the request'} is said to be ${said}, but ${lie}`)
  }
  return { lies, undone }
}

function lieOf(item: Item): string | undefined {
  const { said, attempts, id, meaning } = item
  const last = attempts.at(-1)
  const isProved = last && !isDoubtful(last, item) && hasEffect(last, id)
  if (said !== 'ok' && isProved) return 'its last call was answered with success'
  if (said === 'ok') return lieOfOk(item)
  if (said === 'pending')
    return attempts.some((attempt) => codeIn(attempt, item) === meaning.pending) ? undefined : 'nobody was asked'
  if (said === 'failed' && !meaning.isRead) return lieOfFailed(item)
  return said === 'unknown' && !hasDoubt(item) ? 'nothing about it is in doubt' : undefined
}

function lieOfOk(item: Item): string | undefined {
  const { attempts, meaning, isMixed } = item
  if (hasTakenEffect(item)) return undefined
  const mayBeLast = isMixed ? attempts : attempts.slice(-1)
  const saysDone = mayBeLast.some((attempt) => !isDoubtful(attempt, item) && (codeIn(attempt, item) ?? 0) !== 0)
  return meaning.alreadyDone !== undefined && saysDone && hasDoubt(item) ? undefined : 'no call took effect'
}

const hasTakenEffect = ({ attempts, earlier, id }: Item): boolean =>
  [...earlier, ...attempts].some((attempt) => hasEffect(attempt, id))

function lieOfFailed(item: Item): string | undefined {
  const { attempts, id, code, meaning } = item
  if (code !== undefined && code === meaning.alreadyDone && hasTakenEffect(item)) return `${code} is its own doing`
  if (!attempts.some((attempt) => hasEffect(attempt, id))) return undefined
  const last = attempts.at(-1)
  const isRefused = last && !isDoubtful(last, item) && (codeIn(last, item) ?? 0) !== 0
  const mayBeUndone = !meaning.isForAWhile && isRefused && attempts.length > 1 && hasDoubt(item)
  return mayBeUndone ? 'undone' : 'a call took effect'
}

/**
 * A job that has ended, against the calls of its account and operation while it was open. Those may have been others' as well,
 * so only values that name their request prove whose they are.
 */
export function judgeJob(asked: Asked, answer: Answer, meaning: Meaning, carriesMarks: boolean): Judged {
  const lies: string[] = []
  let undone = 0
  const superseded = supersededIn(answer)
  for (const [id, said] of verdictsOf(asked, answer)) {
    const isOwn = (attempt: Attempt) =>
      !carriesMarks || attempt.marks.get(id)?.some(({ mark }) => mark === asked.mark) === true
    const all = asked.attempts.filter(({ ids }) => ids.includes(id))
    const own = superseded.has(id) ? all : all.filter(isOwn)
    const about = { id, said, code: codeOf(answer, id), attempts: own, earlier: [], meaning }
    const item = { ...about, isRepeated: true, isMixed: !carriesMarks }
    if (said === 'ok' && lieOfOk(item)) lies.push(`${id || 'the job'} is said to be ok, but no call took effect`)
    const isTold = said === 'failed' && (carriesMarks || !asked.isShared) && !superseded.has(id)
    const lie = isTold ? lieOfFailed(item) : undefined
    if (lie === 'undone') undone++
    else if (lie !== undefined) lies.push(`${id || 'the job'} is said to have failed, but ${lie}`)
  }
  return { lies, undone }
}
