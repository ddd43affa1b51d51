import { AsyncLocalStorage } from 'node:async_hooks'
import type { Asked } from './asked.ts'
import type { Attempt } from './check/attempt.ts'

/** One run of a function's handler. */
export interface Invocation {
  readonly instance: string
  readonly role: 'http' | 'events' | 'worker'
  /** What it is about; none for the worker. */
  readonly asked: readonly Asked[]
  /** The upstream calls it has made. */
  readonly attempts: Attempt[]
  /** Whether its log told that an answer could not be stored. */
  isUnstored: boolean
  /** Whether its log told that its key could not be freed. */
  isUnfreed?: true
}

/** The invocation that whatever runs just now belongs to. */
export const current = new AsyncLocalStorage<Invocation | undefined>()
