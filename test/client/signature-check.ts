import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type Given, ofTheApi, type Seen } from './served.ts'

/** Whose signatures are taken. */
export interface Signatory {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

interface Judge {
  readonly region: string
  readonly signatories: readonly Signatory[]
  /** Unix milliseconds. */
  readonly now: () => number
}

const TAKEN_MS = 5 * 60_000

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/**
 * Reads a signature of AWS's Version 4 as API Gateway does, computed anew from what came over the socket.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @returns what is wrong; undefined for a good one
 */
export function signatureFault(seen: Seen, { region, signatories, now }: Judge): string | undefined {
  const { headers } = seen
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/
  const [, id, day, at, service, list = '', signature = ''] = parts.exec(headers.authorization ?? '') ?? []
  if (id === undefined) return 'Missing Authentication Token'
  const who = signatories.find(({ accessKeyId }) => accessKeyId === id)
  if (!who) return 'The security token included in the request is invalid.'
  if (headers['x-amz-security-token'] !== who.sessionToken)
    return 'The security token included in the request is invalid.'
  const date = headers['x-amz-date'] ?? ''
  if (at !== region || service !== 'execute-api' || !date.startsWith(String(day)))
    return 'Credential should be scoped to a valid region.'
  const signed = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))
  if (Math.abs(signed - now()) > TAKEN_MS) return `Signature expired: ${date} is now earlier than the clock.`
  const names = list.split(';')
  const missing = ['host', 'x-amz-date', 'content-type', 'idempotency-key', 'x-amz-security-token'].find(
    (name) => headers[name] !== undefined && !names.includes(name),
  )
  if (missing) return `${missing} is not signed`
  const scope = `${day}/${region}/execute-api/aws4_request`
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical(seen, names))].join('\n')
  const key = ['execute-api', 'aws4_request'].reduce(
    hmac,
    hmac(hmac(`AWS4${who.secretAccessKey}`, String(day)), region),
  )
  const isRight = timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'))
  return isRight ? undefined : 'The request signature we calculated does not match the signature you provided.'
}

/** Paths are encoded once more than they were sent. */
function canonical({ method, path, headers, text }: Seen, names: readonly string[]): string {
  const [rawPath = '', query = ''] = path.split('?')
  const encoded = rawPath.split('/').map(encodeURIComponent).join('/')
  const sorted = query.split('&').toSorted().join('&')
  const lines = names.map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}\n`)
  return [method, encoded, sorted, lines.join(''), names.join(';'), sha256(text)].join('\n')
}

/** An API that lets nobody in without a good signature, and says what time it is. */
export const guarded =
  (judge: Judge, answer: (seen: Seen) => Given) =>
  (seen: Seen): Given => {
    const fault = signatureFault(seen, judge)
    return fault === undefined ? answer(seen) : ofTheApi(403, fault, { date: new Date(judge.now()).toUTCString() })
  }
