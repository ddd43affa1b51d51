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
    [JSON.stringify({ ...good, sdkAppId: '14OOOOOOOO' }), /sdkAppId/],
    [JSON.stringify({ ...good, sdkAppId: '0x1400' }), /sdkAppId/],
    [JSON.stringify({ ...good, sdkAppId: '1400000000 1400000001' }), /sdkAppId/],
    [JSON.stringify({ ...good, sdkAppId: '9007199254740993' }), /sdkAppId/],
    [JSON.stringify({ ...good, sdkAppId: -1 }), /sdkAppId/],
    [JSON.stringify({ ...good, secretKey: ' \n' }), /secretKey/],
    [JSON.stringify(JSON.stringify(['the-key'])), /not a JSON object/],
    [JSON.stringify({ ...good, adminUserId: 'a'.repeat(33) }), /adminUserId/],
    [JSON.stringify({ ...good, region: 'mumbai' }), /region is missing or none of the known ones: china, .*, riyadh$/],
    [JSON.stringify({ ...good, region: 'constructor' }), /region/],
    [JSON.stringify({ ...good, integerFields: 'Level' }), /integerFields/],
    [JSON.stringify({ ...good, integerFields: '{"Level":1}' }), /integerFields/],
    [JSON.stringify({ ...good, endpoint: '["http://8.8.8.8"]' }), /endpoint/],
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

test.each(Object.entries(regions))('region %s goes to its own hosts', (region, hosts) => {
  expect(textsOf(parse({ region }))).toEqual(Object.values(hosts).map((host) => `https://${host}`))
})

test('members that are not ours do no harm: rotation tools leave notes in secrets', () => {
  expect(parse({ rotatedBy: 'someone' })).toMatchObject({ ...good, integerFields: [] })
})

describe('a secret as consoles and tools write it is taken, and what to mend is told once without its value', () => {
  const text = (members: object) => JSON.stringify({ ...good, ...members })
  const full = { ...good, integerFields: ['Level'], endpoint: 'https://proxy.example.com' }

  test.each<[string, string, RegExp]>([
    ['a number as a text, as the key/value editor stores it', text({ sdkAppId: '1400000000' }), /^sdkAppId is a text/],
    ['a number as a text with a blank', text({ sdkAppId: ' 1400000000\n' }), /^sdkAppId is a text/],
    ['a key pasted with the line’s end', text({ secretKey: 'the-key\r\n' }), /^secretKey has blanks or line ends/],
    [
      'a key pasted with a blank and an invisible one',
      text({ secretKey: '\u200b the-key\u00a0' }),
      /^secretKey has blanks/,
    ],
    ['an administrator with a blank', text({ adminUserId: ' administrator ' }), /^adminUserId has blanks/],
    [
      'a region as people write it',
      text({ region: 'Singapore\n' }),
      /^region has blanks .*; region is spelt another way/,
    ],
    ['a byte order mark', `\ufeff${text({})}`, /byte order mark/],
    ['JSON within a JSON text', JSON.stringify(text({})), /JSON within a JSON text/],
    [
      'a blank around a member’s name',
      text({ secretKey: undefined, 'secretKey ': 'the-key' }),
      /^the name secretKey has/,
    ],
  ])('%s', (_, stored, amendment) => {
    const notes: string[] = []
    expect(parseSecret(stored, (note) => notes.push(note))).toEqual(parseSecret(text({})))
    expect(notes.join('; ')).toMatch(amendment)
    expect(notes.join()).not.toMatch(/the-key|1400000000|administrator|Singapore/)
  })

  test('all of it by the key/value editor, which makes every value a text', () => {
    const texts = Object.entries(full).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
    const notes: string[] = []
    const stored = JSON.stringify(Object.fromEntries(texts))
    expect(parseSecret(stored, (note) => notes.push(note))).toEqual(parseSecret(JSON.stringify(full)))
    expect(notes.map((note) => note.split(' ')[0])).toEqual(['sdkAppId', 'integerFields'])
  })

  test('a list of endpoints as a text too, and Silicon Valley with a blank', () => {
    const endpoint = ['https://one.example.com', 'https://two.example.com']
    expect(textsOf(parse({ endpoint: JSON.stringify(endpoint) }))).toEqual(endpoint)
    expect(parse({ region: 'Silicon Valley' }).region).toBe('silicon-valley')
  })

  test('what is written as it should be is told of nobody, blanks within a value and foreign members included', () => {
    const notes: string[] = []
    parseSecret(text({ adminUserId: 'ad min', note: ' ', rotatedBy: '1' }), (note) => notes.push(note))
    expect(notes).toEqual([])
    expect(parse({ adminUserId: 'ad min' }).adminUserId).toBe('ad min')
  })

  test('a name with blanks does not replace the one without', () => {
    expect(parse({ 'secretKey ': 'other' }).secretKey).toBe('the-key')
  })
})
