import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, bodies, commandOf, done, idIn, pathOf } from '../../support/gateway/chain.ts'
import { kinds, named, rows } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(() => gateway.chat.play(done))
afterAll(() => gateway.close())

describe.each(named(kinds))('%s', (name, { command, body, items }) => {
  test('takes no method but POST', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await gateway.request({ method, path: pathOf(name), body })
      expect([answer.status, answer.json.code, answer.headers.allow]).toEqual([405, 'METHOD_NOT_ALLOWED', 'POST'])
    }
    expect(gateway.chat.calls).toHaveLength(0)
  })

  test('is not found under its upstream name', async () => {
    const answer = await gateway.request({ path: `/v1/sns/${command}`, body })
    expect([answer.status, answer.json.code]).toEqual([404, 'NOT_FOUND'])
  })

  test('makes one call of its least body', async () => {
    const { status, json } = await ask(gateway, name, body)
    expect([status, json.outcome]).toEqual([200, 'ok'])
    expect(gateway.chat.calls.map((call) => [call.method, commandOf(call)])).toEqual([['POST', command]])
  })

  test('signs the call as every other', async () => {
    await ask(gateway, name, body)
    const [call] = gateway.chat.calls
    expect([...call!.query.keys()]).toEqual(['sdkappid', 'identifier', 'usersig', 'random', 'contenttype'])
    expect(call!.headers['content-type']).toMatch(/^application\/json/)
  })

  test('is a batch entry by its dotted name, answered alike', async () => {
    const { json } = await gateway.batch([{ id: 'x', operation: name, body }])
    const alone = await ask(gateway, name, body)
    const [entry] = json.responses ?? []
    const { requestId: _, ...answer } = entry!.body
    const { requestId: __, ...same } = alone.json
    expect([entry!.id, entry!.status, answer]).toEqual(['x', 200, same])
    const [first] = bodies(gateway)
    expect(bodies(gateway)).toEqual([first, first])
  })

  test('answers counts and results only where it has items', async () => {
    const { json } = await ask(gateway, name, body)
    const pending = name === 'friends.add' ? { pending: 0 } : {}
    expect(json.counts).toEqual(items && { ok: 1, failed: 0, unknown: 0, ...pending })
    expect(json.results?.map((item) => [idIn(item), item.status])).toEqual(items && [['a', 'ok']])
    expect(json).not.toHaveProperty('retry')
  })
})

test('GET /v1/health lists every operation', async () => {
  const { json } = await gateway.request({ method: 'GET', path: '/v1/health', onlyHeaders: {} })
  const text = JSON.stringify(json)
  for (const { name } of rows) expect(text).toContain(`"${name}"`)
})

test('a batch of all of them is answered in request order', async () => {
  const requests = rows.map(({ name, body }, index) => ({ id: `n${index}`, operation: name, body }))
  const { status, json } = await gateway.batch(requests)
  expect(status).toBe(200)
  expect(json.responses?.map(({ id }) => id)).toEqual(requests.map(({ id }) => id))
})

test.each(['friends.constructor', 'friends.__proto__', 'blocklist.update', 'friend_lists.add', 'Friends.add'])(
  'there is no operation %s',
  async (name) => {
    const { status, json } = await gateway.batch([{ id: 'x', operation: name, body: { userId: 'id' } }])
    expect([status, json.responses?.[0]?.status]).toEqual([207, 404])
    expect((await ask(gateway, name, {})).status).toBe(404)
    expect(gateway.chat.calls).toHaveLength(0)
  },
)
