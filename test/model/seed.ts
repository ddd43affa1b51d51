import type { Seed } from '../../local/chat/index.ts'

/** Where the emulator's clock stands at the beginning of a sequence; each step moves it on by a second. */
export const BEGIN = 1_700_000_000

/** So low that random sequences meet each of them. Reads and writes cost no time and no quota: neither is the matter here. */
export const limits = {
  friends: 4,
  lists: 3,
  blocked: 3,
  pending: 1,
  friendsPage: 2,
  accounts: 13,
  tagsPerUser: 3,
  pushesPerDay: 1000,
  callsPerSecond: 1_000_000,
  writeMs: 0,
}

type Accounts = NonNullable<Seed['apps'][string]['accounts']>

const ann = {
  nick: 'Ann',
  lists: ['work'],
  friends: {
    ben: {
      remark: 'Benny',
      lists: ['work'],
      custom: { Test: 'old', Level: 1 },
      source: 'AddSource_Type_Web',
      wording: 'hello',
      addedAt: 1_600_000_000,
    },
  },
}

const accounts: Accounts = {
  ann,
  ben: { nick: 'Ben', friends: { ann: {}, cat: {} } },
  cat: { friends: { ben: { source: 'AddSource_Type_Web' } } },
  dan: { faceUrl: 'https://example.com/dan.png' },
  eve: { blocked: { ann: {} } },
  fay: { allowType: 'ask', lists: ['work', 'a', 'b', 'more than it may'] },
  gus: { allowType: 'ask', friends: { ann: {} } },
  hal: { friends: { ben: {}, cat: {}, dan: {}, eve: {} } },
  ivy: { allowType: 'deny' },
  mod: { otherApp: true },
}

/** The same people in another app are other accounts: nothing of one may ever show in the other. */
const others: Accounts = {
  ann: { blocked: { cat: { blockedAt: 1_650_000_000 } }, lists: ['a', 'b'] },
  ben: { allowType: 'ask' },
  cat: { nick: 'Catherine', friends: { ann: {} } },
  dan: { allowType: 'deny' },
  eve: {},
  fay: { friends: { ann: { lists: ['school'] } }, pending: { ben: { source: 'AddSource_Type_Web', askedAt: 1 } } },
  gus: {},
  hal: {},
  ivy: {},
  mod: {},
}

const app = { admins: ['administrator'], secretKey: '0123456789abcdef'.repeat(4) }

/** What the emulator, and the model, begin with. */
export const seed = {
  limits,
  apps: {
    default: {
      ...app,
      sdkAppId: 1_400_000_001,
      region: 'singapore',
      customFields: { Test: 'string', Level: 'integer' },
      accounts,
    },
    other: { ...app, sdkAppId: 1_400_000_002, region: 'frankfurt', customFields: { Test: 'string' }, accounts: others },
  },
} as const satisfies Seed

/** What an app's secret says beside the key; the emulator's own publishes none. */
export const integerFields: Readonly<Record<string, readonly string[]>> = { default: ['Level'], other: [] }
