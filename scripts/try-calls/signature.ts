import { createHash, createHmac } from 'node:crypto'

/** A request as it came off the wire. */
export interface Received {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer | string
}

/** Whose signatures are good, for what, and at what time. */
export interface Terms {
  /** By the access keys' ids; temporary ones have a token. */
  readonly keys: Readonly<Record<string, { readonly secret: string; readonly token?: string }>>
  readonly region: string
  readonly service: string
  /** Unix milliseconds. */
  readonly now: number
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/
/** AWS takes no signature that is older, or from further in the future. */
const MOST_SKEW_MS = 300_000

/**
 * Checks AWS Signature Version 4 as AWS describes it, with no code of the AWS SDK's, so that what signs does not judge itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @returns what is wrong; undefined where nothing is
 */
export function signatureFault(received: Received, terms: Terms): string | undefined {
  const { headers } = received
  const [, id, day, region, service, names, signature] = AUTHORIZATION.exec(headers.authorization ?? '') ?? []
  if (!id || !day || !names) return 'it has no signature'
  const key = terms.keys[id]
  if (!key) return 'nobody has that access key'
  if (headers['x-amz-security-token'] !== key.token) return 'its session token is not the key’s'
  if (region !== terms.region || service !== terms.service) return `it is signed for ${service} in ${region}`
  const time = headers['x-amz-date'] ?? ''
  if (!time.startsWith(day) || !(Math.abs(unixMsOf(time) - terms.now) <= MOST_SKEW_MS)) return 'its time is another'
  const unsigned = Object.keys(headers).find((name) => mustBeSigned(name) && !names.split(';').includes(name))
  if (unsigned) return `${unsigned} is not signed`
  const scope = [day, region, service, 'aws4_request']
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical(received, names))].join('\n')
  const signingKey = scope.reduce<string | Buffer>(hmac, `AWS4${key.secret}`)
  return hmac(signingKey, text).toString('hex') === signature ? undefined : 'the signature is wrong'
}

const mustBeSigned = (name: string): boolean => name === 'host' || name.startsWith('x-amz-')

function canonical({ method, target, headers, body }: Received, names: string): string {
  const [path = '', query = ''] = target.split('?')
  const lines = names.split(';').map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
  const parameters = query === '' ? [] : query.split('&').map((pair) => (pair.includes('=') ? pair : `${pair}=`))
  const escaped = path.split('/').map(encoded).join('/')
  return [method, escaped, parameters.sort().join('&'), lines.join(''), names, sha256(body)].join('\n')
}

/** What a URL writes with a percent sign is escaped once more, but for S3. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

const sha256 = (text: Buffer | string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string | undefined): Buffer =>
  createHmac('sha256', key)
    .update(text ?? '')
    .digest()

/** Of a time such as 20260131T120000Z. */
const unixMsOf = (time: string): number =>
  Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
