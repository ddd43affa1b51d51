import { unsureCodes } from '../../limits.ts'
import { Refusal, type Reply } from '../../replies.ts'
import { pageOf } from '../../world/history.ts'
import { type Message, numbersOf } from '../../world/message.ts'
import type { Command, CommandCall } from '../command.ts'
import { accountNamed, wholeNumber } from './message-members.ts'

const RECALLED = 8

/**
 * One side's history by pages, the newest first and each in the order of time, https://trtc.io/document/35478. The next page is asked
 * for with this page's oldest message: LastMsgKey, and its time as MaxTime. Older clients name the two as in a send.
 */
export const adminGetroammsg: Command = {
  service: 'openim',
  name: 'admin_getroammsg',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const { app, body, limits, now } = call
    const owner = accountNamed(call, body.Operator_Account ?? body.From_Account, { missing: 90008 })
    const peer = accountNamed(call, body.Peer_Account ?? body.To_Account, { missing: 90003 })
    const range = rangeOf(call)
    const how = { now, pageBytes: limits.historyPageBytes, sizeOf }
    return {
      run() {
        const { messages, complete } = pageOf(app, { owner: owner.userId, peer: peer.userId }, range, how)
        return told(messages, complete)
      },
    }
  },
}

function rangeOf({ body }: CommandCall) {
  const needed = (value: unknown): number => {
    const number = wholeNumber(value, unsureCodes.badMessageMember)
    if (number === undefined) throw new Refusal(unsureCodes.badMessageMember)
    return number
  }
  const most = needed(body.MaxCnt)
  if (most === 0) throw new Refusal(unsureCodes.badMessageMember)
  return { most, since: needed(body.MinTime), until: needed(body.MaxTime), before: lastOf(body.LastMsgKey) }
}

/** Where the page before ended; clients send an empty LastMsgKey with the first. */
function lastOf(key: unknown) {
  if (key === undefined || key === '') return undefined
  const numbers = typeof key === 'string' ? numbersOf(key) : undefined
  if (!numbers) throw new Refusal(90054)
  return numbers
}

function told(messages: Message[], complete: boolean): Reply {
  const [oldest] = messages
  return {
    Complete: complete ? 1 : 0,
    MsgCnt: messages.length,
    LastMsgTime: oldest?.time ?? 0,
    LastMsgKey: oldest?.key ?? '',
    MsgList: messages.map(entryOf),
  }
}

function entryOf({ from, to, seq, random, time, recalled, peerRead, key, body, customData }: Message) {
  return {
    From_Account: from,
    To_Account: to,
    MsgSeq: seq,
    MsgRandom: random,
    MsgTimeStamp: time,
    MsgFlagBits: recalled ? RECALLED : 0,
    IsPeerRead: peerRead ? 1 : 0,
    MsgKey: key,
    MsgBody: body,
    ...(customData === undefined ? {} : { CloudCustomData: customData }),
  }
}

function sizeOf(message: Message): number {
  return Buffer.byteLength(JSON.stringify(entryOf(message)))
}
