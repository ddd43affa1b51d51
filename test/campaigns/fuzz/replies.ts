import { lists } from '../../support/gateway/chain.ts'
import { type Row, rows } from '../../support/gateway/rows.ts'

export type Members = Record<string, unknown>

/** A call as it reaches Chat. */
export interface Call {
  /** Behind `v4/sns/`. */
  readonly command: string
  readonly body: Members
  /** What Chat has seen that nobody else may. */
  readonly secrets: readonly string[]
}

const byCommand: ReadonlyMap<string, Row> = new Map(rows.map((row) => [row.command, row]))

/** The row that a call is of. */
export const rowOf = ({ command }: Pick<Call, 'command'>): Row => byCommand.get(command)!

const isCompound = ({ items }: Row): boolean =>
  typeof (items?.told && 'id' in items.told && items.told.id) === 'function'

/** The items that a call carries, by their ids in its order. */
export function idsIn(call: Pick<Call, 'command' | 'body'>): string[] {
  const row = rowOf(call)
  const idOf = isCompound(row) ? (item: unknown) => conversationIn(item) ?? '' : row.items?.idOf
  return row.items?.carriedBy(call.body).map((item) => idOf?.(item) ?? '') ?? []
}

/** What tells a message from others, where a call sends one. */
export const numbersIn = ({ body: { MsgSeq, MsgRandom } }: Pick<Call, 'body'>): string => `${MsgSeq} ${MsgRandom}`

/** Stands before the id of a group, so that no account is taken for it: no id of Chat's holds one. */
const OF_GROUP = '\0'

/** The conversation that an item or an entry is about, by its kind and its id. */
export function conversationIn(entry: unknown): string | undefined {
  const { ContactItem = entry } = Object(entry) as Members
  const { Type, To_Account, ToGroupId, GroupId } = Object(ContactItem) as Members
  const group = ToGroupId ?? GroupId
  if (String(Type) === '1' && typeof Type !== 'object')
    return typeof To_Account === 'string' && To_Account ? To_Account : undefined
  return String(Type) === '2' && typeof Type !== 'object' && typeof group === 'string' && group
    ? `${OF_GROUP}${group}`
    : undefined
}

/** The reply with each group under its own members, where it was written down as an account of its name. */
const withGroups = (reply: Members): Members =>
  JSON.parse(JSON.stringify(reply), (_, value) => {
    const { To_Account, ...rest } = Object(value) as Members
    if (typeof To_Account !== 'string' || !To_Account.startsWith(OF_GROUP)) return value
    return { ...rest, Type: 2, ToGroupId: To_Account.slice(OF_GROUP.length) }
  })

/** What is said of an account. */
export interface Said {
  readonly code: number
  readonly info: string
}

const relations = [
  'CheckResult_Type_BothWay',
  'BlackCheckResult_Type_AWithB',
  'CheckResult_Type_NoRelation',
  'CheckResult_Type_',
  'x',
]
const tags = [
  { Tag: 'Tag_SNS_IM_Remark', Value: 'r' },
  { Tag: 'Tag_SNS_Custom_Test', Value: 1 },
  { Tag: 'Tag_Profile_IM_Nick', Value: 'n' },
]

const pages: Readonly<Record<string, (said: readonly Said[]) => object>> = {
  friend_get: (said) => ({
    UserDataItem: said.map((_, index) => ({ To_Account: `u${index}`, ValueItem: tags.slice(index % 3) })),
    FriendNum: said.length,
    CompleteFlag: said.length % 2,
    NextStartIndex: said.length,
  }),
  group_get: (said) => ({
    ResultItem: said.map((_, index) => ({ GroupName: `g${index}`, FriendNumber: index, To_Account: [`u${index}`] })),
  }),
  black_list_get: (said) => ({
    BlackListItem: said.map((_, index) => ({ To_Account: `u${index}`, AddBlackTimeStamp: index })),
    StartIndex: said.length % 3,
  }),
}

/** Members whose values tell something, with values of which some tell nothing. */
const telling: Readonly<Record<string, (place: number) => unknown>> = {
  Relation: (place) => relations[place % relations.length],
  SnsProfileItem: (place) => tags.slice(place % 3),
  AccountStatus: (place) => ['Imported', 'NotImported', 'x'][place % 3],
}

function varied(entry: unknown, place: number): unknown {
  if (typeof entry !== 'object' || entry === null) return entry
  const members = Object.entries(entry).map(([name, value]) => [name, telling[name]?.(place) ?? value])
  return Object.fromEntries(members)
}

/** A reply as Chat writes it, with that said of each item in turn. */
export function goodReply(call: Call, said: readonly Said[]): Members {
  const row = rowOf(call)
  const ids = idsIn(call)
  const page = pages[call.command]?.(said)
  const envelope = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ErrorDisplay: '' }
  if (page) return { ...page, ...envelope }
  const told = row.items?.told
  if (!told || ids.length === 0) return structuredClone(row.sample.reply) as Members
  const verdicts = ids.map((id, index) => {
    const { code, info } = said[index % said.length]!
    return [id, [code, info]] as const
  })
  const members = Object.entries(lists(row, told, new Map(verdicts)))
  const whole = members.map(([name, value]) => [name, Array.isArray(value) ? value.map(varied) : value])
  const written = { ...Object.fromEntries(whole), ...envelope }
  return isCompound(row) ? withGroups(written) : written
}
