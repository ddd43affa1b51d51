import { accountImport } from './account-import.ts'
import type { Command } from './command.ts'
import { friendGetList } from './friend-get-list.ts'
import { friendImport } from './friend-import.ts'
import { friendUpdate } from './friend-update.ts'

/** Every command the emulator speaks. */
export const commands: Command[] = [friendUpdate, friendImport, friendGetList, accountImport]

export function findCommand(service: string, name: string): Command | undefined {
  return commands.find((command) => command.service === service && command.name === name)
}
