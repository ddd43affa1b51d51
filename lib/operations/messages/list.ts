import type * as shapes from '../../../schemas/messages/list.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Position, type Unclear } from '../../operation.ts'
import { readElements } from '../answered-elements.ts'
import { readEntries, readValues } from '../entries.ts'
import { isName } from '../names.ts'
import { fromUnixTime, ifSet, toUnixSeconds } from '../times.ts'
import { readUint32 } from '../uint32.ts'

/** A page goes on before the last message of the one before: its time, and its key. */
type Place = readonly [time: number, key: string]

const isPlace = (position: Position): position is Place => {
  if (!Array.isArray(position) || position.length !== 2) return false
  const [time, key] = position
  return Number.isSafeInteger(time) && time >= 0 && isName(key)
}

const RECALLED = 8

function readState(flags: unknown): string | undefined {
  const bits = readUint32(flags)
  return bits === undefined ? undefined : (bits & RECALLED) > 0 ? 'recalled' : 'normal'
}

const readText = (text: unknown) => (typeof text === 'string' ? text : undefined)
const readFlag = (flag: unknown) => (flag === 1 ? true : flag === 0 ? false : undefined)

function readMessage(entry: Members): { readonly messageKey: string } | Unclear {
  const { MsgKey, From_Account, To_Account, MsgTimeStamp, MsgBody, MsgFlagBits, IsPeerRead } = entry
  if (!isName(MsgKey)) return 'it names no MsgKey'
  return {
    messageKey: MsgKey,
    ...readValues({
      userId: [From_Account, readText],
      peerId: [To_Account, readText],
      sentAt: [ifSet(MsgTimeStamp), fromUnixTime],
      elements: [MsgBody ?? [], readElements],
      state: [MsgFlagBits ?? 0, readState],
      readByPeer: [IsPeerRead ?? 0, readFlag],
      customData: [entry.CloudCustomData, readText],
      random: [entry.MsgRandom, readUint32],
      seq: [entry.MsgSeq, readUint32],
    }),
  }
}

function readPage(
  { MsgList, Complete, LastMsgTime, LastMsgKey }: Members,
  latest: number | undefined,
): Answered | Unclear {
  const messages = readEntries('MsgList', MsgList, readMessage)
  if (typeof messages === 'string') return messages
  if (Complete === 1) return { answer: { messages } }
  const next = [LastMsgTime, LastMsgKey]
  if (!isPlace(next)) return 'Complete does not end the list, and LastMsgTime and LastMsgKey name no place in it'
  if (latest !== undefined && next[0] > latest)
    return 'LastMsgTime is later than what was asked for: it does not move on'
  return { answer: { messages }, next }
}

const TOO_LATE = 'is later than until (the time of the request where that is left out), so there is nothing in between'

export default defineOperation<typeof shapes>({
  name: 'messages.list',
  summary: 'Lists what two accounts said to each other, as one of them sees it, page by page, the latest page first',
  path: 'v4/openim/admin_getroammsg',
  page: 'https://trtc.io/document/35478',
  effect: 'read',
  byName: true,
  nowIn: 'until',
  pages: { of: ['userId', 'peerId', 'since'], isPosition: isPlace },
  call: ({ userId, peerId, since, until, limit = 100 }, { from }) => {
    const [time, key] = isPlace(from) ? from : [toUnixSeconds(until)]
    return {
      Operator_Account: userId,
      Peer_Account: peerId,
      MaxCnt: limit,
      MinTime: toUnixSeconds(since),
      MaxTime: time,
      LastMsgKey: key,
    }
  },
  read: (reply, { until }, from) => readPage(reply, isPlace(from) ? from[0] : toUnixSeconds(until)),
  refuses: ({ since, until = since }) => (since > until ? [{ pointer: '/since', message: TOO_LATE }] : []),
})
