export type Body = Readonly<Record<string, unknown>>

export interface ChainOperation {
  readonly name: string
  /** Behind `v4/sns/`. */
  readonly command: string
  readonly effect: 'read' | 'write'
  /** The least body it takes. */
  readonly body: Body
  /** What that body becomes, defaults and all. */
  readonly upstream: Body
  /** Our member and the reply's that hold the items, where there are some. */
  readonly member?: 'friends' | 'friendIds' | 'userIds'
  readonly results?: 'ResultItem' | 'InfoItem' | 'BlackListCheckItem'
  /** Most items of one call. */
  readonly limit?: number
}

const from = { From_Account: 'id' }
const one = { ...from, To_Account: ['a'] }
const ids = { member: 'friendIds', results: 'ResultItem', limit: 1000 } as const
const blocked = { ...ids, member: 'userIds' } as const
const friends = { ...ids, member: 'friends' } as const
const friendBody = { userId: 'id', friends: [{ userId: 'a', source: 'Web' }] }
const idsBody = { userId: 'id', friendIds: ['a'] }
const userIdsBody = { userId: 'id', userIds: ['a'] }
const AddFriendItem = [{ To_Account: 'a', AddSource: 'AddSource_Type_Web' }]
const TagList = ['Remark', 'Group', 'AddSource', 'AddWording', 'AddTime'].map((name) => `Tag_SNS_IM_${name}`)

/** The chain as the contract tells it, `friends.update` aside. */
export const chain: readonly ChainOperation[] = [
  {
    name: 'friends.add',
    command: 'friend_add',
    effect: 'write',
    body: friendBody,
    upstream: { ...from, AddFriendItem, AddType: 'Add_Type_Both', ForceAddFlags: 0 },
    ...friends,
  },
  {
    name: 'friends.import',
    command: 'friend_import',
    effect: 'write',
    body: friendBody,
    upstream: { ...from, AddFriendItem },
    ...friends,
  },
  {
    name: 'friends.delete',
    command: 'friend_delete',
    effect: 'write',
    body: { ...idsBody, mutual: true },
    upstream: { ...one, DeleteType: 'Delete_Type_Both' },
    ...ids,
  },
  {
    name: 'friends.delete-all',
    command: 'friend_delete_all',
    effect: 'write',
    body: { userId: 'id', mutual: false },
    upstream: { ...from, DeleteType: 'Delete_Type_Single' },
  },
  {
    name: 'friends.check',
    command: 'friend_check',
    effect: 'read',
    body: idsBody,
    upstream: { ...one, CheckType: 'CheckResult_Type_Both' },
    ...ids,
    results: 'InfoItem',
  },
  {
    name: 'friends.list',
    command: 'friend_get',
    effect: 'read',
    body: { userId: 'id' },
    upstream: { ...from, StartIndex: 0, StandardSequence: 0, CustomSequence: 0 },
  },
  {
    name: 'friends.get',
    command: 'friend_get_list',
    effect: 'read',
    body: idsBody,
    upstream: { ...one, TagList },
    ...ids,
    results: 'InfoItem',
    limit: 100,
  },
  {
    name: 'friend-lists.add',
    command: 'group_add',
    effect: 'write',
    body: { ...idsBody, lists: ['l'] },
    upstream: { ...one, GroupName: ['l'] },
    ...ids,
  },
  {
    name: 'friend-lists.delete',
    command: 'group_delete',
    effect: 'write',
    body: { userId: 'id', lists: ['l'] },
    upstream: { ...from, GroupName: ['l'] },
  },
  {
    name: 'friend-lists.get',
    command: 'group_get',
    effect: 'read',
    body: { userId: 'id' },
    upstream: { ...from, NeedFriend: 'Need_Friend_Type_No' },
  },
  {
    name: 'blocklist.add',
    command: 'black_list_add',
    effect: 'write',
    body: userIdsBody,
    upstream: one,
    ...blocked,
  },
  {
    name: 'blocklist.delete',
    command: 'black_list_delete',
    effect: 'write',
    body: userIdsBody,
    upstream: one,
    ...blocked,
  },
  {
    name: 'blocklist.list',
    command: 'black_list_get',
    effect: 'read',
    body: { userId: 'id' },
    upstream: { ...from, StartIndex: 0, MaxLimited: 100, LastSequence: 0 },
  },
  {
    name: 'blocklist.check',
    command: 'black_list_check',
    effect: 'read',
    body: userIdsBody,
    upstream: { ...one, CheckType: 'BlackCheckResult_Type_Both' },
    ...blocked,
    results: 'BlackListCheckItem',
  },
]

export const operation = (name: string): ChainOperation => {
  const found = chain.find((row) => row.name === name)
  if (!found) throw new Error(`the tests know no operation ${name}`)
  return found
}

/** The operations that have items. */
export const itemised = chain.filter((row) => row.member !== undefined)
export const writes = chain.filter((row) => row.effect === 'write')
export const reads = chain.filter((row) => row.effect === 'read')
export const named = (rows: readonly ChainOperation[]) => rows.map((row) => [row.name, row] as const)

/** The operation's least body with these accounts as its items. */
export function bodyFor({ body, member }: ChainOperation, accounts: readonly string[], userId = 'id'): Body {
  if (member === undefined) return { ...body, userId }
  const items = member === 'friends' ? accounts.map((id) => ({ userId: id, source: 'Web' })) : accounts
  return { ...body, userId, [member]: items }
}
