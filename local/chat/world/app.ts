import { randomBytes } from 'node:crypto'
import type { Region } from '../regions.ts'
import type { Account } from './account.ts'

export const appStatuses = ['active', 'disabled', 'requests-disabled', 'expired'] as const
export type AppStatus = (typeof appStatuses)[number]

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
  /** Empty: everybody may call. */
  allowedIps: string[]
  /** By bare name (`Test` for Tag_SNS_Custom_Test). */
  customFields: Map<string, CustomFieldType>
  /** By bare name (`Test` for Tag_Profile_Custom_Test). */
  customProfileFields: Map<string, CustomFieldType>
  accounts: Map<string, Account>
}

/** A fresh key in the form the console shows: 64 hex digits. */
export function newKey(): string {
  return randomBytes(32).toString('hex')
}
