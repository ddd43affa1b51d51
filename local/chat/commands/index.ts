import type { Command } from './command.ts'
import { accountImport } from './im_open_login_svc/account_import.ts'
import { blackListAdd } from './sns/black_list_add.ts'
import { blackListCheck } from './sns/black_list_check.ts'
import { blackListDelete } from './sns/black_list_delete.ts'
import { blackListGet } from './sns/black_list_get.ts'
import { friendAdd } from './sns/friend_add.ts'
import { friendCheck } from './sns/friend_check.ts'
import { friendDelete } from './sns/friend_delete.ts'
import { friendDeleteAll } from './sns/friend_delete_all.ts'
import { friendGet } from './sns/friend_get.ts'
import { friendGetList } from './sns/friend_get_list.ts'
import { friendImport } from './sns/friend_import.ts'
import { friendUpdate } from './sns/friend_update.ts'
import { groupAdd } from './sns/group_add.ts'
import { groupDelete } from './sns/group_delete.ts'
import { groupGet } from './sns/group_get.ts'

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
