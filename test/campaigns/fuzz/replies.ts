import { accountsOf, coded } from '../../support/gateway/chain.ts'
import type { Call as Heard } from '../../support/gateway/chat-server.ts'
import { rows } from '../../support/gateway/rows.ts'

export type Members = Record<string, unknown>

/** A call as it reaches Chat. */
export interface Call {
  /** The last part of its path. */
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

const pathOf = (command: string): string => `/${rows.find((row) => row.command === command)?.path}`

/** As the scripts of the gateway's tests hear it. */
const heard = ({ command, body }: Pick<Call, 'command' | 'body'>) =>
  ({ path: pathOf(command), body }) as unknown as Heard

/** The ids of the items that a call is about, in its order. */
export const accountsIn = (call: Pick<Call, 'command' | 'body'>): readonly string[] => accountsOf(heard(call))

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

/** The relationship chain's entries, which say more than their samples do. */
const chainEntries = (call: Call, said: readonly Said[]) =>
  accountsIn(call).map((To_Account, index) => {
    const { code, info } = said[index % said.length]!
    const Relation = relations[(index + said.length) % relations.length]
    return { To_Account, ResultCode: code, ResultInfo: info, Relation, SnsProfileItem: tags.slice(index % 3) }
  })

/** What any other row's sample says, with that said of each item in turn in the row's own form. */
function sampled(call: Call, said: readonly Said[]): Members {
  const verdicts = accountsIn(call).map((id, index): [string, readonly [number, string]] => {
    const { code, info } = said[index % said.length]!
    return [id, [code, info]]
  })
  return structuredClone(coded(Object.fromEntries(verdicts))(heard(call))) as Members
}

/** A reply as Chat writes it, with that said of each account in turn. */
export function goodReply(call: Call, said: readonly Said[]): Members {
  const { command } = call
  if (!pathOf(command).startsWith('/v4/sns/')) return sampled(call, said)
  const page = pages[command]?.(said) ?? { [listOf[command] ?? 'ResultItem']: chainEntries(call, said) }
  return { ...page, ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ErrorDisplay: '' }
}
