import { randomBytes } from 'node:crypto'
import type { Region } from '../regions.ts'
import type { Account } from './account.ts'
import type { Conversation } from './conversation.ts'
import type { Pushes } from './push-task.ts'

export const appStatuses = ['active', 'disabled', 'requests-disabled', 'expired'] as const
export type AppStatus = (typeof appStatuses)[number]

/** What accounts may be deleted by: a trial or developer plan always deletes and locks nothing, a paid one locks what it deletes. */
export const plans = ['trial', 'paid'] as const
export type Plan = (typeof plans)[number]

/** What may keep a message from its recipient. */
export const sendChecks = ['friends', 'blocklist', 'mutes'] as const
export type SendCheck = (typeof sendChecks)[number]

export const customFieldTypes = ['string', 'integer'] as const
export type CustomFieldType = (typeof customFieldTypes)[number]

export interface App {
  name: string
  sdkAppId: number
  region: Region
  /** The first one is the gateway's. */
  admins: string[]
  /** UserSigs are verified with this key. */
  key: string
  /** The gateway signs with this key; differs from `key` only in the midst of a rotation. */
  secretKey: string
  status: AppStatus
  plan: Plan
  /** Whether accounts may be deleted at all; else 71000. */
  accountDeletion: boolean
  /** Whether messages may be pushed to all users; else 90045. */
  pushToAll: boolean
  /** Whether conversations may be marked and grouped; else 51013. */
  conversationMarks: boolean
  /** Empty: everybody may call. */
  allowedIps: string[]
  /** By bare name (`Test` for Tag_SNS_Custom_Test). */
  customFields: Map<string, CustomFieldType>
  /** By bare name (`Test` for Tag_Profile_Custom_Test). */
  customProfileFields: Map<string, CustomFieldType>
  /** Profile fields, by tag, that may not be written (40008) and that may not be read (40007). */
  readOnlyProfileTags: string[]
  writeOnlyProfileTags: string[]
  accounts: Map<string, Account>
  /** When UserIDs were deleted, ms since 1970; one that was imported again is here no more. */
  deleted: Map<string, number>
  /** The bots in service; each is an account as well, and stays one. */
  bots: Set<string>
  /** Names of user attributes, by slot, `0` to `9`. */
  attributeNames: Map<string, string>
  pushes: Pushes
  /** How long a message can be read in its history. */
  roamingDays: number
  /** What a send by this API looks at beside what its page says. */
  sendChecks: SendCheck[]
  /** By the recipient's UserID: the code with which the app's webhook before a send refuses a message. */
  webhookRefusals: Map<string, number>
  /** Whether messages may have extensions; else 10008. */
  messageExtensions: boolean
  /** The messages between any two accounts. */
  conversations: Map<string, Conversation>
}

/** A fresh key in the form the console shows: 64 hex digits. */
export function newKey(): string {
  return randomBytes(32).toString('hex')
}
