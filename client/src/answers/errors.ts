import type { Code, ItemFailed, ItemUnknown, Problem } from '../printed/parts.ts'

/** A result of an item that is not done, or of which nobody knows. What names the item stands beside. */
export type UndoneResult = (ItemFailed | ItemUnknown) & Readonly<Record<string, unknown>>

/** The gateway refused a request, or none of its items is done. */
export class GatewayError extends Error {
  override readonly name: string = 'GatewayError'
  /** What is wrong, in one word: docs/error-codes.md tells of each. */
  readonly code: Code
  /** The HTTP status. */
  readonly status: number
  /** The problem as it came (RFC 9457). */
  readonly problem: Problem
  /** To be named to an operator. */
  readonly requestId: string
  /** Whether the same may succeed when it is sent again as it is. */
  readonly retryable: boolean
  /** `unknown` where something may have been done; undefined where the request was refused as such. */
  readonly outcome: 'failed' | 'unknown' | undefined
  /** One for each item that was tried, in the order of the request. */
  readonly results: readonly UndoneResult[] | undefined
  /** A body with the items that are worth another try, ready to send. */
  readonly retry: Readonly<Record<string, unknown>> | undefined

  /** @param hint a cure that the gateway can't know of */
  constructor(problem: Problem, hint = '') {
    super(`${problem.code}: ${problem.detail}${hint}`)
    this.code = problem.code
    this.status = problem.status
    this.problem = problem
    this.requestId = problem.requestId
    this.retryable = problem.retryable
    this.outcome = mayBeDone(problem) ? 'unknown' : problem.outcome
    this.results = problem.results as readonly UndoneResult[] | undefined
    this.retry = problem.retry
  }
}

const mayBeDone = ({ outcome, counts }: Problem): boolean => outcome === 'unknown' || (counts?.unknown ?? 0) > 0

/** `orThrow()` met an answer in which some items are done and some are not; `partial` tells of each. */
export class PartialError<Partial = unknown> extends Error {
  override readonly name = 'PartialError'
  readonly partial: Partial

  constructor(partial: Partial, message: string) {
    super(message)
    this.partial = partial
  }
}

/** No answer of a gateway came: none is there, none could be reached, or none came in time. */
export class GatewayUnreachable extends Error {
  override readonly name = 'GatewayUnreachable'
  /** Whether the request may have been carried out all the same. */
  readonly mayBeDone: boolean

  constructor(message: string, mayBeDone: boolean, cause?: unknown) {
    super(message, { cause })
    this.mayBeDone = mayBeDone
  }
}

/** There are no credentials to sign with (`none`), or the API refused those that there are (`expired`, `refused`). Nothing was done. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError'
  readonly kind: 'none' | 'expired' | 'refused'

  constructor(kind: 'none' | 'expired' | 'refused', message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}
