import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { expect, test } from 'vitest'
import { type Received, signatureFault, type Terms } from '../../scripts/try-calls/signature.ts'

/** What judges the signed calls of docs/calling.md in CI must be right itself. */

// The request that AWS's guide signs: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
const published: Received = {
  method: 'GET',
  target: '/?Action=ListUsers&Version=2010-05-08',
  headers: {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    host: 'iam.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, ' +
      'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  },
  body: '',
}
const publishedTerms: Terms = {
  keys: { AKIDEXAMPLE: { secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' } },
  region: 'us-east-1',
  service: 'iam',
  now: Date.UTC(2015, 7, 30, 12, 36),
}

test('the signature that AWS publishes is good, five minutes before and after too', () => {
  for (const ms of [0, 299_000, -299_000])
    expect(signatureFault(published, { ...publishedTerms, now: publishedTerms.now + ms })).toBeUndefined()
})

class Sha256 {
  readonly #hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string)
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(data as string)
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
  reset(): void {}
}

const now = Date.UTC(2026, 0, 31, 12)
const terms: Terms = {
  keys: { ASIAEXAMPLE: { secret: 'secret', token: 'token' } },
  region: 'eu-west-1',
  service: 'execute-api',
  now,
}

/** As the AWS SDK signs it. */
async function signedBySdk(path: string, query: Record<string, string>): Promise<Received> {
  const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' }
  const signer = new SignatureV4({ credentials, region: 'eu-west-1', service: 'execute-api', sha256: Sha256 as never })
  const request = { method: 'POST', protocol: 'https:', hostname: 'api.example', path, query, body: '{"a":"好"}' }
  const headers = { host: 'api.example', 'content-type': 'application/json' }
  const signed = await signer.sign({ ...request, headers }, { signingDate: new Date(now) })
  const search = new URLSearchParams(query).toString()
  return { ...request, target: search === '' ? path : `${path}?${search}`, headers: signed.headers }
}

test.each([
  ['/v1/friends/update', {}],
  ['/v1/jobs/a1', { wait: '20' }],
  ['/base%20path/v1/batch', { b: '2', a: '1' }],
])('what the AWS SDK signs is good: %s %j', async (path, query) => {
  expect(signatureFault(await signedBySdk(path, query), terms)).toBeUndefined()
})

test('whatever is changed after it was signed is found', async () => {
  const good = await signedBySdk('/v1/friends/update', {})
  const { headers } = good
  const { 'x-amz-security-token': _, ...tokenless } = headers
  const changed: [Partial<Received>, RegExp][] = [
    [{ body: '{}' }, /signature/],
    [{ target: '/v1/friends/delete' }, /signature/],
    [{ target: '/v1/friends/update?a=1' }, /signature/],
    [{ method: 'PUT' }, /signature/],
    [{ headers: { ...headers, 'content-type': 'text/plain' } }, /signature/],
    [{ headers: { ...headers, 'x-amz-meta': 'a' } }, /x-amz-meta is not signed/],
    [{ headers: { ...headers, 'x-amz-security-token': 'another' } }, /session token/],
    [{ headers: tokenless }, /session token/],
    [{ headers: { ...headers, 'x-amz-date': '20260131T120001Z' } }, /signature/],
    [{ headers: { host: 'api.example' } }, /no signature/],
  ]
  for (const [change, fault] of changed) expect(signatureFault({ ...good, ...change }, terms)).toMatch(fault)
})

test('so is a signature for something or somebody else, or of another time', async () => {
  const good = await signedBySdk('/v1/friends/update', {})
  const others: [Partial<Terms>, RegExp][] = [
    [{ keys: {} }, /nobody/],
    [{ keys: { ASIAEXAMPLE: { secret: 'other', token: 'token' } } }, /signature/],
    [{ region: 'eu-west-2' }, /eu-west-1/],
    [{ service: 's3' }, /execute-api/],
    [{ now: now + 301_000 }, /time/],
    [{ now: now - 301_000 }, /time/],
  ]
  for (const [other, fault] of others) expect(signatureFault(good, { ...terms, ...other })).toMatch(fault)
})
