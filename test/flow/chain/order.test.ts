import { afterEach, describe, expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { ask, commandOf, done, reply } from '../../support/gateway/chain.ts'
import { entry, lingering, page, turns } from '../../support/gateway/chat-replies.ts'
import type { Script } from '../../support/gateway/chat-server.ts'
import { bodyFor, named, ofAccounts, operation, type Row, reads, writes } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
const start = async () => {
  gateway = await startGateway({ chat: done, secrets: (secret) => ({ 'chat-gateway/other': secret }) })
  await ask(gateway, 'friends.list', { userId: 'warm' })
  return gateway
}
afterEach(() => gateway.close())

/** Answers nothing before two calls are under way at once, or a long while has passed. */
function together(): { readonly script: Script; readonly met: () => boolean } {
  let inside = 0
  let met = false
  const script: Script = async (call) => {
    inside += 1
    met ||= inside > 1
    for (let turn = 0; turn < 100 && !met; turn++) await turns(10)
    inside -= 1
    return done(call)
  }
  return { script, met: () => met }
}
const commands = () => gateway.chat.calls.map(commandOf)
const entryFor = (id: string, name: string, userId = 'id') => ({
  id,
  operation: name,
  body: { ...operation(name).body, userId },
})

describe('writes of one account', () => {
  const ofOne = writes.filter((row) => ofAccounts.includes(row))

  test('go one after another, whichever operations they are of', async () => {
    const { chat } = await start()
    // First requests of two families may overtake each other while their rows are loaded (decision 0031).
    await Promise.all(ofOne.map(({ name }) => ask(gateway, name, {})))
    chat.play(lingering(done))
    const answers = await Promise.all(ofOne.map(({ name, body }) => ask(gateway, name, body)))
    expect(answers.map((answer) => answer.status)).toEqual(ofOne.map(() => 200))
    expect(chat.most('id')).toBe(1)
    expect(commands()).toEqual(ofOne.map((row) => row.command))
  })

  // What two accounts say to each other takes turns by itself: test/flow/sends/one-to-one.test.ts.
  const others = writes.filter(({ body }) => !('peerId' in body))
  test.each(named(others))('of %s wait for one of friends.update', async (name, row) => {
    const { chat } = await start()
    chat.play(lingering(done))
    const update = gateway.update({ userId: 'id', friends: [{ userId: 'a', remark: 'r' }] })
    const answers = await Promise.all([update, ask(gateway, name, row.body)])
    expect(answers.map((answer) => answer.status)).toEqual([200, 200])
    expect(chat.most('id')).toBe(1)
  })

  test('go side by side with those of another account and of another app', async () => {
    for (const other of [{ userId: 'id2' }, { userId: 'id', app: 'other' }]) {
      const { chat } = await start()
      await ask(gateway, 'friends.list', { ...other })
      const { script, met } = together()
      chat.play(script)
      const row = operation('friends.add')
      await Promise.all([ask(gateway, row.name, row.body), ask(gateway, row.name, { ...row.body, ...other })])
      expect(met()).toBe(true)
      gateway.close()
    }
  })
})

describe('writes of a family that takes turns', () => {
  const [imports, deletes] = ['accounts.import', 'accounts.delete'].map(operation) as [Row, Row]

  test('go one after another, whomever they are about', async () => {
    const { chat } = await start()
    chat.play(lingering(done))
    const asked = [bodyFor(imports, ['a']), bodyFor(imports, ['b'])].map((body) => ask(gateway, imports.name, body))
    const answers = await Promise.all([...asked, ask(gateway, deletes.name, bodyFor(deletes, ['c']))])
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
    expect(chat.most()).toBe(1)
  })

  test.each([
    ['those of another app', imports, { app: 'other' }],
    ['a write of one account', operation('accounts.import-one'), {}],
    ['a read', operation('accounts.check'), {}],
  ])('go side by side with %s', async (_, beside, more) => {
    const { chat } = await start()
    await ask(gateway, 'friends.list', { userId: 'id', app: 'other' })
    await ask(gateway, 'friends.list', { userId: 'id' })
    const { script, met } = together()
    chat.play(script)
    await Promise.all([
      ask(gateway, imports.name, imports.body),
      ask(gateway, beside.name, { ...beside.body, ...more }),
    ])
    expect(met()).toBe(true)
  })
})

describe('entries of one account in a batch run one after another in request order', () => {
  const orders: readonly (readonly [string, string, string])[] = [
    ['a read after a write', 'friends.add', 'friends.list'],
    ['a write after a read', 'friends.list', 'friends.delete-all'],
    ['a check after a block', 'blocklist.add', 'blocklist.check'],
    ['a read after a read', 'friends.list', 'friend-lists.get'],
    ['a write after a write', 'friends.delete', 'friends.import'],
  ]
  test.each(orders)('%s', async (_, first, second) => {
    const { chat } = await start()
    const order: string[] = []
    chat.play(async (call) => {
      order.push(`${commandOf(call)} begins`)
      await turns(100)
      order.push(`${commandOf(call)} ends`)
      return done(call)
    })
    const { status } = await gateway.batch([entryFor('1', first), entryFor('2', second)])
    expect(status).toBe(200)
    const calls = [operation(first).command, operation(second).command]
    expect(order).toEqual(calls.flatMap((command) => [`${command} begins`, `${command} ends`]))
  })

  test('while those of different accounts go at once', async () => {
    const { chat } = await start()
    const { script, met } = together()
    chat.play(script)
    await gateway.batch([entryFor('1', 'friends.add', 'x'), entryFor('2', 'friends.add', 'y')])
    expect(met()).toBe(true)
  })
})

describe('reads of one account that come as requests of their own', () => {
  // Calls of a command with a rate of its own are spaced out.
  const unpaced = reads.filter(({ name }) => operations.get(name)?.rate === undefined)
  test.each(named(unpaced))('%s waits for no other read', async (name, row) => {
    const { chat } = await start()
    const { script, met } = together()
    chat.play(script)
    await Promise.all([ask(gateway, name, row.body), ask(gateway, name, row.body)])
    expect(met()).toBe(true)
  })
})

test('one entry whose reply is beyond measure leaves the other entries of its batch their answers', async () => {
  const { chat } = await start()
  const tags = [{ Tag: 'Tag_SNS_Custom_X', Value: 'NESTED' }]
  const text = JSON.stringify(reply({ InfoItem: [{ ...entry('a'), SnsProfileItem: tags }] }))
  const nested = text.replace('"NESTED"', '['.repeat(100_000) + ']'.repeat(100_000))
  chat.play((call) => (commandOf(call) === 'friend_get_list' ? page(200, nested, 'application/json') : done(call)))
  const { json } = await gateway.batch([entryFor('1', 'friends.add', 'x'), entryFor('2', 'friends.get', 'y')], {
    ms: 1500,
  })
  expect(json.responses?.[0]?.body.results).toEqual([{ userId: 'a', status: 'ok' }])
})

test('a batch of every operation tells each entry its own verdict', async () => {
  const { chat } = await start()
  chat.play((call) => (call.text.includes('"bad') ? { ActionStatus: 'FAIL', ErrorCode: 30003 } : done(call)))
  const requests = ofAccounts.map((row, index) => {
    const userId = index % 2 ? `bad${index}` : `id${index}`
    return { id: String(index), operation: row.name, body: bodyFor(row, ['a'], userId) }
  })
  const { status, json } = await gateway.batch(requests)
  expect([status, json.responses?.map((answer) => answer.status)]).toEqual([
    207,
    ofAccounts.map((_, i) => (i % 2 ? 404 : 200)),
  ])
})
