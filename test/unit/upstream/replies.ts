import { verdicts } from '../../../lib/operations/verdicts.ts'
import type { Redactor } from '../../../lib/telemetry/log.ts'
import { type Reading, type ReplyRules, readReply } from '../../../lib/upstream/reply.ts'
import { isFault } from '../../../lib/upstream/verdict.ts'

/** The frame of a reply that says OK. */
export const ok = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }
/** An item's own entry in a reply. */
export const entry = (id: unknown, code: unknown, info: unknown = '') => ({
  To_Account: id,
  ResultCode: code,
  ResultInfo: info,
})
/** Where no secret has to be taken out of a text. */
export const plain: Redactor = { text: (text) => text, json: (text) => text }

/** How the relationship chain tells what became of accounts. */
export const chain: ReplyRules = { told: verdicts('ResultItem') }

/** What a reply of HTTP 200 proves of these ids. */
export const read = (
  body: unknown,
  ids: readonly string[] = ['bob', 'carol'],
  redactor = plain,
  rules: ReplyRules = {},
): Reading =>
  readReply(
    { kind: 'reply', status: 200, text: typeof body === 'string' ? body : JSON.stringify(body) },
    { ...chain, ...rules },
    ids,
    redactor,
  )

export const statuses = (reading: Reading, ids = ['bob', 'carol']) =>
  ids.map((id) => (reading.kind === 'whole' ? reading.verdict : reading.verdicts.get(id))?.status)

/** Why an id, or the call as a whole, is not done. */
export const faultOf = (reading: Reading, id = 'bob') => {
  const verdict = reading.kind === 'whole' ? reading.verdict : reading.verdicts.get(id)
  return verdict && isFault(verdict) ? verdict.fault : undefined
}
