import type { Account } from '../../world/account.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, refusedItem } from '../items.ts'
import { accountFault, choiceOf, fromAccountOf, toAccountsOf } from '../request.ts'

/** A command that says how two accounts stand to each other. */
export interface Check {
  name: string
  /** What the page calls the list of rows. */
  rows: string
  /** CheckType is this with Single or Both behind it, a relation this with BothWay, AWithB or BWithA. */
  prefix: string
  /** The relation of two that have none, which failed items bear as well. */
  none: string
  /** Whether the first account has the second where the command looks. */
  has(one: Account, userId: string): boolean
}

/** Makes the command: with Single only From_Account's side is looked at. */
export function checkCommand(check: Check): Command {
  const { name, rows, prefix, none } = check
  return {
    service: 'sns',
    name,
    prepare(call) {
      const owner = fromAccountOf(call)
      const items = toAccountsOf(call)
      const both = choiceOf(call, 'CheckType', [`${prefix}Single`, `${prefix}Both`]) === `${prefix}Both`
      const carryOut = ({ userId }: { userId: string }) => relate(call, check, owner, userId, both)
      return { run: (faults) => answerItems(call, { rows, items, failedAdds: { Relation: none }, carryOut }, faults) }
    },
  }
}

function relate(call: CommandCall, check: Check, owner: Account, userId: string, both: boolean): ItemOutcome {
  const unknown = accountFault(call, userId)
  if (unknown) return refusedItem(call, unknown)
  const there = check.has(owner, userId)
  const back = both && check.has(call.app.accounts.get(userId)!, owner.userId)
  const word = there && back ? 'BothWay' : there ? 'AWithB' : back ? 'BWithA' : undefined
  return { adds: { Relation: word ? check.prefix + word : check.none } }
}
