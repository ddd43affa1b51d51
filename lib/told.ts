import type { Unnumbered } from './errors/upstream/unnumbered.ts'
import type { Members } from './json.ts'

/** Where a list stands in a reply, and what names an entry: members by their names, those inside others behind a dot. */
interface Listed {
  /** Such as `ResultItem`, or `GroupResultItem.0.ResultItem`. */
  readonly list: string
  /** Such as `To_Account`, or `Extension.Key`; where several members name an item together, what they come to, undefined for nothing. */
  readonly id: string | ((entry: Members) => string | undefined)
  /** Whether ids are numbers there. */
  readonly hasNumbers?: true
}

/** What the value of an entry's code means where it is no error code: `ok`, `pending`, or what is wrong. */
type Meanings = Readonly<Record<number, 'ok' | 'pending' | Unnumbered>>

/** An entry with a code: 0 is ok, but where `means` says otherwise. */
interface Coded {
  /** Such as `ResultCode`. */
  readonly code: string
  /** Its text, such as `ResultInfo`. */
  readonly info?: string
  readonly means?: Meanings
  /** Where no refusal of an item is worth a repeat, since its call can't be sent for this item alone: what to do instead, in a sentence. */
  readonly isFinal?: string
}

/** Items that failed; an entry may be the bare id of one. */
export interface Failures {
  readonly list: string
  /** Left out where an entry is the bare id. */
  readonly id?: string
  readonly code?: string
  readonly info?: string
}

/**
 * How a reply tells what became of each item.
 * `own`: an entry for each, with its code. `fails`: only of those that failed; the others are ok once the reply is. `names`: of those
 * that were done or found, without a code; `absent` says what an item is that has no entry, and `fails` where failures stand beside
 * them. `order`: an entry for each at the item's own place. An item that none of this proves anything about is `unknown`.
 */
export type Told =
  | ({ readonly form: 'own' } & Listed & Coded)
  | ({ readonly form: 'fails' } & Failures)
  | ({ readonly form: 'names'; readonly absent?: Unnumbered | 'ok'; readonly fails?: Failures } & Listed)
  | ({ readonly form: 'order'; readonly list: string } & Coded)
