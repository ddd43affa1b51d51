import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk, codes, inTurn } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { APP_ID, isGenuine, KEY, readUserSig, signatureOf } from '../../support/gateway/user-sig.ts'

const oddAdmin = 'admin&usersig=x +%2F#é'
let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({
    env: { UPSTREAM_CALLS_PER_SECOND: '10000' },
    secrets: (secret) => ({ 'chat-gateway/odd': { ...secret, adminUserId: oddAdmin } }),
  })
})
beforeEach(() => gateway.chat.play(allOk))
afterAll(() => gateway.close())

const remark = (value: string) => ({ Tag: 'Tag_SNS_IM_Remark', Value: value })
const lists = (...names: string[]) => ({ Tag: 'Tag_SNS_IM_Group', Value: names })
const custom = (name: string, value: string) => ({ Tag: `Tag_SNS_Custom_${name}`, Value: value })

describe('the signer these tests judge by', () => {
  test('agrees with the vendor’s published vector', () => {
    const vector = { identifier: 'administrator', sdkAppId: 1400000000, issuedAt: 1700000000, expiresIn: 15552000 }
    expect(signatureOf(vector, KEY)).toBe('JCzxanF8NTTXau4m+2h9wv7gYJnyNksm0xm1NEXU274=')
  })
})

describe('the body that reaches Chat', () => {
  test('says exactly what was asked: remark, lists, then custom fields as given, whatever order the caller wrote them in', async () => {
    await gateway.update({
      friends: [
        { custom: { Zebra: 'z', Alpha: 'a', Mid: 'm' }, lists: ['l2', 'l1'], remark: 'r', userId: 'f1' },
        { lists: [], userId: 'f2' },
        { userId: 'f3', remark: '' },
      ],
      userId: 'id',
    })
    const [zebra, alpha, mid] = [custom('Zebra', 'z'), custom('Alpha', 'a'), custom('Mid', 'm')]
    expect(gateway.chat.calls.map((call) => call.body)).toEqual([
      {
        From_Account: 'id',
        UpdateItem: [
          { To_Account: 'f1', SnsItem: [remark('r'), lists('l2', 'l1'), zebra, alpha, mid] },
          { To_Account: 'f2', SnsItem: [lists()] },
          { To_Account: 'f3', SnsItem: [remark('')] },
        ],
      },
    ])
  })

  test('carries text byte for byte', async () => {
    const text = 'é\u0301 "\\/\b\t\u2028 😀 <b>'
    await gateway.update({ userId: 'id', friends: [{ userId: 'ж', remark: text, lists: [text.slice(0, 9)] }] })
    expect(gateway.chat.calls[0]?.body.UpdateItem[0]).toEqual({
      To_Account: 'ж',
      SnsItem: [remark(text), lists(text.slice(0, 9))],
    })
  })
})

describe('the address of the call', () => {
  test('is a POST to the command with five query parameters, each once', async () => {
    await gateway.update(updateOf('id', ['f']))
    const [call] = gateway.chat.calls
    expect([call?.method, call?.path]).toEqual(['POST', '/v4/sns/friend_update'])
    const names = [...(call?.query.keys() ?? [])].sort()
    expect(names).toEqual(['contenttype', 'identifier', 'random', 'sdkappid', 'usersig'])
    const { sdkappid, identifier, contenttype } = Object.fromEntries(call?.query ?? [])
    expect([sdkappid, identifier, contenttype]).toEqual([String(APP_ID), 'administrator', 'json'])
  })

  test('carries a UserSig that the vendor’s rule verifies', async () => {
    await gateway.update(updateOf('id', ['f']))
    expect(isGenuine(gateway.chat.calls[0]?.query.get('usersig') ?? '')).toBe(true)
  })

  test('survives an admin whose name means something in a URL', async () => {
    expect((await gateway.update({ app: 'odd', ...updateOf('id', ['f']) })).status).toBe(200)
    const query = gateway.chat.calls[0]?.query
    expect(query?.get('identifier')).toBe(oddAdmin)
    expect(isGenuine(query?.getAll('usersig').join() ?? '', KEY, APP_ID, oddAdmin)).toBe(true)
  })

  test('has a fresh uint32 random for every attempt', async () => {
    gateway.chat.play(inTurn(codes({ f: 30006 }), codes({ f: 30006 }), allOk))
    await gateway.update(updateOf('id', ['f']))
    await gateway.update(updateOf('id', ['f']))
    const randoms = gateway.chat.calls.map((call) => call.query.get('random') ?? '')
    expect(randoms).toHaveLength(4)
    expect(new Set(randoms).size).toBe(4)
    for (const random of randoms) expect(random).toMatch(/^(0|[1-9]\d{0,9})$/)
    expect(Math.max(...randoms.map(Number))).toBeLessThan(2 ** 32)
  })

  test('has one and the same UserSig while that is young', async () => {
    for (const friend of ['a', 'b', 'c']) await gateway.update(updateOf('id', [friend]))
    const signed = gateway.chat.calls.map((call) => call.query.get('usersig') ?? '')
    expect(new Set(signed.map((userSig) => readUserSig(userSig).signature)).size).toBe(1)
  })
})

describe('the connection', () => {
  test('is kept: calls that follow one another share a socket', async () => {
    const before = gateway.chat.sockets()
    for (const friend of ['a', 'b', 'c', 'd']) await gateway.update(updateOf('id', [friend]))
    expect(gateway.chat.calls).toHaveLength(4)
    expect(gateway.chat.sockets() - before).toBeLessThanOrEqual(1)
  })
})
