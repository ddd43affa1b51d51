import { PartialError } from './errors.ts'

/** What is told by its `outcome`. */
export interface Judged {
  readonly outcome: 'ok' | 'partial'
}

/** Of an answer, what it is where all is done. */
export type Whole<Answer> = Answer extends { readonly outcome: 'partial' } ? never : Answer

/**
 * The answer to come. It rejects with GatewayError where nothing is done; where some items are done and some are not, `outcome` says so.
 */
export interface Reply<Answer> extends Promise<Answer> {
  /** The same, for those who want all or an error: a partial answer rejects with PartialError. */
  readonly orThrow: () => Promise<Whole<Answer>>
}

/** A promise with `orThrow`. */
export function replyOf<Answer extends Judged>(answer: Promise<Answer>): Reply<Answer> {
  return Object.assign(answer, { orThrow: () => answer.then(wholeOrThrow) })
}

function wholeOrThrow<Answer extends Judged>(answer: Answer): Whole<Answer> {
  if (answer.outcome === 'ok') return answer as Whole<Answer>
  const { failed, unknown } = answer as unknown as Readonly<Record<'failed' | 'unknown', readonly Undone[]>>
  const all = failed.length + unknown.length
  const [first] = [...failed, ...unknown]
  const reason = first ? `, the first with ${first.error.code}: ${first.error.message ?? ''}` : ''
  throw new PartialError(answer, `${all} ${all === 1 ? 'item is' : 'items are'} not done${reason}`)
}

interface Undone {
  readonly error: { readonly code: string; readonly message?: string }
}
