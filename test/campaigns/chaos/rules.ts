export interface Violation {
  readonly rule: Rule
  /** What happened, in words. */
  readonly what: string
  /** The calls it is about. */
  readonly calls: readonly number[]
}

export const rules = {
  'false ok': 'an item is ok only if it was carried out, between the call and its answer',
  'acknowledged write lost':
    'what was acknowledged stands at the end, unless a later write of the same value took its place',
  'false failed': 'a failed item was not carried out',
  'silent duplicate': 'what was acknowledged is not carried out again, and what must not be repeated never twice',
  'message sent twice':
    'a message stands once in the conversation, unless both calls went out in the time in which Chat knows a repeat, or its sender is told that nobody knows',
  'not one verdict each': 'each item has exactly one verdict, in the order of the request',
  'two answers': 'all answers under one key, and all tellings of one job, say the same',
  'forged letter': 'what a stranger puts among the letters is done for nobody, and stays to be seen',
  'no ending': 'every job ends, and every event has its result',
  'dead letter': 'what can’t be done lies in a dead-letter queue, with its reason',
  'gateway broke': 'nothing goes wrong that the gateway has not foreseen',
  'denied by a role': 'no function calls on AWS what its packaged role does not grant',
  'late answer': 'every answer is there half a second before its deadline',
  'shape of an answer': 'every answer is valid against its published schema',
  'secret leaked': 'neither key nor UserSig stands in any log, answer, event or record',
} as const
export type Rule = keyof typeof rules
