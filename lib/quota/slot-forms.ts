import type { Item, Terms } from '../ledger/state-table.ts'
import type { CallerShare } from './caller-share.ts'

/**
 * The three ways to take a piece of a lane, each one conditional write:
 * - `begin`: the lane is idle, and begins anew;
 * - `near`: it ends before the horizon, where all may join. Like `begin`, this opens a round: what callers have had counts no more;
 * - `far`: it may end later, and the caller has not had its quantum in this round.
 */
export type Form = 'begin' | 'near' | 'far'

/** Microseconds. */
export interface Wish {
  readonly share: CallerShare
  readonly span: number
  /** What a caller may take beyond the horizon in one round. */
  readonly quantum: number
}

/** Unix microseconds. */
export interface Bounds {
  /** The first time of use. */
  readonly earliest: number
  /** A little before it. */
  readonly behind: number
  /** The latest end of a lane that this form joins. */
  readonly nearEnd: number
  readonly farEnd: number
  /** No lane ends later, unless by a fault. */
  readonly farthest: number
}

/** A wish as it is written. */
interface Written extends Wish {
  /** Whether the instance is counted with it, and told its number. */
  readonly isCounted: boolean
}

interface Asked {
  readonly change: string
  readonly terms: Terms
}

const IDLE = 'attribute_not_exists(#next) OR #next < :earliest OR #next > :farthest'
const ENDS_IN_TIME = '#next BETWEEN :behind AND :end'

/** A lane that nobody has begun anew for so long is deleted; parts of apps are without end. */
const KEPT_SECONDS = 86_400
const COUNTED = ', #number = if_not_exists(#number, :none) + :one'

/** The write of this form. A round's start removes the others' counts, so that the item stays small and nobody's count grows old. */
export function requestOf(form: Form, wish: Written, bounds: Bounds): Asked {
  const { sets, removes, when, values } = forms[form](wish, bounds)
  return {
    change: `SET ${sets}${wish.isCounted ? COUNTED : ''}${removes ? ` REMOVE ${removes}` : ''}`,
    terms: { when, values: { ...values, ...(wish.isCounted && { none: 0, one: 1 }) } },
  }
}

/** The number that an instance has got by a write with which it was counted, by what the write returned. */
export const numberIn = (form: Form, { number = 0 }: Item): number => Number(number) + (form === 'begin' ? 1 : 0)

interface Parts {
  readonly sets: string
  readonly removes?: string
  readonly when: string
  readonly values: Item
}

const forms: Readonly<Record<Form, (wish: Wish, bounds: Bounds) => Parts>> = {
  begin: ({ share, span }, { earliest, farthest }) => ({
    sets: `#next = :begun, #${share.attribute} = :span, #expiresAt = :expiresAt`,
    removes: share.others,
    when: IDLE,
    values: { begun: earliest + span, span, earliest, farthest, expiresAt: expiryFrom(earliest) },
  }),
  near: ({ share, span }, { earliest, behind, nearEnd }) => ({
    sets: `#next = #next + :span, #${share.attribute} = :span, #expiresAt = :expiresAt`,
    removes: share.others,
    when: ENDS_IN_TIME,
    values: { span, behind, end: nearEnd, expiresAt: expiryFrom(earliest) },
  }),
  far: ({ share, span, quantum }, { behind, farEnd }) => {
    const own = `#${share.attribute}`
    return {
      sets: `#next = #next + :span, ${own} = if_not_exists(${own}, :none) + :span`,
      when: `${ENDS_IN_TIME} AND (attribute_not_exists(${own}) OR ${own} < :quantum)`,
      values: { span, behind, end: farEnd, none: 0, quantum },
    }
  },
}

const expiryFrom = (micros: number): number => Math.ceil(micros / 1_000_000) + KEPT_SECONDS
