import type { Random } from '../../random.ts'

/** What goes wrong with a call on its way there (`refused`, `… before`), or with its reply once it took effect. */
export type Damage =
  | 'none'
  | 'refused'
  | 'cut before'
  | 'silence before'
  | 'cut after'
  | 'silence after'
  | 'error page'
  | 'error code'
  | 'truncated'
  | 'missing'
  | 'doubled'
  | 'foreign'
  | 'mistyped'
  | 'item code'

export const damages: readonly (readonly [number, Damage])[] = [
  [3, 'refused'],
  [2, 'cut before'],
  [1, 'silence before'],
  [3, 'cut after'],
  [2, 'silence after'],
  [2, 'error page'],
  [3, 'error code'],
  [1, 'truncated'],
  [1, 'missing'],
  [1, 'doubled'],
  [1, 'foreign'],
  [1, 'mistyped'],
  [1, 'item code'],
]

type Members = Readonly<Record<string, unknown>>

export interface Spoilt {
  readonly status: number
  readonly text: string
  /** The item it was done to, where it was done to one. */
  readonly victim?: string
}

/** Codes of Chat's after which a write may have been done. */
const DOUBTFUL = [30007, 60008, 60013, 60014, 70169, 70202] as const

const isOfItem = (damage: Damage): boolean => ['missing', 'doubled', 'mistyped', 'item code'].includes(damage)

/** Items of which a reply so damaged proves nothing. Where an item was meant and there was none to be had, nothing is damaged. */
export function doubtOf(damage: Damage, victim: string | undefined, ids: readonly string[]): ReadonlySet<string> {
  if (isOfItem(damage)) return new Set(victim === undefined ? [] : [victim])
  return new Set(['error page', 'error code', 'truncated'].includes(damage) ? ids : [])
}

/** The reply as it arrives. */
export function spoil(truth: Members, damage: Damage, random: Random): Spoilt {
  const text = JSON.stringify(truth)
  if (damage === 'error page') return { status: random.pick([500, 502, 503]), text: '<html>' }
  if (damage === 'truncated') return { status: 200, text: text.slice(0, Math.ceil(text.length / 2)) }
  if (damage === 'error code') {
    const ErrorCode = random.pick(DOUBTFUL)
    return { status: 200, text: JSON.stringify({ ActionStatus: 'FAIL', ErrorCode, ErrorInfo: 'simulated' }) }
  }
  return { status: 200, ...spoilItem(truth, damage, random, text) }
}

function spoilItem(truth: Members, damage: Damage, random: Random, text: string): Omit<Spoilt, 'status'> {
  const [name, rows] = Object.entries(truth).find(([, value]) => isRows(value)) ?? []
  if (name === undefined || !isRows(rows) || truth.ErrorCode !== 0) return { text }
  if (damage === 'foreign')
    return { text: JSON.stringify({ ...truth, [name]: [...rows, { ...rows[0], To_Account: 'nobody' }] }) }
  if (!isOfItem(damage)) return { text }
  const at = random.whole(0, rows.length - 1)
  const row = rows[at] as Row
  const changed: Row[] = {
    missing: [],
    doubled: [row, row],
    mistyped: [{ ...row, ResultCode: String(row.ResultCode) }],
  }[damage as string] ?? [{ ...row, ResultCode: random.pick(DOUBTFUL) }]
  const all = [...rows.slice(0, at), ...changed, ...rows.slice(at + 1)]
  return { text: JSON.stringify({ ...truth, [name]: all }), victim: row.To_Account }
}

interface Row {
  readonly To_Account: string
  readonly ResultCode: unknown
}

const isRows = (value: unknown): value is readonly Row[] => Array.isArray(value) && value[0]?.ResultCode !== undefined
