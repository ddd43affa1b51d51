import type { Readable, Writable } from 'node:stream'
import type { Exchange } from '../transport/messages.ts'

/**
 * How a run ended: 0 all rows are done; 1 some are not; 2 usage or bad input, and nothing was sent; 4 credentials; 5 no gateway;
 * 130 interrupted. After 4, 5 and 130 the same command goes on where it stopped.
 */
export type BulkExit = 0 | 1 | 2 | 4 | 5 | 130

/** What a run is told; the command line's flags have the same names. */
export interface BulkOptions {
  /** A write, such as `friends.update`. */
  readonly operation: string
  /** Path of a CSV with a header, or of NDJSON; `-` reads `input` to its end first. */
  readonly file: string
  /** Stands for `-`; standard input unless given. */
  readonly input?: Readable
  /** `--map userId=Uid,remark=Note`: our name of a column, then the file's. */
  readonly map?: string
  /** `--set mutual=true,source=Import`: columns that hold the same in every row. */
  readonly set?: string
  /** `--dry-run`: says what would be sent, and what it would change; sends no write. */
  readonly dryRun?: boolean
  /** `--rate`: most calls of Chat a second, at least 1; 200, or the operation's own, unless given. */
  readonly rate?: number
  /** `--failures`: where rows go that are not done; beside the input unless given. */
  readonly failures?: string
  /** `--journal`: where it is written what is done; beside the input unless given. */
  readonly journal?: string
  /** `--run`: a name that makes the same file another run, for which its rows are sent again. */
  readonly run?: string
  /** `--no-idempotency` makes it false: for a gateway without a table. Then what was under way at a break is `unknown`. */
  readonly idempotency?: boolean
  /** `--json`: one JSON object on `out` in place of the summary. */
  readonly json?: boolean
  /** Where the summary goes. */
  readonly out: Writable
  /** Where progress and complaints go. */
  readonly err: Writable & { readonly isTTY?: boolean }
  /** Ctrl-C: nothing more is sent; what is under way may end within 10 s. */
  readonly signal?: AbortSignal
  readonly exchange: Exchange
  /** The gateway's URL: a journal belongs to one gateway. */
  readonly gateway: string
}
