import type { ItemRules } from '../operation.ts'
import { verdicts } from './verdicts.ts'

/** Items that are plain UserIDs, at most 1,000 a call, whose results stand in `list`. */
export const userIdItems = (member: string, list: string): ItemRules<unknown, string> => ({
  member,
  id: (userId) => userId,
  as: 'userId',
  toUpstream: (userId) => userId,
  told: verdicts(list),
  limit: 1000,
})
