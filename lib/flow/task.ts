import { isAhead } from '../clock.ts'
import type { Members } from '../json.ts'
import type { AnyOperation, ItemRules, Position } from '../operation.ts'
import type { Patience } from '../upstream/place.ts'
import type { SizeLimits } from './item-size.ts'

export type { Patience }

/** A body as every operation's schema leaves it. */
export type Body = Members & {
  readonly app?: string
  readonly cursor?: string
  readonly repeated?: boolean
}

export interface TaskItems {
  readonly list: readonly unknown[]
  readonly rules: ItemRules<unknown, unknown>
  readonly limits: SizeLimits
}

/** A valid request, before it is anything of Chat's. */
export interface Task {
  readonly operation: AnyOperation
  readonly body: Body
  readonly app: string
  /** The body names no app, which makes it the default one. */
  readonly isUnnamed: boolean
  /** Undefined where the operation does, or reads, one thing. */
  readonly items: TaskItems | undefined
  /** Where the page begins that is asked for; undefined for the first. */
  readonly from: Position
  readonly caller: string
  /** At whose expense it is done; see shareOf. */
  readonly share: string
  readonly requestId: string
  readonly traceparent?: string | undefined
  /** Queued work looks before it writes: whoever writes the account under a lease goes first. */
  readonly isQueued?: true
  /** How long each of its calls waits for a place in the quota; to the deadline where this is left out. */
  readonly patience?: Patience | undefined
  /** An attempt of unknown effect lies behind it, whether its operation's body can say so or not. */
  readonly isRepeat?: true
  /** When the first such attempt may have begun, in Unix milliseconds; left out where nobody knows. */
  readonly begunAt?: number
}

/** Who writes one at a time with this, told apart over all apps; undefined where nobody waits. No validated text holds a NUL. */
export function turnOf({ operation, app, body }: Pick<Task, 'operation' | 'app' | 'body'>): string | undefined {
  const turn = operation.turn?.(body)
  return turn === undefined ? undefined : `${app}\0${turn}`
}

/** Whether a call of it may be sent again although an attempt, made at any time before, may have taken effect. */
export const isRepeatableForEver = ({ repeatFor }: Pick<AnyOperation, 'repeatFor'>): boolean => repeatFor === undefined

/** Whether what may have been done by an earlier attempt may be sent again now. */
export const mayBeRepeated = ({ operation: { repeatFor }, begunAt }: Task, now: number): boolean =>
  repeatFor === undefined || (begunAt !== undefined && isAhead(begunAt + repeatFor, repeatFor, now))

/** The same task with other items: fewer, or those of several tasks. */
export function withItems(task: Task, list: readonly unknown[]): Task {
  const { items, body } = task
  if (!items) throw new Error('a task without items has none to replace')
  return { ...task, items: { ...items, list }, body: { ...body, [items.rules.member]: list } }
}

/** Where a repeat can meet its own first attempt, its body says that it is one. */
export const repeatedWord = ({ operation }: Pick<Task, 'operation'>): Members =>
  operation.takesRepeated ? { repeated: true } : {}

/** The same task, read as one that may have been done before, since `begunAt` where that is known. */
export const asRepeat = (task: Task, begunAt?: number): Task => ({
  ...task,
  isRepeat: true,
  ...(begunAt !== undefined && { begunAt }),
  body: { ...task.body, ...repeatedWord(task) },
})
