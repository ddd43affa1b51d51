import type { Code } from './codes.ts'

/**
 * How we treat an upstream refusal: `no` repeat; `backoff` with growing waits; `throttle` more slowly still;
 * `conflict` after the other writer; `once` more; `caller` may repeat but we do not; `resign` with fresh credentials;
 * `hold` the credentials, since every further try makes it worse.
 */
export type RetryClass = 'no' | 'backoff' | 'throttle' | 'conflict' | 'once' | 'caller' | 'resign' | 'hold'

export interface UpstreamCode {
  readonly code: Code
  readonly retry: RetryClass
  /** `unknown` where the write may have happened all the same. */
  readonly effect: 'none' | 'unknown'
  readonly meaning: string
  /** After an attempt of unknown effect it may say that this attempt did the work. */
  readonly mayBeDone?: true
  /** An operator must act, and yet it says that no attempt before this one can have done the work either. */
  readonly isNeverDone?: true
  /** The time of the credentials is over, by the upstream's clock. */
  readonly isExpiry?: true
}

type More = 'unknown' | 'maybe done' | 'never done' | 'by its clock'
type Line = readonly [number, Code, RetryClass, meaning: string, more?: More]

const lines: readonly Line[] = [
  [30001, 'INVALID_REQUEST', 'no', 'a parameter is wrong, or the state forbids it (see the ResultInfo suffixes)'],
  [30002, 'APP_MISMATCH', 'no', 'SDKAppID mismatch, or an illegal account', 'never done'],
  [30003, 'ACCOUNT_NOT_FOUND', 'no', 'the account was never imported'],
  [30004, 'ADMIN_REQUIRED', 'no', 'administrator rights needed'],
  [30005, 'UPSTREAM_REJECTED', 'no', 'sensitive words, or a feature not enabled (sources differ)'],
  [30006, 'UPSTREAM_INTERNAL', 'backoff', 'internal error'],
  [30007, 'UPSTREAM_TIMEOUT', 'backoff', 'network timeout inside Chat', 'unknown'],
  [30008, 'WRITE_CONFLICT', 'conflict', 'concurrent writes of one account'],
  [30009, 'ADD_FORBIDDEN', 'no', 'the app forbids the account to add friends'],
  [30010, 'FRIEND_LIMIT', 'no', 'own friends at the limit'],
  [30011, 'FRIEND_LIST_LIMIT', 'no', 'friend lists at the limit'],
  [30012, 'PENDING_LIMIT', 'no', 'pending requests at the limit'],
  [30013, 'BLOCKLIST_LIMIT', 'no', 'blocklist at the limit'],
  [30014, 'PEER_FRIEND_LIMIT', 'no', 'the other side’s friends at the limit'],
  [30515, 'PEER_BLOCKED', 'no', 'the other side is on your blocklist'],
  [30516, 'ADD_DENIED', 'no', 'the other side accepts no requests'],
  [30525, 'BLOCKED_BY_PEER', 'no', 'you are on the other side’s blocklist'],
  [30539, 'AWAITING_CONSENT', 'no', 'recorded; waits for the other side’s consent'],
  [30540, 'RATE_LIMITED', 'caller', 'adding friends too often (security policy)'],
  [30614, 'PENDING_REQUEST_NOT_FOUND', 'no', 'the pending request does not exist'],
  [31307, 'ALREADY_BLOCKED', 'no', 'on the blocklist already (old back end)', 'maybe done'],
  [31704, 'NOT_A_FRIEND', 'no', 'delete: not a friend', 'maybe done'],
  [31707, 'RATE_LIMITED', 'caller', 'deleting friends too often (security policy)'],
  [31804, 'PENDING_REQUEST_NOT_FOUND', 'no', 'pending request or account missing (sources differ)'],
  [32216, 'NOT_A_FRIEND', 'no', 'list add: not a friend'],
  [60002, 'UPSTREAM_REJECTED', 'no', 'the HTTP request could not be parsed'],
  [60003, 'UPSTREAM_REJECTED', 'no', 'the body is not JSON'],
  [60004, 'UPSTREAM_INTERNAL', 'once', 'account check failed'],
  [60005, 'UPSTREAM_INTERNAL', 'once', 'account check failed'],
  [60006, 'REGION_MISMATCH', 'no', 'SDKAppID invalid here'],
  [60007, 'RATE_LIMITED', 'throttle', 'calls per second of this API'],
  [60008, 'UPSTREAM_TIMEOUT', 'backoff', 'service timeout', 'unknown'],
  [60009, 'UPSTREAM_REJECTED', 'no', 'no such service or command'],
  [60010, 'ADMIN_REQUIRED', 'no', 'the identifier is no app administrator'],
  [60011, 'RATE_LIMITED', 'throttle', 'calls per second of the app'],
  [60012, 'UPSTREAM_REJECTED', 'no', 'sdkappid missing'],
  [60013, 'UPSTREAM_MALFORMED', 'once', 'the back end’s reply could not be parsed', 'unknown'],
  [60014, 'UPSTREAM_TIMEOUT', 'backoff', 'account check timed out', 'unknown'],
  [60015, 'UPSTREAM_REJECTED', 'no', 'a UserID is not a string'],
  [60016, 'APP_UNAVAILABLE', 'no', 'SDKAppID disabled'],
  [60017, 'APP_UNAVAILABLE', 'no', 'request disabled'],
  [60018, 'RATE_LIMITED', 'throttle', 'too many requests'],
  [60019, 'RATE_LIMITED', 'throttle', 'too many requests'],
  [60020, 'APP_UNAVAILABLE', 'no', 'plan missing or expired, or the account is in arrears'],
  [60021, 'IP_NOT_ALLOWED', 'no', 'the caller’s IP is not allowed'],
  [60025, 'UPSTREAM_REJECTED', 'no', 'a query parameter is wrong'],
  [60026, 'REGION_MISMATCH', 'no', 'host and data centre of the app differ'],
  [60027, 'FEATURE_UNAVAILABLE', 'no', 'the API belongs to another product'],
  [60028, 'QUOTA_EXHAUSTED', 'no', 'trial quota of 24 h used up'],
  [70001, 'CREDENTIALS_REJECTED', 'resign', 'UserSig expired', 'by its clock'],
  [70002, 'CREDENTIALS_REJECTED', 'resign', 'UserSig empty'],
  [70003, 'CREDENTIALS_REJECTED', 'resign', 'UserSig cannot be decoded'],
  [70005, 'CREDENTIALS_REJECTED', 'resign', 'UserSig illegal'],
  [70009, 'CREDENTIALS_REJECTED', 'resign', 'UserSig made with another key'],
  [70013, 'CREDENTIALS_REJECTED', 'resign', 'UserSig of another identifier'],
  [70014, 'CREDENTIALS_REJECTED', 'resign', 'UserSig of another SDKAppID'],
  [70016, 'REGION_MISMATCH', 'no', 'no key for this SDKAppID in this data centre'],
  [70020, 'REGION_MISMATCH', 'no', 'no such SDKAppID in this data centre'],
  [70050, 'CREDENTIALS_REJECTED', 'hold', 'UserSig refused too often; wait a minute'],
  [70051, 'ACCOUNT_RESTRICTED', 'no', 'the account is blocklisted'],
  [70052, 'CREDENTIALS_REJECTED', 'resign', 'UserSig invalidated'],
  [70107, 'ACCOUNT_NOT_FOUND', 'no', 'the account was never imported'],
  [70114, 'ACCOUNT_RESTRICTED', 'no', 'restricted for security reasons'],
  [70169, 'UPSTREAM_TIMEOUT', 'backoff', 'timeout inside Chat', 'unknown'],
  [70202, 'UPSTREAM_TIMEOUT', 'backoff', 'timeout inside Chat', 'unknown'],
  [70206, 'UPSTREAM_REJECTED', 'no', 'illegal batch size'],
  [70398, 'QUOTA_EXHAUSTED', 'no', 'as many accounts as the trial allows'],
  [70399, 'ACCOUNT_RESTRICTED', 'no', 'a deleted account cannot return for three months'],
  [70402, 'INVALID_REQUEST', 'no', 'illegal parameters'],
  [70403, 'ADMIN_REQUIRED', 'no', 'administrator rights needed'],
  [70404, 'FEATURE_UNAVAILABLE', 'no', 'SDK version too low'],
  [70500, 'UPSTREAM_INTERNAL', 'backoff', 'internal error'],
  [71000, 'FEATURE_UNAVAILABLE', 'no', 'accounts of this app cannot be deleted'],
  [72000, 'QUOTA_EXHAUSTED', 'no', 'daily active users over the free quota'],
  [72001, 'FEATURE_UNAVAILABLE', 'no', 'user status not enabled'],
  [72002, 'QUOTA_EXHAUSTED', 'no', 'monthly active users over the free quota'],
  [72010, 'RATE_LIMITED', 'backoff', 'one user’s operations too frequent'],
  [72011, 'FEATURE_UNAVAILABLE', 'no', 'do-not-disturb not enabled'],
  [72012, 'FEATURE_UNAVAILABLE', 'no', 'profile subscription not enabled'],
  [80001, 'CONTENT_BLOCKED', 'no', 'text blocked'],
  [80002, 'INVALID_REQUEST', 'no', 'message body too long'],
  [80003, 'REFUSED_BY_WEBHOOK', 'no', 'the webhook before the action failed'],
  [80004, 'CONTENT_BLOCKED', 'no', 'picture blocked'],
  [80005, 'APP_UNAVAILABLE', 'no', 'service deactivated'],
]

const toRow = ([number, code, retry, meaning, more]: Line): [number, UpstreamCode] => [
  number,
  {
    code,
    retry,
    meaning,
    effect: more === 'unknown' ? more : 'none',
    ...(more === 'maybe done' && { mayBeDone: true }),
    ...(more === 'never done' && { isNeverDone: true }),
    ...(more === 'by its clock' && { isExpiry: true }),
  },
]

export const upstreamCodes: ReadonlyMap<number, UpstreamCode> = new Map(lines.map(toRow))

/** Codes that an app's own relationship-chain webhook may answer with; their meaning is the app's. */
export const webhookCodes = { from: 38000, to: 39000, code: 'REFUSED_BY_WEBHOOK' } as const

/** Where one number hides several situations, the end of its info text decides; the middle word is unreliable. */
export type InfoMeaning = readonly [suffix: string, code: Code]
export const infoMeanings: { readonly number: number; readonly meanings: readonly InfoMeaning[] } = {
  number: 30001,
  meanings: [
    ['_Friend_Not_Exist', 'NOT_A_FRIEND'],
    ['_Not_Friend', 'NOT_A_FRIEND'],
  ],
}

const rejected: UpstreamCode = { code: 'UPSTREAM_REJECTED', retry: 'no', effect: 'none', meaning: 'not in the table' }

/**
 * What an upstream code other than 0 means. A number we do not know is a final refusal that keeps its number.
 * @param info the upstream's ErrorInfo or ResultInfo, for the number that hides several situations
 * @param ownMeanings what such an info means for this operation, before what it means everywhere
 */
export function classify(number: number, info: string, ownMeanings: readonly InfoMeaning[] = []): UpstreamCode {
  const known = upstreamCodes.get(number)
  if (!known) {
    const fromWebhook = number >= webhookCodes.from && number <= webhookCodes.to
    return fromWebhook ? { ...rejected, code: webhookCodes.code } : rejected
  }
  if (number !== infoMeanings.number) return known
  const meaning = [...ownMeanings, ...infoMeanings.meanings].find(([suffix]) => info.endsWith(suffix))
  return meaning ? { ...known, code: meaning[1], ...(ownMeanings.includes(meaning) && { mayBeDone: true }) } : known
}
