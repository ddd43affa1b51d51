import { integerFields, seed } from './seed.ts'

/** What an account knows of a friend. Times are Unix seconds. */
export interface Friend {
  source: string
  addedAt: number
  wording?: string
  remark?: string
  remarkedAt?: number
  lists: string[]
  custom: Record<string, string | number>
}

export interface Account {
  readonly userId: string
  readonly isForeign: boolean
  readonly allows: 'accept' | 'ask' | 'deny'
  /** By the ends of Chat's tags. */
  readonly profile: Record<string, string>
  readonly tags: Set<string>
  lists: string[]
  readonly friends: Map<string, Friend>
  readonly blocked: Map<string, number>
  readonly asked: Map<string, { source: string; wording?: string; askedAt: number }>
}

/** A message as one side of a conversation has it. */
export interface Kept {
  readonly from: string
  readonly to: string
  readonly text: string
  /** Unix seconds */
  readonly at: number
  unread: boolean
}

export interface App {
  readonly name: string
  readonly customFields: Readonly<Record<string, 'string' | 'integer'>>
  readonly integerFields: readonly string[]
  readonly accounts: Map<string, Account>
  /** The texts of what was pushed, oldest first. */
  readonly pushes: string[]
  /** What every account has of its messages, by itself and the other one, oldest first. */
  readonly histories: Map<string, Map<string, Kept[]>>
}

/** 2023-11-14: what the emulator dates seeds with that say no time. */
const UNDATED = 1_700_000_000

type SeedApp = (typeof seed)['apps'][keyof (typeof seed)['apps']]
type SeedAccount = SeedApp['accounts'][string]

const bare = (source = 'AddSource_Type_Import') => source.replace('AddSource_Type_', '')
const entriesOf = <Value>(record: Record<string, Value> = {}) => Object.entries(record)

function accountOf(userId: string, given: SeedAccount): Account {
  const friends = entriesOf(given.friends).map(([id, { source, addedAt, wording, remark, lists, custom }]) => {
    const said = { ...(wording !== undefined && { wording }), ...(remark !== undefined && { remark }) }
    const friend: Friend = {
      source: bare(source),
      addedAt: addedAt ?? UNDATED,
      lists: [...(lists ?? [])],
      custom: {},
      ...said,
    }
    Object.assign(friend.custom, custom)
    return [id, friend] as const
  })
  const inLists = friends.flatMap(([, friend]) => friend.lists)
  return {
    userId,
    isForeign: given.otherApp ?? false,
    allows: given.allowType ?? 'accept',
    profile: { ...(given.nick && { Nick: given.nick }), ...(given.faceUrl && { Image: given.faceUrl }) },
    tags: new Set(),
    lists: [...new Set([...(given.lists ?? []), ...inLists])],
    friends: new Map(friends),
    blocked: new Map(entriesOf(given.blocked).map(([id, { blockedAt }]) => [id, blockedAt ?? UNDATED])),
    asked: new Map(
      entriesOf(given.pending).map(([id, { source, askedAt }]) => [
        id,
        { source: bare(source), askedAt: askedAt ?? UNDATED },
      ]),
    ),
  }
}

export const newAccount = (userId: string): Account => accountOf(userId, {})

/** Both apps as a sequence finds them. */
export const freshApps = (): Map<string, App> =>
  new Map(
    Object.entries<SeedApp>(seed.apps).map(([name, { admins, accounts, customFields }]) => {
      const all = [...admins.map((id) => [id, {}] as const), ...Object.entries<SeedAccount>(accounts)]
      return [
        name,
        {
          name,
          customFields,
          integerFields: integerFields[name] ?? [],
          accounts: new Map(all.map(([id, given]) => [id, accountOf(id, given)])),
          pushes: [],
          histories: new Map(),
        },
      ]
    }),
  )

const given = (members: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

/** The emulator's words for an account, its mappings as lists so that their order counts. */
const accountState = ({ allows, profile, tags, lists, friends, blocked, asked }: Account) => ({
  allowType: allows,
  profile: Object.fromEntries(Object.entries(profile).map(([name, value]) => [`Tag_Profile_IM_${name}`, value])),
  tags: [...tags],
  lists,
  friends: [...friends].map(([id, { source, addedAt, wording, remark, remarkedAt, lists: inLists, custom }]) => [
    id,
    given({
      addSource: `AddSource_Type_${source}`,
      addTime: addedAt,
      addWording: wording,
      remark,
      remarkTime: remarkedAt,
      lists: inLists,
      custom,
    }),
  ]),
  blocked: [...blocked],
  pending: [...asked].map(([id, { source, wording, askedAt }]) => [
    id,
    given({ addSource: `AddSource_Type_${source}`, addWording: wording, askedAt }),
  ]),
})

/** All that the emulator should hold, app by app and account by account. */
export const stateOf = (apps: ReadonlyMap<string, App>) =>
  Object.fromEntries(
    [...apps].map(([name, { accounts, pushes, histories }]) => [
      name,
      {
        accounts: Object.fromEntries([...accounts].map(([id, account]) => [id, accountState(account)])),
        pushes,
        messages: [...histories.values()].flatMap((side) => [...side.values()]).flat().length,
      },
    ]),
  )

/** The same of what GET /_emulator/state answered. */
export const stateSeen = ({ apps }: StateAnswer) =>
  Object.fromEntries(
    Object.entries(apps).map(([name, { accounts, pushes, messages }]) => [
      name,
      {
        accounts: Object.fromEntries(Object.entries(accounts).map(([id, account]) => [id, accountSeen(account)])),
        pushes: pushes.tasks.map(({ body: [element] }) => element?.MsgContent.Text),
        messages,
      },
    ]),
  )

const accountSeen = ({ allowType, profile, tags, lists, friends, blocked, pending }: AccountAnswer) => ({
  allowType,
  profile,
  tags,
  lists,
  friends: Object.entries(friends),
  blocked: Object.entries(blocked),
  pending: Object.entries(pending),
})

export interface StateAnswer {
  readonly apps: Readonly<Record<string, AppAnswer>>
}
interface AppAnswer {
  readonly accounts: Readonly<Record<string, AccountAnswer>>
  readonly pushes: { readonly tasks: readonly { readonly body: readonly Element[] }[] }
  /** How many messages all sides keep together. */
  readonly messages: number
}
/** One side of a conversation, as GET /_emulator/state shows it. */
export interface SideAnswer {
  readonly messages: readonly {
    readonly from: string
    readonly to: string
    readonly time: number
    readonly unread: boolean
    readonly body: readonly Element[]
  }[]
}

/** The same in the model's words. */
export const sideSeen = ({ messages }: SideAnswer): Kept[] =>
  messages.map(({ from, to, time, unread, body: [element] }) => ({
    from,
    to,
    text: String(element?.MsgContent.Text),
    at: time,
    unread,
  }))
interface Element {
  readonly MsgContent: { readonly Text: string }
}
interface AccountAnswer {
  readonly allowType: string
  readonly profile: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly lists: readonly string[]
  readonly friends: Readonly<Record<string, unknown>>
  readonly blocked: Readonly<Record<string, number>>
  readonly pending: Readonly<Record<string, unknown>>
}
