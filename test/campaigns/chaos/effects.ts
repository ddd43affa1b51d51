import type { CallRecord } from '../../../local/chat/index.ts'
import { itemsOf } from './history.ts'
import type { Asked } from './workload.ts'

/** One value that a call sets, and where: the account, the item, and which of its values. */
export interface Write {
  /** Index of the item in its call. */
  readonly item: number
  readonly cell: string
  readonly value: string
}

/** A write that the emulator carried out, in the order in which it did. */
export interface Effect extends Omit<Write, 'item'> {
  /** Whether it surely did; where a fault hid what became of an item, nobody knows. */
  readonly isSure: boolean
  /** Whether it left a request that waits for consent, and no friend. */
  readonly isPending: boolean
  readonly arrivedAt: number
  readonly doneAt: number
  /** Of the call, so that two effects of one call can be told from those of two. */
  readonly random: string
  /** What kept its reply from coming through whole and at once, if anything did. */
  readonly trouble: string | undefined
}

type Members = Readonly<Record<string, unknown>>

const cellOf = (app: string, owner: unknown, item: string, what: string) => [app, owner ?? '', item, what].join('/')

/** What a message is called in a cell, whichever call it came by. */
export const MESSAGE = 'message'

/** What a call sets, by its own words. */
export function writesOf({ operation, app, body }: Asked): Write[] {
  const ids = itemsOf({ body })
  const cell = (item: string, what: string) => cellOf(app, body.userId, item, what)
  if (operation === 'push.send') return [{ item: 0, cell: cell('', operation), value: textOf(body.elements) }]
  if (operation === 'messages.send') {
    return [{ item: 0, cell: cell(String(body.peerId), MESSAGE), value: textOf(body.elements) }]
  }
  if (operation === 'messages.send-batch') {
    return ids.map((id, item) => ({ item, cell: cell(id, MESSAGE), value: textOf(body.elements) }))
  }
  if (operation !== 'friends.update') return ids.map((id, item) => ({ item, cell: cell(id, operation), value: '' }))
  const friends = (body.friends ?? []) as readonly { remark?: string; custom?: { Test: string } }[]
  return friends.flatMap(({ remark, custom }, item) => [
    ...(remark === undefined ? [] : [{ item, cell: cell(ids[item] ?? '', 'remark'), value: remark }]),
    ...(custom === undefined ? [] : [{ item, cell: cell(ids[item] ?? '', 'Test'), value: custom.Test }]),
  ])
}

/** What names a push or a message: its first text, whether in our words or in Chat's. */
function textOf(elements: unknown): string {
  const [{ text, MsgContent }] = Array.isArray(elements) ? elements : [{}]
  return String(text ?? Object(MsgContent).Text)
}

/** Chat's commands and our operations; where the items stand in the body of each, and where else they may. */
const commands: Readonly<Record<string, readonly [operation: string, items: string, orElse?: string]>> = {
  friend_update: ['friends.update', 'UpdateItem'],
  friend_add: ['friends.add', 'AddFriendItem'],
  friend_import: ['friends.import', 'AddFriendItem'],
  friend_delete: ['friends.delete', 'To_Account'],
  friend_delete_all: ['friends.delete-all', ''],
  group_add: ['friend-lists.add', 'To_Account'],
  group_delete: ['friend-lists.delete', ''],
  black_list_add: ['blocklist.add', 'To_Account'],
  black_list_delete: ['blocklist.delete', 'To_Account'],
  multiaccount_import: ['accounts.import', 'Accounts', 'AccountList'],
  account_delete: ['accounts.delete', 'DeleteItem'],
  im_add_tag: ['user-tags.add', 'UserTags'],
  im_push: ['push.send', ''],
  sendmsg: ['messages.send', ''],
  batchsendmsg: ['messages.send-batch', 'To_Account'],
}
/** Of these the emulator notes no code for each item: what became of the call, became of all. */
const AS_A_WHOLE = ['multiaccount_import', 'im_add_tag']

/** Whose replies name those alone who failed. */
const FAILURES_ALONE = ['batchsendmsg']

const AWAITS_CONSENT = 30539

/** What became of one item of a call that was carried out. */
function fateOf({ answer, fault, command }: CallRecord, id: string): 'done' | 'pending' | 'not done' | 'hidden' {
  if (fault?.errorCode !== undefined) return 'hidden'
  if (fault?.items?.[id] !== undefined) return fault.after ? 'hidden' : 'not done'
  const own = answer?.items?.[id]
  const isOfAll = id === '' || AS_A_WHOLE.includes(command) || (FAILURES_ALONE.includes(command) && own === undefined)
  const code = isOfAll ? answer?.ErrorCode : own
  if (code === 0) return 'done'
  return code === AWAITS_CONSENT ? 'pending' : 'not done'
}

/** What a call on the emulator has changed. @param trouble what went wrong on the way of its reply */
export function effectsOf(record: CallRecord, trouble: string | undefined): Effect[] {
  const [operation, member, orElse = ''] = commands[record.command] ?? []
  if (operation === undefined || member === undefined || !record.carriedOut) return []
  const body = record.body as Members
  const arrivedAt = Date.parse(record.time)
  const times = { arrivedAt, doneAt: arrivedAt + (record.durationMs ?? 0), random: record.random ?? '' }
  const items = member === '' ? [''] : ((body[member] ?? body[orElse]) as readonly unknown[])
  return items.flatMap((item): Effect[] => {
    const id = typeof item === 'string' ? item : String(Object(item).To_Account ?? Object(item).UserID)
    const fate = fateOf(record, id)
    if (fate === 'not done') return []
    const how = {
      isSure: fate !== 'hidden',
      isPending: fate === 'pending',
      trouble: trouble ?? troubleOf(record),
      ...times,
    }
    const cell = (what: string) => cellOf(record.app ?? '', body.From_Account, id, what)
    if (operation === 'push.send') return [{ cell: cell(operation), value: textOf(body.MsgBody), ...how }]
    if (operation.startsWith('messages.')) {
      const to = id === '' ? String(body.To_Account) : id
      return [{ cell: cellOf(record.app ?? '', body.From_Account, to, MESSAGE), value: textOf(body.MsgBody), ...how }]
    }
    if (operation !== 'friends.update') return [{ cell: cell(operation), value: '', ...how }]
    const fields = Object(item).SnsItem as readonly { Tag: string; Value: string }[]
    return fields.map(({ Tag, Value }) => ({ cell: cell(nameOf(Tag)), value: String(Value), ...how }))
  })
}

const nameOf = (tag: string) => (tag === 'Tag_SNS_IM_Remark' ? 'remark' : tag.replace('Tag_SNS_Custom_', ''))

const troubleOf = ({ fault }: CallRecord): string | undefined => (fault ? JSON.stringify(fault) : undefined)
