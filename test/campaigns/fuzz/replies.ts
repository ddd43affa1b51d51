export type Members = Record<string, unknown>

/** A call as it reaches Chat. */
export interface Call {
  /** Behind `v4/sns/`. */
  readonly command: string
  readonly body: Members
  /** What Chat has seen that nobody else may. */
  readonly secrets: readonly string[]
}

const listOf: Readonly<Record<string, string>> = {
  friend_check: 'InfoItem',
  friend_get_list: 'InfoItem',
  black_list_check: 'BlackListCheckItem',
}

/** The accounts that a call is about, in its order. */
export function accountsIn({ body }: Pick<Call, 'body'>): string[] {
  const items = [body.To_Account, body.AddFriendItem, body.UpdateItem].find(Array.isArray) ?? []
  return items.map((item: string | { To_Account: string }) => (typeof item === 'string' ? item : item.To_Account))
}

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

/** A reply as Chat writes it, with that said of each account in turn. */
export function goodReply({ command, body }: Call, said: readonly Said[]): Members {
  const entries = accountsIn({ body }).map((To_Account, index) => {
    const { code, info } = said[index % said.length]!
    const Relation = relations[(index + said.length) % relations.length]
    return { To_Account, ResultCode: code, ResultInfo: info, Relation, SnsProfileItem: tags.slice(index % 3) }
  })
  const page = pages[command]?.(said) ?? { [listOf[command] ?? 'ResultItem']: entries }
  return { ...page, ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ErrorDisplay: '' }
}
