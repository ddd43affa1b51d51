import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk } from '../../support/gateway/chat-replies.ts'
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
    ['an unknown region', () => ({ ...full(), region: 'mumbai' }), 'region'],
    ['a region that every object has', () => ({ ...full(), region: 'constructor' }), 'region'],
    ['an sdkAppId in quotes', () => ({ ...full(), sdkAppId: '1400000000' }), 'sdkAppId'],
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
