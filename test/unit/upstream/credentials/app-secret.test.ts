import { describe, expect, test } from 'vitest'
import { type AppSecret, parseSecret } from '../../../../lib/upstream/credentials/app-secret.ts'
import { regions } from '../../../../lib/upstream/regions.ts'

const good = { sdkAppId: 1400000000, adminUserId: 'administrator', secretKey: 'the-key', region: 'singapore' }
const parse = (members: object) => parseSecret(JSON.stringify({ ...good, ...members }))
const textsOf = ({ origins }: AppSecret) =>
  origins.map(({ protocol, hostname, port }) => {
    const host = hostname.includes(':') ? `[${hostname}]` : hostname
    return `${protocol}//${host}${port && `:${port}`}`
  })

describe('a secret is refused, with the member named and nothing of it quoted', () => {
  test.each<[string, RegExp]>([
    ['the-key', /not JSON/],
    ['', /not JSON/],
    ['["the-key"]', /not a JSON object/],
    ['null', /not a JSON object/],
    ...(['sdkAppId', 'adminUserId', 'secretKey', 'region'] as const).map((name): [string, RegExp] => [
      JSON.stringify({ ...good, [name]: undefined }),
      new RegExp(name),
    ]),
    [JSON.stringify({ ...good, sdkAppId: '1400000000' }), /sdkAppId/],
    [JSON.stringify({ ...good, sdkAppId: -1 }), /sdkAppId/],
    [JSON.stringify({ ...good, adminUserId: 'a'.repeat(33) }), /adminUserId/],
    [JSON.stringify({ ...good, region: 'mumbai' }), /region/],
    [JSON.stringify({ ...good, region: 'constructor' }), /region/],
    [JSON.stringify({ ...good, integerFields: 'Level' }), /integerFields/],
    [JSON.stringify({ ...good, endpoint: [] }), /endpoint/],
  ])('%s', (text, fault) => {
    expect(() => parseSecret(text)).toThrow(fault)
    expect(() => parseSecret(text)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('the-key') }),
    )
  })
})

describe('an endpoint', () => {
  test.each([
    'http://example.com',
    'http://8.8.8.8:80',
    'http://172.32.0.1',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://[2001:db8::1]',
    'ftp://127.0.0.1',
    'https://host/path',
    'https://host?query',
    'https://user:password@host',
    'host:443',
    '',
    7,
    null,
  ])('%s is refused', (endpoint) => {
    expect(() => parse({ endpoint })).toThrow(/endpoint/)
  })

  test.each([
    'http://127.0.0.1:4010',
    'http://127.9.9.9',
    'http://localhost:1',
    'http://10.0.0.1',
    'http://172.16.0.1',
    'http://172.31.255.255',
    'http://192.168.1.1',
    'http://[::1]:8080',
    'http://[fd00::1]',
    'https://proxy.example.com',
    'https://8.8.8.8:8443',
  ])('%s is taken', (endpoint) => {
    expect(textsOf(parse({ endpoint }))).toEqual([endpoint])
  })

  test('may be a list, primary first, and then replaces the region’s hosts altogether', () => {
    const endpoint = ['https://one.example.com', 'https://two.example.com']
    expect(textsOf(parse({ endpoint }))).toEqual(endpoint)
  })
})

test.each(Object.entries(regions))('region %s goes to its own two hosts', (region, { host, backup }) => {
  expect(textsOf(parse({ region }))).toEqual([`https://${host}`, `https://${backup}`])
})

test('members that are not ours do no harm: rotation tools leave notes in secrets', () => {
  expect(parse({ rotatedBy: 'someone' })).toMatchObject({ ...good, integerFields: [] })
})
