import type { Account } from '../../world/account.ts'
import { GROUP, type Recent } from '../../world/contacts.ts'
import { after, type ListPlace, ordinaryOf, pinnedOf, placeBehind } from '../../world/recent.ts'
import type { CommandCall } from '../command.ts'
import { contactCommand, countOf } from './contact.ts'

const WITH_PINNED = 1
const WITH_EMPTY = 2
const PAGED = 4

/**
 * Pulling the recent conversations, the pinned ones first, https://trtc.io/document/43087. Ordinary and pinned ones have a cursor each:
 * a time, and how many of that second are behind it.
 */
export const getList = contactCommand('get_list', (call, owner) => {
  const ordinary = { at: countOf(call, 'TimeStamp'), index: countOf(call, 'StartIndex') }
  const pinned = { at: countOf(call, 'TopTimeStamp'), index: countOf(call, 'TopStartIndex') }
  const flags = countOf(call, 'AssistFlags')
  return { run: () => pageOf(call, owner, { ordinary, pinned }, flags) }
})

interface Places {
  ordinary: ListPlace
  pinned: ListPlace
}

const isStart = ({ at, index }: ListPlace): boolean => at === 0 && index === 0

function pageOf({ limits, now }: CommandCall, owner: Account, places: Places, flags: number) {
  const withEmpty = (flags & WITH_EMPTY) !== 0
  const pins = (flags & WITH_PINNED) === 0 ? [] : pinnedOf(owner, withEmpty)
  const others = ordinaryOf(owner, withEmpty, limits.recentConversations)
  // Those who don't page through the pinned ones get all of them with the first page.
  const leftPins = (flags & PAGED) !== 0 || isStart(places.ordinary) ? after(pins, places.pinned) : []
  const leftOthers = after(others, places.ordinary)
  const toldPins = (flags & PAGED) === 0 ? leftPins : leftPins.slice(0, limits.recentPage)
  const toldOthers = leftOthers.slice(0, Math.max(0, limits.recentPage - toldPins.length))
  const isLast = toldPins.length === leftPins.length && toldOthers.length === leftOthers.length
  const end = { at: Math.floor(now / 1000), index: 0 }
  const ordinary = isLast ? end : placeBehind(others, toldOthers, places.ordinary)
  const pinned = isLast ? end : placeBehind(pins, toldPins, places.pinned)
  return {
    SessionItem: [...toldPins, ...toldOthers].map(sessionItem),
    CompleteFlag: isLast ? 1 : 0,
    TimeStamp: ordinary.at,
    StartIndex: ordinary.index,
    TopTimeStamp: pinned.at,
    TopStartIndex: pinned.index,
  }
}

/** A group's id is called otherwise here than in the other commands. */
const sessionItem = ({ kind, id, at, pinned }: Recent) => ({
  Type: kind,
  ...(kind === GROUP ? { GroupId: id } : { To_Account: id }),
  MsgTime: at,
  TopFlag: pinned ? 1 : 0,
})
