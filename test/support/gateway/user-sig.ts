import { createHmac } from 'node:crypto'
import { inflateSync } from 'node:zlib'

/** The public sample key of Tencent's own pages, and one to rotate to. */
export const KEY = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e'
export const NEXT_KEY = '0123456789abcdef'.repeat(4)
export const APP_ID = 1400000000
export const ADMIN = 'administrator'

export interface Signed {
  readonly identifier: string
  readonly sdkAppId: number
  readonly issuedAt: number
  readonly expiresIn: number
  readonly signature: string
}

/** What a UserSig says. Compare members, never the string: deflate may differ between machines. */
export function readUserSig(userSig: string): Signed {
  const base64 = userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=')
  const members = JSON.parse(inflateSync(Buffer.from(base64, 'base64')).toString('utf8')) as Record<string, unknown>
  return {
    identifier: String(members['TLS.identifier']),
    sdkAppId: Number(members['TLS.sdkappid']),
    issuedAt: Number(members['TLS.time']),
    expiresIn: Number(members['TLS.expire']),
    signature: String(members['TLS.sig']),
  }
}

/** Signs the members as the vendor documents it: four lines, HMAC-SHA256, the key's own ASCII bytes. */
export function signatureOf(signed: Omit<Signed, 'signature'>, key: string): string {
  const lines = [
    `TLS.identifier:${signed.identifier}`,
    `TLS.sdkappid:${signed.sdkAppId}`,
    `TLS.time:${signed.issuedAt}`,
    `TLS.expire:${signed.expiresIn}`,
  ]
  return createHmac('sha256', key)
    .update(`${lines.join('\n')}\n`)
    .digest('base64')
}

/** Whether that key made this UserSig for that app and admin, and it has not run out. */
export function isGenuine(userSig: string, key = KEY, sdkAppId = APP_ID, identifier = ADMIN): boolean {
  const signed = readUserSig(userSig)
  return (
    signed.signature === signatureOf(signed, key) &&
    signed.sdkAppId === sdkAppId &&
    signed.identifier === identifier &&
    (signed.issuedAt + signed.expiresIn) * 1000 > Date.now()
  )
}
