import { accountImport } from './account-import.ts'
import { blackListAdd } from './black-list-add.ts'
import { blackListCheck } from './black-list-check.ts'
import { blackListDelete } from './black-list-delete.ts'
import { blackListGet } from './black-list-get.ts'
import type { Command } from './command.ts'
import { friendAdd } from './friend-add.ts'
import { friendCheck } from './friend-check.ts'
import { friendDelete } from './friend-delete.ts'
import { friendDeleteAll } from './friend-delete-all.ts'
import { friendGet } from './friend-get.ts'
import { friendGetList } from './friend-get-list.ts'
import { friendImport } from './friend-import.ts'
import { friendUpdate } from './friend-update.ts'
import { groupAdd } from './group-add.ts'
import { groupDelete } from './group-delete.ts'
import { groupGet } from './group-get.ts'

/** Every command the emulator speaks. */
export const commands: Command[] = [
  friendAdd,
  friendImport,
  friendUpdate,
  friendDelete,
  friendDeleteAll,
  friendCheck,
  friendGet,
  friendGetList,
  groupAdd,
  groupDelete,
  groupGet,
  blackListAdd,
  blackListDelete,
  blackListGet,
  blackListCheck,
  accountImport,
]

export function findCommand(service: string, name: string): Command | undefined {
  return commands.find((command) => command.service === service && command.name === name)
}
