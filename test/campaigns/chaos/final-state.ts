import type { FinalState } from './check.ts'

interface FriendState {
  readonly remark?: string
  readonly lists: readonly string[]
  readonly custom: Readonly<Record<string, string>>
}
interface AccountState {
  readonly friends: Readonly<Record<string, FriendState>>
  readonly blocked: Readonly<Record<string, number>>
  readonly lists: readonly string[]
  readonly tags: readonly string[]
}
/** What `/_emulator/state` answers. */
export interface EmulatorState {
  readonly apps: Readonly<Record<string, { readonly accounts: Accounts }>>
}

type Look = (owner: AccountState, item: string) => string | boolean | undefined

/** Whether what an operation did stands, or the value that does. */
const looks: Readonly<Record<string, Look>> = {
  remark: ({ friends }, item) => friends[item]?.remark,
  Test: ({ friends }, item) => friends[item]?.custom.Test,
  'friends.add': ({ friends }, item) => friends[item] !== undefined,
  'friends.import': ({ friends }, item) => friends[item] !== undefined,
  'friends.delete': ({ friends }, item) => friends[item] === undefined,
  'friends.delete-all': ({ friends }) => Object.keys(friends).length === 0,
  'friend-lists.add': ({ friends }, item) => friends[item]?.lists.includes('work'),
  'friend-lists.delete': ({ lists }) => !lists.includes('old'),
  'blocklist.add': ({ blocked }, item) => blocked[item] !== undefined,
  'blocklist.delete': ({ blocked }, item) => blocked[item] === undefined,
}

type Accounts = Readonly<Record<string, AccountState>>

/** The same of what is done for the whole app. What was pushed can't be lost. */
const looksAtAll: Readonly<Record<string, (accounts: Accounts, item: string) => boolean | undefined>> = {
  'accounts.import': (accounts, item) => accounts[item] !== undefined,
  'accounts.delete': (accounts, item) => accounts[item] === undefined,
  'user-tags.add': (accounts, item) => accounts[item]?.tags.includes('chaos'),
  'push.send': () => true,
  // Each is looked for in its conversation (messages.ts).
  message: () => true,
}

/** Reads the emulator's state by the cells that effects.ts names. */
export const readFinalState =
  ({ apps }: EmulatorState): FinalState =>
  (cell) => {
    const [app = '', owner = '', item = '', what = ''] = cell.split('/')
    const { accounts = {} } = apps[app] ?? {}
    const account = accounts[owner]
    const look = looksAtAll[what]
    if (look) return look(accounts, item)
    return account && looks[what]?.(account, item)
  }
