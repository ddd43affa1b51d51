import type { Random } from '../../random.ts'
import { failureOf, hasFailuresAlone, idOf, listOf, type Members } from './forms.ts'

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

export interface Spoilt {
  readonly status: number
  readonly text: string
  /** The item it was done to, where it was done to one. */
  readonly victim?: string
}

/** Codes of Chat's after which a write may have been done. */
const DOUBTFUL = [20004, 30007, 50005, 60008, 60013, 60014, 70169, 70202, 90992] as const

const isOfItem = (damage: Damage): boolean => ['missing', 'doubled', 'mistyped', 'item code'].includes(damage)

/** Items of which a reply so damaged proves nothing. Where an item was meant and there was none to be had, nothing is damaged. */
export function doubtOf(damage: Damage, victim: string | undefined, ids: readonly string[]): ReadonlySet<string> {
  if (isOfItem(damage)) return new Set(victim === undefined ? [] : [victim])
  return new Set(['error page', 'error code', 'truncated'].includes(damage) ? ids : [])
}

/** The reply as it arrives. */
export function spoil(truth: Members, command: string, damage: Damage, random: Random): Spoilt {
  if (damage === 'error page') return { status: random.pick([500, 502, 503]), text: '<html>' }
  if (damage === 'truncated') {
    const text = JSON.stringify(truth)
    return { status: 200, text: text.slice(0, Math.ceil(text.length / 2)) }
  }
  if (damage === 'error code') {
    const ErrorCode = random.pick(DOUBTFUL)
    return { status: 200, text: JSON.stringify({ ActionStatus: 'FAIL', ErrorCode, ErrorInfo: 'simulated' }) }
  }
  return { status: 200, ...spoilItem(truth, command, damage, random) }
}

function spoilItem(truth: Members, command: string, damage: Damage, random: Random): Omit<Spoilt, 'status'> {
  const list = listOf(truth, command)
  const rows = (list === undefined ? [] : (truth[list] ?? [])) as readonly unknown[]
  const changedTo = (entries: unknown): string => JSON.stringify({ ...truth, [list ?? '']: entries })
  if (list === undefined || truth.ErrorCode !== 0) return { text: JSON.stringify(truth) }
  // Nobody could see through a list of failures that lacks one.
  if (hasFailuresAlone(command))
    return { text: damage === 'foreign' ? changedTo([...rows, failureOf(command, 'nobody')]) : JSON.stringify(truth) }
  if (damage === 'foreign') return { text: changedTo([...rows, named(rows[0], 'nobody')]) }
  if (!isOfItem(damage) || rows.length === 0) return { text: JSON.stringify(truth) }
  const at = random.whole(0, rows.length - 1)
  const row = rows[at] as Members
  return { text: changedTo(rows.toSpliced(at, 1, ...spoiltRow(row, damage, random))), victim: idOf(row) }
}

/** What stands in the place of an entry. One without a code of its own is named by no text, where its code would be changed. */
function spoiltRow(row: Members, damage: Damage, random: Random): readonly Members[] {
  const { ResultCode } = row
  if (damage === 'missing') return []
  if (damage === 'doubled') return [row, row]
  if (ResultCode === undefined) return [named(row, 7)]
  return [{ ...row, ResultCode: damage === 'mistyped' ? String(ResultCode) : random.pick(DOUBTFUL) }]
}

/** The entry under another name. */
const named = (row: unknown, id: unknown): Members => {
  const members = Object(row) as Members
  return { ...members, ['UserID' in members ? 'UserID' : 'To_Account']: id }
}
