import { type Contacts, noContacts } from './contacts.ts'
import type { Mutes } from './mutes.ts'
import type { Sessions } from './sessions.ts'

/** What an account lets others do that want it as a friend: add it, ask it, or neither. */
export const allowTypes = ['accept', 'ask', 'deny'] as const
export type AllowType = (typeof allowTypes)[number]

/** What an account keeps about one friend. Times are Unix seconds. */
export interface Friend {
  addSource: string
  addTime: number
  addWording?: string
  remark?: string
  remarkTime?: number
  lists: string[]
  custom: Map<string, string | number>
}

/** A request that waits for the other side's consent. */
export interface Pending {
  addSource: string
  addWording?: string
  /** Unix seconds */
  askedAt: number
}

/** Versions of what an account keeps. They begin at 1, since a caller that knows nothing yet sends 0. */
export interface Sequences {
  /** Who the friends are, and their standard fields. */
  standard: number
  /** The friends' custom fields. */
  custom: number
  lists: number
  blocklist: number
}

export interface Account {
  userId: string
  /** Belongs to another app, so that naming it gives 30002. */
  otherApp: boolean
  /** By tag, such as Tag_Profile_IM_Nick; what an account allows stands in `allowType`. */
  profile: Map<string, string | number>
  /** Friend lists are things of their own: one stays, empty, when its last friend leaves it. */
  lists: Set<string>
  friends: Map<string, Friend>
  allowType: AllowType
  /** Whom the account has blocked, and when (Unix seconds). */
  blocked: Map<string, number>
  /** The requests the account has sent, by the UserID they were sent to. */
  pending: Map<string, Pending>
  sequences: Sequences
  sessions: Sessions
  mutes: Mutes
  /** What pushes choose by: tags, and attributes by the names that the app has given. */
  tags: Set<string>
  attributes: Map<string, string>
  /** Its conversations as lists, groups and marks have them. */
  contacts: Contacts
  /** A write holds the account at this moment: any other write of it gets 30008. */
  writing: boolean
}

/** An account as importing makes it: no profile, no relations, and whoever wants may add it. */
export function newAccount(userId: string): Account {
  return {
    userId,
    otherApp: false,
    profile: new Map(),
    lists: new Set(),
    friends: new Map(),
    allowType: 'accept',
    blocked: new Map(),
    pending: new Map(),
    sequences: { standard: 1, custom: 1, lists: 1, blocklist: 1 },
    sessions: new Map(),
    mutes: { oneToOne: 0, group: 0 },
    tags: new Set(),
    attributes: new Map(),
    contacts: noContacts(),
    writing: false,
  }
}
