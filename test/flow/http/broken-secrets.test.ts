import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk, refused } from '../../support/gateway/chat-replies.ts'
import { Wire } from '../../support/gateway/chat-server.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { KEY } from '../../support/gateway/user-sig.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(() => {
  gateway.chat.play(allOk)
  gateway.output.clear()
})
afterAll(() => gateway.close())

let apps = 0
const ask = async (value: object | string) => {
  const app = `broken${apps++}`
  gateway.secrets.current.set(`chat-gateway/${app}`, value)
  return gateway.update({ app, ...updateOf('id', ['f']) })
}
/** No run of the key long enough to be of use. */
const piecesOfKey = Array.from({ length: KEY.length - 7 }, (_, i) => KEY.slice(i, i + 8))
const holdsKey = (text: string) => piecesOfKey.some((piece) => text.includes(piece))
const full = () => ({ ...gateway.secret }) as Record<string, unknown>
const without = (member: string) => {
  const { [member]: _, ...rest } = full()
  return rest
}

describe('a secret that cannot be used is a 503 whose fault stands only in the log', () => {
  const cases: readonly (readonly [string, () => object | string, string])[] = [
    ['not JSON', () => `secretKey=${KEY}`, 'JSON'],
    ['JSON cut short', () => JSON.stringify(full()).slice(0, -20), 'JSON'],
    ['JSON with a stray quote behind the key', () => `{"secretKey":"${KEY}"","region":"singapore"}`, 'JSON'],
    ['nothing', () => '', 'JSON'],
    ['a list', () => [full()], 'JSON'],
    ['a text', () => JSON.stringify(KEY), 'JSON'],
    ['no sdkAppId', () => without('sdkAppId'), 'sdkAppId'],
    ['no adminUserId', () => without('adminUserId'), 'adminUserId'],
    ['no secretKey', () => without('secretKey'), 'secretKey'],
    ['no region', () => without('region'), 'region'],
    [
      'an unknown region',
      () => ({ ...full(), region: 'mumbai' }),
      'region is missing or none of the known ones: china,',
    ],
    ['a region that every object has', () => ({ ...full(), region: 'constructor' }), 'region'],
    ['an sdkAppId that is no number', () => ({ ...full(), sdkAppId: '14OOOOOOOO' }), 'sdkAppId'],
    ['an empty secretKey', () => ({ ...full(), secretKey: '' }), 'secretKey'],
    ['the key where the region belongs', () => ({ ...full(), region: KEY }), 'region'],
    ['http on a public host', () => ({ ...full(), endpoint: 'http://console.tim.qq.com' }), 'endpoint'],
    ['http on a public address', () => ({ ...full(), endpoint: 'http://8.8.8.8' }), 'endpoint'],
    [
      'http on a host that only looks like loopback',
      () => ({ ...full(), endpoint: 'http://127.0.0.1.example.com' }),
      'endpoint',
    ],
    ['http on a public IPv6 address', () => ({ ...full(), endpoint: 'http://[2001:4860:4860::8888]' }), 'endpoint'],
    ['an endpoint with a path', () => ({ ...full(), endpoint: 'https://proxy.example/v4' }), 'endpoint'],
    ['an endpoint with a query', () => ({ ...full(), endpoint: `https://proxy.example/?k=${KEY}` }), 'endpoint'],
    ['an endpoint with a user', () => ({ ...full(), endpoint: `https://u:${KEY}@proxy.example` }), 'endpoint'],
    ['an endpoint that is no address', () => ({ ...full(), endpoint: KEY }), 'endpoint'],
    ['an endpoint of another kind', () => ({ ...full(), endpoint: 'file:///etc/passwd' }), 'endpoint'],
    ['no endpoint in the list', () => ({ ...full(), endpoint: [] }), 'endpoint'],
    [
      'a bad backup behind a good primary',
      () => ({ ...full(), endpoint: [gateway.chat.url, 'http://8.8.8.8'] }),
      'endpoint',
    ],
    ['integerFields that are no list', () => ({ ...full(), integerFields: 'Level' }), 'integerFields'],
  ]
  test.each(cases)('%s', async (_, value, fault) => {
    const answer = await ask(value())
    expect([answer.status, answer.json.code]).toEqual([503, 'SECRET_UNAVAILABLE'])
    expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/)
    expect(gateway.chat.calls).toHaveLength(0)
    expect(gateway.output.warnings().join()).toContain(fault)
    expect(gateway.output.warnings().filter((line) => line.includes('"SecretsUnavailable":1'))).toHaveLength(1)
    expect(answer.text).not.toMatch(new RegExp(fault === 'JSON' ? 'not (a )?JSON' : fault))
    expect(holdsKey(gateway.output.text() + answer.text)).toBe(false)
  })

  test.each([
    ['cut within the key', (text: string) => text.slice(0, text.indexOf(KEY) + 40)],
    ['with a stray quote behind the key', (text: string) => text.replace(KEY, `${KEY}"`)],
    ['with the key bare', (text: string) => text.replace(/.*/, KEY)],
  ])('an answer of Secrets Manager %s', async (_, mangle) => {
    const app = `mangled${apps++}`
    const text = JSON.stringify({ Name: app, SecretString: JSON.stringify(gateway.secret) })
    gateway.secrets.fault = new Wire((response) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(mangle(text))
    })
    const answer = await gateway.update({ app, ...updateOf('id', ['f']) })
    gateway.secrets.fault = undefined
    expect([answer.status, answer.json.code]).toEqual([503, 'SECRET_UNAVAILABLE'])
    expect(holdsKey(gateway.output.text() + answer.text)).toBe(false)
  })
})

test('a secret without a value labelled AWSCURRENT is the operator’s to mend, not a missing app', async () => {
  const message = "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"
  gateway.secrets.fault = { type: 'ResourceNotFoundException', status: 400, message }
  const answer = await ask(full())
  gateway.secrets.fault = undefined
  expect([answer.status, answer.json.code]).toEqual([503, 'SECRET_UNAVAILABLE'])
  expect(gateway.output.warnings()).toEqual([
    expect.stringMatching(/no value labelled AWSCURRENT; give it one .*"SecretsUnavailable":1/),
  ])
})

describe('a secret as tools store it works, with one warning that names what to mend', () => {
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  const json = (members: object = {}) => JSON.stringify({ ...full(), ...members })
  test.each<[string, () => object | string, string]>([
    ['every value a text', () => json({ sdkAppId: String(gateway.secret.sdkAppId), integerFields: '[]' }), 'sdkAppId'],
    ['the key with the line’s end', () => json({ secretKey: `${KEY}\r\n` }), 'secretKey'],
    ['bytes', () => Buffer.from(json()), 'SecretBinary'],
    ['bytes of Windows', () => utf16(json()), 'byte order mark'],
    ['a byte order mark', () => `\ufeff${json()}`, 'byte order mark'],
  ])('%s', async (_, value, amendment) => {
    const answer = await ask(value())
    expect(answer.status).toBe(200)
    const app = `broken${apps - 1}`
    await gateway.update({ app, ...updateOf('id', ['f']) })
    const [warning, ...more] = gateway.output.warnings().filter((line) => line.includes(app))
    expect([warning, more]).toEqual([expect.stringContaining(amendment), []])
    expect(warning).toContain('"level":"WARN"')
    expect(holdsKey(gateway.output.text() + answer.text)).toBe(false)
  })

  test('is named once, and again only when something else is to be mended', async () => {
    const text = (members: object) => json({ endpoint: gateway.chat.url, ...members })
    await ask(text({ secretKey: `${KEY}\n` }))
    const app = `broken${apps - 1}`
    const isTold = (member: string) => {
      const lines = gateway.output.warnings().filter((line) => line.includes('in spite of its spelling'))
      return lines.filter((line) => line.includes(member)).length
    }
    gateway.secrets.rotate(`chat-gateway/${app}`, text({ sdkAppId: String(gateway.secret.sdkAppId) }))
    gateway.chat.play(() => refused(70009))
    await gateway.update({ app, ...updateOf('id', ['f']) })
    expect([isTold('secretKey'), isTold('sdkAppId')]).toEqual([1, 1])
  })

  test('is not where its bytes are no text', async () => {
    const answer = await ask(Buffer.from([0x7b, 0xff, 0x7d]))
    expect([answer.status, answer.json.code]).toEqual([503, 'SECRET_UNAVAILABLE'])
  })
})

describe('a secret that can be used', () => {
  test('may list backups, and name the loopback in any way', async () => {
    const { port } = new URL(gateway.chat.url)
    for (const endpoint of [
      [gateway.chat.url, 'https://backup.example'],
      `http://localhost:${port}`,
      `${gateway.chat.url}/`,
    ]) {
      expect((await ask({ ...full(), endpoint })).status).toBe(200)
    }
  })
  test('mended, is picked up without a restart', async () => {
    const broken = await ask({})
    expect(broken.status).toBe(503)
    gateway.secrets.current.set(`chat-gateway/broken${apps - 1}`, gateway.secret)
    const mended = await gateway.update({ app: `broken${apps - 1}`, ...updateOf('id', ['f']) })
    expect(mended.status).toBe(200)
  })
})
