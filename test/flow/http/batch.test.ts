import { afterEach, describe, expect, test } from 'vitest'
import { numbered, updateOf, verdicts } from '../../support/gateway/answer.ts'
import { allOk, asked, codes, lingering, refused, silence } from '../../support/gateway/chat-replies.ts'
import { type Chat, type Script, startChat } from '../../support/gateway/chat-server.ts'
import { chatAccepting } from '../../support/gateway/key-rules.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { isGenuine, NEXT_KEY } from '../../support/gateway/user-sig.ts'

let gateway: Gateway
let tokyo: Chat
const start = async () => {
  tokyo = await startChat(allOk)
  gateway = await startGateway({
    secrets: (secret) => ({
      'chat-gateway/tokyo': {
        ...secret,
        sdkAppId: 20000001,
        adminUserId: 'root',
        secretKey: NEXT_KEY,
        region: 'tokyo',
        endpoint: tokyo.url,
      },
    }),
  })
  return gateway
}
afterEach(() => {
  gateway.close()
  tokyo.close()
})

const to = (id: string, body: unknown, operation: unknown = 'friends.update') => ({ id, operation, body })
/** A script whose calls are all answered once `count` of them are there together. */
const meeting = (count: number): Script => {
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  let there = 0
  return async (call) => {
    there += 1
    if (there >= count) open()
    await gate
    return allOk(call)
  }
}

describe('a malformed batch is refused whole', () => {
  const good = to('a', updateOf('id', ['f']))
  test.each([
    ['no requests', {}, ''],
    ['requests that are no list', { requests: { 0: good } }, '/requests'],
    ['a missing id', { requests: [good, { operation: 'friends.update', body: good.body }] }, '/requests/1'],
    ['an id that is a number', { requests: [{ ...good, id: 1 }] }, '/requests/0/id'],
    ['a doubled id', { requests: [good, to('b', good.body), good] }, '/requests/2/id'],
    ['a doubled id named like a prototype', { requests: [to('__proto__', {}), to('__proto__', {})] }, '/requests/1/id'],
    ['101 entries', { requests: numbered(101).map((id) => to(id, good.body)) }, '/requests'],
    ['an entry that is none', { requests: [good, null] }, '/requests/1'],
    ['a key nobody asked for', { requests: [good], mode: 'fast' }, '/mode'],
    ['a list', [good], ''],
  ])('%s', async (_, body, pointer) => {
    const { request, chat } = await start()
    const answer = await request({ path: '/v1/batch', body })
    expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_REQUEST'])
    const pointers = [pointer, pointer || '/requests', `${pointer}/id`]
    expect(pointers).toContain(answer.json.errors?.[0]?.pointer)
    expect(chat.calls).toHaveLength(0)
  })
})

describe('an entry that goes wrong', () => {
  test('is its own 404, 400, 409 or 502, and spoils no other', async () => {
    const { batch, chat } = await start()
    chat.play((call) => (call.body.From_Account === 'full' ? refused(30011) : allOk(call)))
    const fine = updateOf('id', ['f'])
    const answer = await batch([
      to('unknown operation', fine, 'friends.explode'),
      to('prototype operation', fine, '__proto__'),
      to('another', fine, 'constructor'),
      to('bad body', { userId: 'id', friends: [{ userId: 'f', remrak: 'x' }] }),
      to('body that is none', null),
      { id: 'no body', operation: 'friends.update' },
      to('unknown app', { ...fine, app: 'nowhere' }),
      to('full', updateOf('full', ['f'])),
      to('fine', fine),
    ])
    expect(answer.status).toBe(207)
    const outcome = answer.json.responses?.map((entry) => [entry.id, entry.status, entry.body.code ?? 'ok'])
    expect(outcome).toEqual([
      ['unknown operation', 404, 'NOT_FOUND'],
      ['prototype operation', 404, 'NOT_FOUND'],
      ['another', 404, 'NOT_FOUND'],
      ['bad body', 400, 'INVALID_REQUEST'],
      ['body that is none', 400, 'INVALID_REQUEST'],
      ['no body', 400, 'INVALID_REQUEST'],
      ['unknown app', 404, 'UNKNOWN_APP'],
      ['full', 409, 'FRIEND_LIST_LIMIT'],
      ['fine', 200, 'ok'],
    ])
    expect(answer.json.responses?.[3]?.body.errors?.[0]?.pointer).toMatch(
      /^(\/requests\/3\/body)?\/friends\/0\/remrak$/,
    )
    expect(chat.calls).toHaveLength(2)
  })

  test('says in its headers what an answer of its own would', async () => {
    const { batch, chat } = await start()
    chat.play((call) => (call.body.From_Account === 'slow' ? refused(30007) : codes({ b: 30003 })(call)))
    const answer = await batch([
      to('x', {}),
      to('y', updateOf('id', ['a'])),
      to('z', { ...updateOf('i', ['a']), app: 'no' }),
    ])
    const types = answer.json.responses?.map((entry) => entry.headers['content-type']?.split(';')[0])
    expect(types).toEqual(['application/problem+json', 'application/json', 'application/problem+json'])
    for (const entry of answer.json.responses ?? []) expect(entry.headers['x-request-id']).toBeTruthy()
    expect(answer.headers['x-request-id']).toBe(answer.json.requestId)
  })

  test('by its silence holds up no other account, even on a cold instance', async () => {
    const { batch, chat } = await start()
    chat.play((call) => (call.body.From_Account === 'mute' ? silence() : allOk(call)))
    const answer = await batch([to('mute', updateOf('mute', ['f'])), to('quick', updateOf('quick', ['f']))], {
      ms: 2000,
    })
    expect(answer.json.responses?.map((entry) => entry.status)).toEqual([504, 200])
  })
})

describe('entries of one account', () => {
  test('go one after another in request order, whichever way the default app is named', async () => {
    const { batch, chat, update } = await start()
    await update(updateOf('warm', ['f']))
    chat.play(lingering(allOk))
    const ids = numbered(20)
    const answer = await batch(
      ids.map((id, i) => to(id, { ...(i % 2 && { app: 'default' }), ...updateOf('id', [id]) })),
    )
    expect([answer.status, answer.json.responses?.map((entry) => entry.id)]).toEqual([200, ids])
    expect([chat.most('id'), chat.calls.flatMap(asked)]).toEqual([1, ids])
  })

  test('go on after one that failed', async () => {
    const { batch, chat } = await start()
    chat.play(lingering((call) => (asked(call)[0] === 'b' ? refused(30003) : allOk(call))))
    const answer = await batch(['a', 'b', 'c'].map((id) => to(id, updateOf('id', [id]))))
    expect(answer.json.responses?.map((entry) => entry.status)).toEqual([200, 404, 200])
    expect(chat.most('id')).toBe(1)
  })
})

describe('entries of different accounts', () => {
  test('are under way together: within an app', async () => {
    const { batch, chat, update } = await start()
    await update(updateOf('warm', ['f']))
    chat.play(meeting(10))
    const answer = await batch(
      numbered(10).map((id) => to(id, updateOf(id, ['f']))),
      { ms: 5000 },
    )
    expect([answer.status, chat.most()]).toEqual([200, 10])
  })

  test('are under way together: across apps and regions, each with its own host, key and admin', async () => {
    const { batch, chat } = await start()
    const both = meeting(2)
    chat.play(both)
    tokyo.play(both)
    const requests = [to('here', updateOf('id', ['a'])), to('there', { app: 'tokyo', ...updateOf('id', ['b']) })]
    const answer = await batch(requests, { ms: 5000 })
    expect(answer.status).toBe(200)
    expect(answer.json.responses?.map((entry) => verdicts(entry.body))).toEqual([['a ok'], ['b ok']])
    const [here, there] = [chat.calls[0]?.query, tokyo.calls[0]?.query]
    expect(isGenuine(here?.get('usersig') ?? '')).toBe(true)
    expect([there?.get('sdkappid'), there?.get('identifier')]).toEqual(['20000001', 'root'])
    expect(isGenuine(there?.get('usersig') ?? '', NEXT_KEY, 20000001, 'root')).toBe(true)
    expect([chat.calls.length, tokyo.calls.length]).toEqual([1, 1])
  })

  test('keep their troubles to themselves: a refused key of one app is no other’s', async () => {
    const { batch, chat } = await start()
    chat.play(chatAccepting([]).script)
    const entries = numbered(10).map((id, i) => to(id, { ...(i % 2 && { app: 'tokyo' }), ...updateOf(id, ['f']) }))
    const answer = await batch(entries)
    expect(answer.json.responses?.map((entry) => entry.status)).toEqual(numbered(10).map((_, i) => (i % 2 ? 200 : 502)))
  })
})

describe('a batch', () => {
  test('is 200 only when every response is: one 207 makes it 207', async () => {
    const { batch, chat } = await start()
    const requests = [to('a', updateOf('x', ['f'])), to('b', updateOf('y', ['f', 'g']))]
    expect((await batch(requests)).status).toBe(200)
    chat.play(codes({ g: 30003 }))
    const answer = await batch(requests)
    expect([answer.status, answer.json.responses?.map((entry) => entry.status)]).toEqual([207, [200, 207]])
  })

  test('takes 100 entries, and shares one read of the secret among them', async () => {
    const { batch, secrets } = await start()
    const ids = numbered(100)
    const answer = await batch(ids.map((id) => to(id, updateOf(id, ['f']))))
    expect([answer.status, answer.json.responses?.map((entry) => entry.id)]).toEqual([200, ids])
    expect(secrets.count()).toBe(1)
  })
})
