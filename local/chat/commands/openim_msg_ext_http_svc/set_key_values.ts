import { unsureCodes } from '../../limits.ts'
import { Refusal, type Reply } from '../../replies.ts'
import { clearPairs, deletePair, type Extensions, mayWrite, setPair, versionOf } from '../../world/extensions.ts'
import type { Command, CommandCall, ItemFaults } from '../command.ts'
import { type ItemOutcome, outcomesOf, refusedItem } from '../items.ts'
import { wholeNumber } from '../openim/message-members.ts'
import { entriesOf, fits, membersOf } from '../request.ts'
import { messageNamed } from './message-named.ts'

interface Write {
  /** The key: what a fault of one item names. */
  userId: string
  value: string
  /** The version that the caller knows; an administrator need not say it. */
  seq: number | undefined
}

const SET = 1
const DELETE = 2
const CLEAR = 3

/**
 * Setting, deleting and clearing the pairs of a message, https://trtc.io/document/51195. A pair that was changed since the version
 * given is refused with 23001 and told as it is now.
 */
export const setKeyValues: Command = {
  service: 'openim_msg_ext_http_svc',
  name: 'set_key_values',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const { body, limits, now } = call
    const operate = wholeNumber(body.OperateType, 10004)
    if (operate !== SET && operate !== DELETE && operate !== CLEAR) throw new Refusal(10004)
    const writes = operate === CLEAR ? [] : writesOf(call, operate)
    const { extensions } = messageNamed(call)
    if (!extensions) throw new Refusal(23002)
    return {
      run(faults) {
        if (!mayWrite(extensions, limits.extensionWritesPerMinute, now)) throw new Refusal(23003)
        if (operate !== CLEAR) return writeAll(call, { extensions, writes, deletes: operate === DELETE }, faults)
        clearPairs(extensions)
        return {}
      },
    }
  },
}

function writesOf({ body, limits }: CommandCall, operate: number): Write[] {
  const entries = entriesOf(body.ExtensionList, limits.extensionsPerCall, { bad: 10004, tooMany: 10004 })
  if (entries.length === 0) throw new Refusal(10004)
  return entries.map((entry) => {
    const { Key, Value, Seq } = membersOf(entry, 10004)
    const value = operate === DELETE ? (Value ?? '') : Value
    if (typeof Key !== 'string' || typeof value !== 'string') throw new Refusal(10004)
    if (!fits(Key, 1, limits.extensionKeyBytes) || !fits(value, 0, limits.extensionValueBytes)) throw new Refusal(10004)
    return { userId: Key, value, seq: wholeNumber(Seq, 10004) }
  })
}

interface Writing {
  extensions: Extensions
  writes: Write[]
  deletes: boolean
}

/** All pairs of one write get one version, the message's next. */
function writeAll(call: CommandCall, { extensions, writes, deletes }: Writing, faults: ItemFaults): Reply {
  const next = extensions.latestSeq + 1
  const carryOut = ({ userId: key, value, seq = Number.POSITIVE_INFINITY }: Write): ItemOutcome => {
    if (seq < versionOf(extensions, key)) return refusedItem(call, 23001)
    const isNew = !deletes && !extensions.pairs.has(key)
    if (isNew && extensions.pairs.size >= call.limits.extensionPairs) return refusedItem(call, unsureCodes.tooManyPairs)
    if (deletes) deletePair(extensions, key)
    else setPair(extensions, { key, value, seq: next })
    extensions.latestSeq = next
    return {}
  }
  const outcomes = outcomesOf(call, writes, faults, carryOut)
  return {
    ExtensionList: outcomes.map(({ item, outcome }) => ({
      ErrorCode: 'code' in outcome ? outcome.code : 0,
      Extension: pairNow(extensions, item.userId),
    })),
  }
}

/** A pair as it is stored now; one that is not there is empty, of the message's latest version. */
function pairNow({ pairs, latestSeq }: Extensions, key: string) {
  const { value, seq } = pairs.get(key) ?? { value: '', seq: latestSeq }
  return { Key: key, Value: value, Seq: seq }
}
