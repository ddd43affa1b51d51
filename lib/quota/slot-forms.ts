import type { Terms } from '../ledger/state-table.ts'
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

interface Asked {
  readonly change: string
  readonly terms: Terms
}

const IDLE = 'attribute_not_exists(#next) OR #next < :earliest OR #next > :farthest'
const ENDS_IN_TIME = '#next BETWEEN :behind AND :end'

/** The write of this form. A round's start removes the others' counts, so that the item stays small and nobody's count grows old. */
export function requestOf(form: Form, wish: Wish, bounds: Bounds): Asked {
  if (form === 'begin') return begin(wish, bounds)
  return form === 'near' ? near(wish, bounds) : far(wish, bounds)
}

function begin({ share, span }: Wish, { earliest, farthest }: Bounds): Asked {
  return {
    change: `SET #next = :begun, #${share.attribute} = :span REMOVE ${share.others}`,
    terms: { when: IDLE, values: { begun: earliest + span, span, earliest, farthest } },
  }
}

function near({ share, span }: Wish, { behind, nearEnd }: Bounds): Asked {
  return {
    change: `SET #next = #next + :span, #${share.attribute} = :span REMOVE ${share.others}`,
    terms: { when: ENDS_IN_TIME, values: { span, behind, end: nearEnd } },
  }
}

function far({ share, span, quantum }: Wish, { behind, farEnd }: Bounds): Asked {
  const own = `#${share.attribute}`
  return {
    change: `SET #next = #next + :span, ${own} = if_not_exists(${own}, :none) + :span`,
    terms: {
      when: `${ENDS_IN_TIME} AND (attribute_not_exists(${own}) OR ${own} < :quantum)`,
      values: { span, behind, end: farEnd, none: 0, quantum },
    },
  }
}
