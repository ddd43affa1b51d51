import type { Fault } from './faults.ts'
import type { Reply } from './replies.ts'

/** What became of a call: the codes a client should read out of the answer. */
export interface AnswerSummary {
  ErrorCode: number
  ErrorInfo: string
  /** Code per account, where the reply has verdicts of accounts; the last one where a UserID stood twice. */
  items?: Record<string, number>
}

/** One REST call, as GET /_emulator/calls shows it. */
export interface CallRecord {
  /** ISO 8601, UTC */
  time: string
  command: string
  app: string | null
  identifier: string | null
  usersig: '[redacted]'
  random: string | null
  /** The parsed body, or the beginning of a text that is no JSON. */
  body: unknown
  /** null while the call is under way, and where a fault left nothing to answer; an answer cut short by a fault is here whole. */
  answer: AnswerSummary | null
  /** Whether the command did its work, which a fault may hide from the caller. */
  carriedOut: boolean
  fault: Fault | null
  /** null while the call is under way */
  durationMs: number | null
}

const MAX_CALLS = 1000
const MAX_BYTES = 64 * 1024 * 1024

/** The last calls, bounded by number and by the size of their bodies, so that a long run cannot fill the memory. */
export class CallLog {
  #kept: Array<{ record: CallRecord; bytes: number }> = []
  #bytes = 0

  /** Keeps the record, which the caller goes on filling in; `bytes` is the size of its body. */
  add(record: CallRecord, bytes: number): void {
    this.#kept.push({ record, bytes })
    this.#bytes += bytes
    while (this.#kept.length > MAX_CALLS || (this.#bytes > MAX_BYTES && this.#kept.length > 1)) {
      this.#bytes -= this.#kept.shift()?.bytes ?? 0
    }
  }

  /** Forgets the calls of one app. */
  forget(app: string): void {
    this.#kept = this.#kept.filter(({ record }) => record.app !== app)
    this.#bytes = this.#kept.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  last(count = MAX_CALLS): CallRecord[] {
    return this.#kept.slice(-count).map((one) => one.record)
  }
}

/** What lists call the account, the conversation or the pair, and the verdict of an entry. */
interface Row {
  To_Account?: string
  ToGroupId?: string
  ContactItem?: Pick<Row, 'To_Account' | 'ToGroupId'>
  UserID?: string
  Peer_Account?: string
  Extension?: { Key: string }
  ResultCode?: number
  ErrorCode?: number
}

/** The lists of a reply, and those in an object or an entry of one. */
const listsIn = (reply: Reply): unknown[][] =>
  Object.values(reply).flatMap((value) => {
    const inner = (Array.isArray(value) ? value : [value]).flatMap((one) => Object.values(Object(one)))
    return [value, ...inner].filter(Array.isArray)
  })

/** Sums up a reply, whatever its command calls the list of items. */
export function summarise(reply: Reply): AnswerSummary {
  const rows = listsIn(reply).flat() as Row[]
  const items = rows.flatMap((row) => {
    const { To_Account, ToGroupId } = row.ContactItem ?? row
    const userId = To_Account ?? ToGroupId ?? row.UserID ?? row.Peer_Account ?? row.Extension?.Key
    const code = row.ResultCode ?? row.ErrorCode
    return userId === undefined || code === undefined ? [] : [[userId, code] as const]
  })
  return {
    ErrorCode: Number(reply.ErrorCode),
    ErrorInfo: String(reply.ErrorInfo),
    ...(items.length > 0 ? { items: Object.fromEntries(items) } : {}),
  }
}
