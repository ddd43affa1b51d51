import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createGateway, type Hooks, type Settings } from '../../client/src/index.ts'
import { clientOf, type Given, ofTheApi, type Seen, serve } from './served.ts'

const TOKEN = 'IQoJb3JpZ2luX2VjEKT//made+up/token=='
const credentials = { accessKeyId: 'ASIAMADEUP', secretAccessKey: 'made-up/secret+key', sessionToken: TOKEN }
/** Also in pieces: half a token is half a secret. */
const SECRETS = /IQoJb3JpZ2|made\+up\/token|made-up\/secret|Signature=[0-9a-f]{8}|AWS4-HMAC-SHA256 Credential/

/** All that a caller may come to see of a call that fails: the error with its causes, and what its hooks were told. */
async function shownBy(answer: (seen: Seen) => Given, settings: Partial<Settings> = {}): Promise<string> {
  const served = await serve(answer)
  onTestFinished(served.close)
  const heard: unknown[] = []
  const hear = (event: object) => void heard.push(event)
  const hooks: Hooks = { onRequest: hear, onAnswer: hear, onRetry: hear }
  const client = clientOf(served, { region: 'eu-west-1', credentials, hooks, retries: 1, ...settings })
  const error: unknown = await client.friends.list({ userId: 'alice' }).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect(heard.length).toBeGreaterThan(0)
  return inspect([error, heard], { depth: 12, showHidden: true })
}

const canonical = ({ headers }: Seen) =>
  `POST\n/v1/friends/list\n\nhost:${headers.host}\nx-amz-security-token:${headers['x-amz-security-token']}\n\nhost\n`

describe('what signs a request is in no error and no hook', () => {
  test.each<[string, (seen: Seen) => Given, string]>([
    [
      'where the API writes out what should have been signed',
      (seen) =>
        ofTheApi(
          403,
          `The request signature we calculated does not match the signature you provided. The Canonical String for this request should have been\n'${canonical(seen)}'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256'`,
        ),
      'does not match the signature you provided',
    ],
    [
      'where the API quotes a header that it can’t read',
      ({ headers }) =>
        ofTheApi(
          403,
          `'${headers.authorization}' not a valid key=value pair (missing equal-sign) in Authorization header: '${headers.authorization}'.`,
        ),
      'It is not a valid key=value pair',
    ],
    [
      'where the API quotes the header that lacks something',
      ({ headers }) =>
        ofTheApi(403, `Authorization header requires 'Signature' parameter. Authorization=${headers.authorization}`),
      `requires 'Signature' parameter`,
    ],
    [
      'where a proxy sends the request back',
      ({ headers, path }) => ({
        status: 502,
        headers: { 'content-type': 'application/json' },
        body: { message: `${path} failed: ${headers['x-amz-security-token']}`, request: { headers } },
      }),
      '/v1/friends/list failed: [hidden]',
    ],
  ])('%s', async (_, answer, words) => {
    const shown = await shownBy(answer)
    expect(shown).not.toMatch(SECRETS)
    expect(shown).toContain(words)
  })

  test('where a fetch of one’s own says what it was asked for', async () => {
    const fetch: typeof globalThis.fetch = async (_, init) => {
      const cause = Object.assign(new Error(`agent: ${JSON.stringify(init?.headers)}`), { config: init })
      throw Object.assign(new TypeError('fetch failed', { cause }), { request: init })
    }
    const shown = await shownBy(() => ofTheApi(403, 'never asked'), { fetch })
    expect(shown).not.toMatch(SECRETS)
    expect(shown).toContain('could not be reached: agent: ')
  })

  test.each(['accessKeyId', 'secretAccessKey', 'sessionToken'] as const)(
    'where %s came with its line break',
    async (name) => {
      for (const end of ['\n', '\r\nx: y', ' ', '\u0000']) {
        const broken = { ...credentials, [name]: credentials[name] + end }
        const shown = await shownBy(() => ofTheApi(403, 'never asked'), { credentials: broken })
        expect(shown).not.toMatch(SECRETS)
        expect(shown).toContain(`${name} is empty, or has a line break`)
      }
    },
  )

  test.each([
    ['a command', new Error(`Command failed: give-keys --password ${credentials.secretAccessKey}\nno such user`)],
    ['JSON', new SyntaxError(`Unexpected token } in "…${TOKEN}…"`)],
  ])('where %s that gives credentials fails', async (_, failure) => {
    const shown = await shownBy(() => ofTheApi(403, 'never asked'), { credentials: () => Promise.reject(failure) })
    expect(shown).not.toMatch(SECRETS)
    expect(shown).toContain('There are no credentials of AWS to sign with')
  })
})

test.each([
  ['https://user:pass-word@a.example', /a user or a password$/],
  ['https://:pass-word@a.example', /a user or a password$/],
  ['https://user:pass-word@a.example:port', /^url: what was given is no URL/],
  ['user:pass-word@a.example', /is not spoken by gateways/],
  ['gateway?token=pass-word', /^url: what was given is no URL/],
])('a password in the URL %s is refused and not shown', (url, words) => {
  expect(() => createGateway({ url })).toThrow(words)
  expect(() => createGateway({ url })).not.toThrow(/pass-word/)
})
