import type { Members } from '../json.ts'
import type { ItemRules, Unclear } from '../operation.ts'
import { readEntries } from './entries.ts'
import { isName } from './names.ts'

/** With another account or in a group: one of them stands. */
export interface Conversation {
  readonly peerId?: string
  readonly groupId?: string
}

/** No validated text holds a NUL, so no account is taken for the group of its name. */
const OF_GROUP = '\0'

/** Chat's kinds of conversations. */
export const ONE_TO_ONE = 1
export const GROUP = 2

/** What tells a conversation from another: the kind, and the id. */
const idOf = ({ peerId, groupId }: Conversation): string => peerId ?? `${OF_GROUP}${groupId}`

const named = (id: string): Members =>
  id.startsWith(OF_GROUP) ? { groupId: id.slice(OF_GROUP.length) } : { peerId: id }

export const toContactItem = ({ peerId, groupId }: Conversation) =>
  peerId === undefined ? { Type: GROUP, ToGroupId: groupId } : { Type: ONE_TO_ONE, To_Account: peerId }

/** Its kind is a number on some pages and a text on others. */
const isOfKind = (type: unknown, kind: number): boolean => type === kind || type === String(kind)

/** The conversation that an entry is about; undefined where it names none. The list of the recent ones calls a group's id GroupId. */
export function readConversation(entry: unknown): Conversation | undefined {
  const { Type, To_Account: peerId, ToGroupId, GroupId } = Object(entry) as Members
  const groupId = ToGroupId ?? GroupId
  if (isOfKind(Type, ONE_TO_ONE) && isName(peerId)) return { peerId }
  return isOfKind(Type, GROUP) && isName(groupId) ? { groupId } : undefined
}

/** The item that an entry of a reply is about. */
export function itemNamedIn(entry: unknown): string | undefined {
  const conversation = readConversation(entry)
  return conversation && idOf(conversation)
}

/** Reads a list of conversations, and what each entry says beside. */
export const readConversations = (name: string, list: unknown, read: (entry: Members) => Members) =>
  readEntries(name, list, (entry): Members | Unclear => {
    const conversation = readConversation(entry)
    return conversation ? { ...conversation, ...read(entry) } : 'it names no conversation'
  })

/** Items that are conversations, `limit` a call. */
export const conversationItems = (limit: number): ItemRules<unknown, Conversation> => ({
  member: 'conversations',
  id: idOf,
  as: named,
  toUpstream: toContactItem,
  limit,
})

/** In `list` an entry for each, which holds the conversation as ContactItem, and its code. */
export const ownVerdicts = (list: string) =>
  ({
    form: 'own',
    list,
    id: ({ ContactItem }: Members) => itemNamedIn(ContactItem),
    code: 'ResultCode',
    info: 'ResultInfo',
  }) as const
