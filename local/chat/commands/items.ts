import { inOrder, type Reply, snsInfo, usualInfo } from '../replies.ts'
import type { CommandCall, ItemFaults } from './command.ts'

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
  /** What a row calls the account it is about. */
  id?: 'To_Account' | 'UserID'
  /** Members of a row in the order of the page, where that is not the id, what the command adds, and the code. */
  order?: readonly string[]
  items: Item[]
  /** What a row bears even though its item failed. */
  failedAdds?: Record<string, unknown>
  carryOut(item: Item): ItemOutcome
}

/**
 * Carries out a batch: one row per item in the order given. Rows of To_Account are followed by Fail_Account, which is absent when
 * nothing failed (https://trtc.io/document/34904); rows of UserID stand alone (https://trtc.io/document/34955).
 */
export function answerItems<Item extends { userId: string }>(
  call: CommandCall,
  { rows: rowsName, id = 'To_Account', order, items, failedAdds, carryOut }: Batch<Item>,
  faults: ItemFaults,
): Reply {
  const outcomes = outcomesOf(call, items, faults, carryOut)
  const rows = outcomes.map(({ item, outcome }) => {
    const [code, info] = 'code' in outcome ? [outcome.code, outcome.info] : [0, '']
    const adds = 'code' in outcome ? failedAdds : outcome.adds
    return inOrder({ [id]: item.userId, ...adds, ResultCode: code, ResultInfo: info }, order)
  })
  const failed = outcomes.flatMap(({ item, outcome }) => ('code' in outcome ? [item.userId] : []))
  const listsFailed = id === 'To_Account' && failed.length > 0
  return { [rowsName]: rows, ...(listsFailed ? { Fail_Account: [...new Set(failed)] } : {}) }
}

/** Carries out every item and says what became of it; a scripted code stands in the place of an item's own. */
export function outcomesOf<Item extends { userId: string }>(
  call: CommandCall,
  items: Item[],
  faults: ItemFaults,
  carryOut: (item: Item) => ItemOutcome,
): Array<{ item: Item; outcome: ItemOutcome }> {
  return items.map((item) => ({ item, outcome: outcomeOf(call, item, faults, carryOut) }))
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
