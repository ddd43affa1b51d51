import { createHmac } from 'node:crypto'
import { deflateSync } from 'node:zlib'

export interface Signing {
  readonly sdkAppId: number
  /** The UserID to sign for; REST calls need an app administrator. */
  readonly identifier: string
  /** Used as the text it is: not decoded from hexadecimal. */
  readonly secretKey: string
  /** Unix time in seconds. */
  readonly time: number
  /** Validity in seconds from `time` on. */
  readonly expire: number
}

const substitutes: Readonly<Record<string, string>> = { '+': '*', '/': '-', '=': '_' }

/** A UserSig of version 2 (https://trtc.io/document/34385). Its base64 alphabet is Tencent's own, with `*`, `-` and `_`. */
export function signUserSig({ sdkAppId, identifier, secretKey, time, expire }: Signing): string {
  const signed = `TLS.identifier:${identifier}\nTLS.sdkappid:${sdkAppId}\nTLS.time:${time}\nTLS.expire:${expire}\n`
  const document = {
    'TLS.ver': '2.0',
    'TLS.identifier': identifier,
    'TLS.sdkappid': sdkAppId,
    'TLS.expire': expire,
    'TLS.time': time,
    'TLS.sig': createHmac('sha256', secretKey).update(signed).digest('base64'),
  }
  return deflateSync(JSON.stringify(document))
    .toString('base64')
    .replace(/[+/=]/g, (character) => substitutes[character] ?? character)
}
