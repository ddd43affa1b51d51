import type { ItemRules } from '../operation.ts'

/** Items that are plain UserIDs, at most 1,000 a call, whose results stand in `results`. */
export const userIdItems = (member: string, results: string): ItemRules<string> => ({
  member,
  id: (userId) => userId,
  toUpstream: (userId) => userId,
  results,
  limit: 1000,
})
