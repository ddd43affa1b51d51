import type { Limits } from '../limits.ts'
import type { Reply } from '../replies.ts'
import type { Account } from '../world/account.ts'
import type { App } from '../world/app.ts'

/** A call that the gate let through, as a command sees it. */
export interface CommandCall {
  command: string
  app: App
  limits: Limits
  body: Record<string, unknown>
  /** Parameters of the URL, which one command reads beside the body. */
  query: URLSearchParams
  /** ms since 1970 */
  now: number
}

/** Codes that a fault puts in the place of an item's own; with `after`, the item takes effect all the same. */
export interface ItemFaults {
  codes: Record<string, number>
  after: boolean
}

/** A call found fit to be carried out. */
export interface Prepared {
  /** The account a write holds while it lasts; a read and a command without From_Account have none. */
  writes?: Account
  /** Does the work, at once and whole, and says what became of it (without the envelope). */
  run(faults: ItemFaults): Reply
}

/**
 * One REST command. To add one: a file beside this one, and a line in index.ts.
 * `prepare` checks what refuses the call as a whole (throwing Refusal) and changes nothing.
 */
export interface Command {
  /** The first part of the path after /v4/, `sns` for the relationship chain. */
  service: string
  name: string
  /** ErrorInfo of a success, where the page's sample prints more than "". */
  successInfo?: string
  /** Whether a success bears ErrorDisplay, where its page's sample says otherwise than those of its service. */
  display?: false
  /** Members of its reply in the order of its page, where that is not the command's own and then the envelope's. */
  order?: readonly string[]
  /** The limit that says how many calls a second it takes; callsPerSecond where nothing is said. */
  rate?: keyof Limits
  /** Whether its clients may leave the body out: then an empty one counts as `{}`. */
  bodyOptional?: boolean
  prepare(call: CommandCall): Prepared
}
