import { type Reply, snsInfo, usualInfo } from '../../replies.ts'
import type { CommandCall, ItemFaults } from '../command.ts'

/** What became of one item: nothing to say on success but what the command adds to the row. */
export type ItemOutcome = { adds?: Record<string, unknown> } | ItemRefusal

export interface ItemRefusal {
  code: number
  info: string
}

/** Refuses one item: 30001 with an info that names what is illegal. */
export function illegalItem(call: CommandCall, what: string): ItemRefusal {
  return { code: 30001, info: snsInfo(call.command, `${what}_Illegal`) }
}

/** Refuses one item with a code and its usual info. */
export function refusedItem(call: CommandCall, code: number): ItemRefusal {
  return { code, info: usualInfo(call.command, code) }
}

export interface Batch<Item extends { userId: string }> {
  /** What the page calls the list of rows. */
  rows: string
  items: Item[]
  /** What a row bears even though its item failed. */
  failedAdds?: Record<string, unknown>
  carryOut(item: Item): ItemOutcome
}

/**
 * Carries out a batch: one row per item in the order given, then Fail_Account, which is absent when nothing failed
 * (https://trtc.io/document/34904).
 */
export function answerItems<Item extends { userId: string }>(
  call: CommandCall,
  { rows: rowsName, items, failedAdds, carryOut }: Batch<Item>,
  faults: ItemFaults,
): Reply {
  const failed: string[] = []
  const rows = items.map((item) => {
    const outcome = outcomeOf(call, item, faults, carryOut)
    if ('code' in outcome) failed.push(item.userId)
    const [code, info] = 'code' in outcome ? [outcome.code, outcome.info] : [0, '']
    const adds = 'code' in outcome ? failedAdds : outcome.adds
    return { To_Account: item.userId, ...adds, ResultCode: code, ResultInfo: info }
  })
  return { [rowsName]: rows, ...(failed.length > 0 ? { Fail_Account: [...new Set(failed)] } : {}) }
}

function outcomeOf<Item extends { userId: string }>(
  call: CommandCall,
  item: Item,
  faults: ItemFaults,
  carryOut: Batch<Item>['carryOut'],
): ItemOutcome {
  const scripted = Object.hasOwn(faults.codes, item.userId) ? faults.codes[item.userId] : undefined
  if (scripted === undefined) return carryOut(item)
  if (faults.after) carryOut(item)
  return refusedItem(call, scripted)
}
