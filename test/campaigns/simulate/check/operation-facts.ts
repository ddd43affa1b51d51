import { operations } from '../../../../lib/operations/index.ts'
import type { Meaning } from './verdicts.ts'

const AWAITS_CONSENT = 30539

export const meaningOf = (operation: string): Meaning => {
  const { effect, done = [], repeatFor } = operations.get(operation) ?? {}
  const isForAWhile = repeatFor !== undefined
  return { isRead: effect === 'read', isForAWhile, alreadyDone: done[0], pending: AWAITS_CONSENT }
}

export const commandOf = (operation: string): string => operations.get(operation)?.path.split('/').at(-1) ?? ''
