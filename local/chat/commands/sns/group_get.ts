import type { Account } from '../../world/account.ts'
import type { Command } from '../command.ts'
import { choiceOf, fromAccountOf, listNamesOf } from '../request.ts'

/** Pulling friend lists, all or by name, with or without their friends, https://trtc.io/document/40123. */
export const groupGet: Command = {
  service: 'sns',
  name: 'group_get',
  prepare(call) {
    const owner = fromAccountOf(call)
    const names = call.body.GroupName === undefined ? [] : listNamesOf(call)
    const choices = ['Need_Friend_Type_Yes', 'Need_Friend_Type_No'] as const
    const withFriends = choiceOf(call, 'NeedFriend', choices, 'Need_Friend_Type_No') === 'Need_Friend_Type_Yes'
    return {
      run() {
        const found = names.length === 0 ? [...owner.lists] : names.filter((name) => owner.lists.has(name))
        return {
          ResultItem: found.map((name) => listRow(owner, name, withFriends)),
          CurrentSequence: owner.sequences.lists,
        }
      },
    }
  },
}

function listRow({ friends }: Account, name: string, withFriends: boolean): unknown {
  const members = [...friends].filter(([, friend]) => friend.lists.includes(name)).map(([userId]) => userId)
  return { GroupName: name, FriendNumber: members.length, ...(withFriends ? { To_Account: members } : {}) }
}
