import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import type { Account } from '../../world/account.ts'
import { accountOf } from '../../world/accounts.ts'
import { numbersOf } from '../../world/message.ts'
import type { CommandCall } from '../command.ts'
import { isCount, namedUserId } from '../request.ts'

/** Members that the commands on one-to-one messages have in common. */

const UINT32 = 2 ** 32 - 1

/** An account that a member of the body names: `missing` where it is not there, `unknown` where it was not imported. */
export function accountNamed(
  { app }: CommandCall,
  value: unknown,
  { missing, unknown = missing }: { missing: number; unknown?: number },
): Account {
  const account = accountOf(app, namedUserId(value, missing))
  if (!account) throw new Refusal(unknown)
  return account
}

/** The sender; the administrator who calls where the body names none. */
export function senderOf(call: CommandCall, unknown: number): Account {
  const userId = call.body.From_Account ?? call.query.get('identifier')
  return accountNamed(call, userId, { missing: unknown })
}

/** MsgRandom, which must be there, and MsgSeq, which need not be. */
export function numbersGiven({ body: { MsgRandom, MsgSeq } }: CommandCall): {
  random: number
  seq: number | undefined
} {
  if (!isCount(MsgRandom, UINT32)) throw new Refusal(90005)
  if (MsgSeq !== undefined && !isCount(MsgSeq, UINT32)) throw new Refusal(90004)
  return { random: MsgRandom, seq: MsgSeq }
}

/** CloudCustomData, which the app keeps with a message. */
export function customDataOf({ body: { CloudCustomData } }: CommandCall): string | undefined {
  if (CloudCustomData !== undefined && typeof CloudCustomData !== 'string')
    throw new Refusal(unsureCodes.badMessageMember)
  return CloudCustomData
}

/** MsgKey: 90054 unless it has the form of one. */
export function msgKeyOf({ body: { MsgKey } }: CommandCall): string {
  if (typeof MsgKey !== 'string' || !numbersOf(MsgKey)) throw new Refusal(90054)
  return MsgKey
}

/** A whole number from 0 up, which clients write as a number or as digits; undefined where it is left out. */
export function wholeNumber(value: unknown, bad: number): number | undefined {
  if (value === undefined) return undefined
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (!isCount(number, Number.MAX_SAFE_INTEGER)) throw new Refusal(bad)
  return number
}
