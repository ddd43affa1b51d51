import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import type { Account } from '../../world/account.ts'
import type { Draft } from '../../world/sends.ts'
import type { CommandCall } from '../command.ts'
import { checkSize, elementsOf, sentTypes } from '../message-body.ts'
import { isCount, membersOf } from '../request.ts'
import { customDataOf, numbersGiven } from './message-members.ts'

const bad = unsureCodes.badMessageMember

/** What sendmsg and batchsendmsg say of a message: all but whom it is for. */
export function draftOf(call: CommandCall, from: Account): Draft {
  const { body, limits } = call
  const numbers = numbersGiven(call)
  const elements = elementsOf(body, sentTypes)
  const customData = customDataOf(call)
  checkSize(elements, customData, limits)
  const control = wordsOf(body.SendMsgControl, ['NoUnread', 'NoLastMsg', 'WithMuteNotifications'])
  checkPush(body.OfflinePushInfo)
  return {
    from: from.userId,
    body: elements,
    ...(customData === undefined ? {} : { customData }),
    ...numbers,
    lifeSeconds: lifeOf(call),
    extensible: isSet(body.SupportMessageExtension),
    onlineOnly: isSet(body.OnlineOnlyFlag),
    syncs: syncOf(body.SyncOtherMachine) !== 2,
    countsUnread: !control.includes('NoUnread'),
    moves: !control.includes('NoLastMsg'),
  }
}

/** MsgLifeTime; left out, the service tries as long as it can. */
function lifeOf({ body: { MsgLifeTime }, limits }: CommandCall): number {
  if (MsgLifeTime === undefined) return limits.messageLifeSeconds
  if (!Number.isInteger(MsgLifeTime)) throw new Refusal(90044)
  if (!isCount(MsgLifeTime, limits.messageLifeSeconds)) throw new Refusal(90026)
  return MsgLifeTime
}

/** SyncOtherMachine: 1 shows the message to the sender's own devices too, 2 keeps it from the sender's history as well. */
function syncOf(value: unknown): 1 | 2 | undefined {
  if (value === undefined || value === 1 || value === 2) return value
  throw new Refusal(90031)
}

/** Switches of 0 and 1. */
function isSet(value: unknown): boolean {
  if (value !== undefined && value !== 0 && value !== 1) throw new Refusal(bad)
  return value === 1
}

/** A list of words that the page knows. */
export function wordsOf(value: unknown, known: readonly string[]): string[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || !value.every((word) => known.includes(word))) throw new Refusal(bad)
  return value
}

/** How the message is pushed to who is offline: nothing is pushed here, but what nobody could read is refused. */
function checkPush(value: unknown): void {
  if (value === undefined) return
  const { PushFlag, Title, Desc, Ext, AndroidInfo, ApnsInfo } = membersOf(value, bad)
  isSet(PushFlag)
  for (const text of [Title, Desc, Ext]) if (text !== undefined && typeof text !== 'string') throw new Refusal(bad)
  for (const info of [AndroidInfo, ApnsInfo]) if (info !== undefined) membersOf(info, bad)
}
