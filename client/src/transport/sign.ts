import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { type ReadySettings, SettingsError } from '../settings.ts'
import { type CredentialsSource, createCredentials } from './credentials.ts'
import type { GatewayReply } from './messages.ts'

export interface ToSign {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface Signer {
  /** The headers with the signature among them. @throws CredentialsError, SettingsError */
  readonly sign: (request: ToSign) => Promise<Record<string, string>>
  /** Whether the next signature may do better than one that was refused: by the API’s clock, or by other credentials. */
  readonly mend: (refused: GatewayReply) => Promise<boolean>
}

/** AWS takes signatures whose time is off by less than five minutes. */
const TAKEN_MS = 4 * 60_000

/** What signs requests by AWS Signature Version 4; undefined where nobody is to. */
export function createSigner(settings: ReadySettings): Signer | undefined {
  const { clock } = settings
  if (settings.credentials === 'none') return undefined
  const source = createCredentials(settings.credentials, settings)
  // How far the clock of this machine is behind the API's.
  let behindMs = 0
  return {
    sign: (request) => sign(request, source, new Date(clock.now() + behindMs), settings),
    mend: async ({ headers }) => {
      const there = Date.parse(headers.date ?? '')
      const before = behindMs
      if (!Number.isNaN(there) && Math.abs(there - clock.now() - before) > TAKEN_MS) {
        behindMs = there - clock.now()
        return true
      }
      // Keys are changed, and tokens expire, while a process runs; the API does not say which it was.
      return source.areOthers()
    },
  }
}

/** Proxies on the way may write it anew, which would break the signature. */
const UNSIGNED = new Set(['traceparent', 'user-agent'])

async function sign(
  { method, url, headers, body }: ToSign,
  source: CredentialsSource,
  signingDate: Date,
  settings: ReadySettings,
): Promise<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken } = await source.get()
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
  const { SignatureV4 } = await import('@smithy/signature-v4')
  const signer = new SignatureV4({ service: 'execute-api', region: regionOf(settings), credentials, sha256: Sha256 })
  const asked = {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...headers, host: url.host },
    body,
  }
  const signed = await signer.sign(asked, { signingDate, unsignableHeaders: UNSIGNED })
  const { host: _, ...rest } = signed.headers
  return rest
}

function regionOf({ region, url }: ReadySettings): string {
  if (region !== undefined) return region
  throw new SettingsError(
    `region: ${url.hostname} does not name it, so say for which region requests are signed, or set AWS_REGION`,
  )
}

/** SHA-256 as smithy asks for it, by Node's own means. */
class Sha256 {
  readonly #hash: Hash | Hmac

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data))
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest())
  }

  reset(): void {
    throw new Error('a hash is used once')
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
}
