import { describe, expect, test } from 'vitest'
import { closedPort } from '../../support/gateway/start.ts'
import { environmentOf } from './environment.ts'
import { cli, serve } from './fixture.ts'

/** Nothing of the machine's credentials. */
environmentOf(() => ({
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: 'none',
  AWS_SHARED_CREDENTIALS_FILE: 'none',
}))

const BODY = '{"userId":"alice"}'
const told = async (...args: string[]) => {
  const { code, output, complaints } = await cli(['call', 'friends.list', BODY, ...args])
  return [code, output, complaints]
}
const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  serve((_, response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body))

const signing = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_REGION: 'eu-west-1' }

describe('credentials end with 4', () => {
  test('none', async () => {
    expect(await told('--url', 'https://a.execute-api.eu-west-1.amazonaws.com')).toEqual([
      4,
      '',
      expect.stringMatching(/^There are no AWS credentials to sign with \(.+\)\. Sign in, .*--profile NAME/),
    ])
  })

  test('none under the profile that was named, which is told', async () => {
    const asked = ['--url', 'https://a.execute-api.eu-west-1.amazonaws.com', '--profile', 'misspelt']
    expect(await told(...asked)).toEqual([4, '', expect.stringMatching(/ \(profile misspelt: .+\)\. Sign in, /)])
  })

  test('expired', async () => {
    Object.assign(process.env, signing)
    const url = await answering(403, '{"message":"The security token included in the request is expired"}')
    const said = 'The AWS credentials have expired. Sign in again, as with aws sso login.'
    expect(await told('--sign', '--url', url)).toEqual([4, '', said])
  })

  test('not taken, and not given where they are wanted', async () => {
    const url = await answering(403, '{"message":"Forbidden"}')
    expect(await told('--url', url)).toEqual([
      4,
      '',
      expect.stringMatching(/takes signed requests only\. Leave out --no-sign/),
    ])
    Object.assign(process.env, signing)
    expect(await told('--sign', '--url', url)).toEqual([4, '', expect.stringMatching(/execute-api:Invoke/)])
  })
})

describe('no gateway ends with 5', () => {
  test('nobody listens', async () => {
    const url = await closedPort()
    expect(await told('--url', url)).toEqual([
      5,
      '',
      `${url} could not be reached: ECONNREFUSED. Check --url, and the way to it.`,
    ])
  })

  test.each([
    [200, '<html>Welcome</html>', 'no JSON'],
    [404, '{"message":"Not Found"}', 'JSON that is no gateway’s'],
  ])('%i from something else: a wrong url', async (status, body) => {
    const url = await answering(status, body)
    expect(await told('--url', url)).toEqual([
      5,
      '',
      expect.stringMatching(/there is no Chat gateway\. Check --url, its base path/),
    ])
  })
})

test('what a write may have done is told with the key that makes a repeat safe', async () => {
  const url = await serve((request) => request.socket.destroy())
  const { code, complaints } = await cli(['call', 'friends.update', BODY, '--key', 'k-1', '--url', url])
  expect([code, complaints]).toEqual([
    5,
    expect.stringMatching(/It may have been done all the same\. To send it again safely: --key k-1$/),
  ])
})

test('API Gateway’s own answer is told with what is known of it', async () => {
  const url = await answering(413, '{"message":"Request Entity Too Large"}')
  expect(await told('--url', url, '--json')).toEqual([2, '{"message":"Request Entity Too Large"}', ''])
  expect((await told('--url', url))[2]).toMatch(/^HTTP 413, not from the gateway itself: .* Was anything done: no\./)
})

test('Ctrl-C ends with 130, and names the key of the write that was under way', async () => {
  const stopped = new AbortController()
  const url = await serve(() => stopped.abort())
  const { code, complaints } = await cli(['call', 'friends.update', BODY, '--key', 'k-2', '--url', url], {
    signal: stopped.signal,
  })
  expect([code, complaints]).toEqual([
    130,
    'Interrupted. It may have been done all the same. To send it again safely: --key k-2',
  ])
})
