import { Refusal, snsInfo, usualInfo } from '../replies.ts'
import type { Account } from '../world/account.ts'
import type { CommandCall } from './command.ts'

/** Refuses the whole call: 30001, with an info that names the member at fault. */
export function illegal(call: CommandCall, what: string): Refusal {
  return new Refusal(30001, snsInfo(call.command, `${what}_Illegal`))
}

/** A member of the body that must be an array with no more items than a call may carry. */
export function arrayOf(call: CommandCall, name: string, max = call.limits.itemsPerCall): unknown[] {
  const value = call.body[name]
  if (!Array.isArray(value) || value.length > max) throw illegal(call, name)
  return value
}

/** To_Account where it is an array: the UserIDs to act on. */
export function toAccountsOf(call: CommandCall): Array<{ userId: string }> {
  return arrayOf(call, 'To_Account').map((userId) => ({ userId: userIdOf(call, userId, 'To_Account') }))
}

/** GroupName where it is an array: the names of friend lists, a repeated one once. */
export function listNamesOf(call: CommandCall): string[] {
  const names = arrayOf(call, 'GroupName', call.limits.listNamesPerCall)
  if (!areListNames(call, names)) throw illegal(call, 'GroupName')
  return [...new Set(names)]
}

export function areListNames(call: CommandCall, names: unknown[]): names is string[] {
  return names.every((name) => typeof name === 'string' && fits(name, 1, call.limits.listNameBytes))
}

/** A member of the body that must be one of the values a page lists; without `otherwise` it must be there, with it "" is none. */
export function choiceOf<Choice extends string | number>(
  call: CommandCall,
  name: string,
  choices: readonly Choice[],
  otherwise?: Choice,
): Choice {
  const given = (call.body[name] === '' ? undefined : call.body[name]) ?? otherwise
  const found = choices.find((choice) => choice === given)
  if (found === undefined) throw illegal(call, name)
  return found
}

/** DeleteType: whether the other side's list is meant as well; by default it is not. */
export function deletesBoth(call: CommandCall): boolean {
  const choices = ['Delete_Type_Single', 'Delete_Type_Both'] as const
  return choiceOf(call, 'DeleteType', choices, 'Delete_Type_Single') === 'Delete_Type_Both'
}

/** A member of the body that must be an integer from 0 up; without `otherwise` it must be there. */
export function countOf(call: CommandCall, name: string, otherwise?: number): number {
  const given = call.body[name] ?? otherwise
  if (!Number.isSafeInteger(given) || (given as number) < 0) throw illegal(call, name)
  return given as number
}

export function objectOf(call: CommandCall, value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw illegal(call, what)
  return value as Record<string, unknown>
}

/** A UserID of 1 to 32 bytes. One that is there but is no string gives 60015 (https://trtc.io/document/34348). */
export function userIdOf(call: CommandCall, value: unknown, what: string): string {
  if (value === undefined || value === null) throw illegal(call, what)
  if (typeof value !== 'string') throw new Refusal(60015)
  if (!fits(value, 1, call.limits.userIdBytes)) throw illegal(call, what)
  return value
}

/** The account that From_Account names: 30003 unless it was imported, 30002 where it belongs to another app. */
export function fromAccountOf(call: CommandCall): Account {
  const userId = userIdOf(call, call.body.From_Account, 'From_Account')
  const fault = accountFault(call, userId)
  if (fault) throw new Refusal(fault, usualInfo(call.command, fault))
  return call.app.accounts.get(userId)!
}

/** 0 for an account that may be named in a call; 30003 or 30002 as for From_Account. */
export function accountFault(call: CommandCall, userId: string): number {
  const account = call.app.accounts.get(userId)
  if (!account) return 30003
  return account.otherApp ? 30002 : 0
}

/** Whether a text has from `min` to `max` bytes of UTF-8, which is how the limits count. */
export function fits(value: string, min: number, max: number): boolean {
  const bytes = Buffer.byteLength(value)
  return bytes >= min && bytes <= max
}

/** A list of no more than `max` entries, in a service that has codes of its own for a missing list and for too long a one. */
export function entriesOf(value: unknown, max: number, codes: { bad: number; tooMany: number }): unknown[] {
  if (!Array.isArray(value)) throw new Refusal(codes.bad)
  if (value.length > max) throw new Refusal(codes.tooMany)
  return value
}

/** A UserID in a service that refuses a missing one with `bad`. One that is no string gives 60015, as everywhere. */
export function namedUserId(value: unknown, bad: number): string {
  if (value === undefined) throw new Refusal(bad)
  if (typeof value !== 'string') throw new Refusal(60015)
  return value
}

/** A whole number from 0 to `max`, written as a number. */
export function isCount(value: unknown, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max
}

/** The members of an entry, which must be an object. */
export function membersOf(value: unknown, bad: number): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(bad)
  return value as Record<string, unknown>
}
