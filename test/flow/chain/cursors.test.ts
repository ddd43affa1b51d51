import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, bodyOf, commandOf, reply } from '../../support/gateway/chain.ts'
import type { Script } from '../../support/gateway/chat-server.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({
    env: { UPSTREAM_ATTEMPTS: '1' },
    secrets: (secret) => ({ 'chat-gateway/other': secret }),
  })
})
afterAll(() => gateway.close())

/** Pages of ten without an end, whichever list is asked for. */
const endless: Script = (call) => {
  const next = Number(bodyOf(call).StartIndex) + 10
  return commandOf(call) === 'friend_get'
    ? reply({ UserDataItem: [], FriendNum: 1000, CompleteFlag: 0, NextStartIndex: next })
    : reply({ BlackListItem: [], StartIndex: next })
}
const page = async (name: string, body: object) => {
  gateway.chat.play(endless)
  return ask(gateway, name, body)
}
const cursorOf = async (name: string, body: object = { userId: 'id' }) => {
  const { json } = await page(name, body)
  if (json.cursor === undefined) throw new Error('there is no cursor')
  return json.cursor
}
const starts = () => gateway.chat.calls.map((call) => bodyOf(call).StartIndex)

async function expectForeign(name: string, body: object) {
  const { status, json } = await page(name, body)
  expect([status, json.code, json.errors?.map((error) => error.pointer)]).toEqual([400, 'INVALID_REQUEST', ['/cursor']])
  expect(gateway.chat.calls).toHaveLength(0)
}

describe.each([
  ['friends.list', 'blocklist.list'],
  ['blocklist.list', 'friends.list'],
])('a cursor of %s', (name, another) => {
  test('is text that needs no escaping and goes on where the page before ended', async () => {
    const cursor = await cursorOf(name)
    expect(cursor).toMatch(/^[\w.~-]{1,200}$/)
    const { status, json } = await page(name, { userId: 'id', cursor })
    expect([status, starts()]).toEqual([200, [10]])
    expect(json.cursor).not.toBe(cursor)
    await page(name, { userId: 'id', cursor: json.cursor })
    expect(starts()).toEqual([20])
  })

  test('may be used again', async () => {
    const cursor = await cursorOf(name)
    for (const _ of [1, 2]) {
      expect((await page(name, { userId: 'id', cursor })).status).toBe(200)
      expect(starts()).toEqual([10])
    }
  })

  test('is the same page whether the default app is named or not', async () => {
    const cursor = await cursorOf(name)
    expect((await page(name, { userId: 'id', app: 'default', cursor })).status).toBe(200)
    const named = await cursorOf(name, { userId: 'id', app: 'default' })
    expect((await page(name, { userId: 'id', cursor: named })).status).toBe(200)
  })

  test('belongs to that operation', async () => expectForeign(another, { userId: 'id', cursor: await cursorOf(name) }))
  test('belongs to that app', async () =>
    expectForeign(name, { userId: 'id', app: 'other', cursor: await cursorOf(name) }))
  test('of another app does not belong to the default one', async () =>
    expectForeign(name, { userId: 'id', cursor: await cursorOf(name, { userId: 'id', app: 'other' }) }))
  test.each(['id2', 'Id', 'i', 'id '])('belongs to that account, and not to "%s"', async (userId) =>
    expectForeign(name, { userId, cursor: await cursorOf(name) }),
  )

  test('altered in any one place is nobody’s', async () => {
    const cursor = await cursorOf(name)
    for (let place = 0; place < cursor.length; place++) {
      const letter = cursor[place] === 'x' ? 'y' : 'x'
      await expectForeign(name, {
        userId: 'id',
        cursor: `${cursor.slice(0, place)}${letter}${cursor.slice(place + 1)}`,
      })
    }
  })

  test('cut, lengthened, in capitals or dressed up is nobody’s', async () => {
    const cursor = await cursorOf(name)
    const wrong = [
      cursor.slice(1),
      cursor.slice(0, -1),
      `${cursor}=`,
      `0${cursor}`,
      ` ${cursor}`,
      `${cursor} `,
      `+${cursor}`,
    ]
    for (const one of [...wrong, cursor.toUpperCase(), encodeURIComponent(`${cursor}/`)]) {
      await expectForeign(name, { userId: 'id', cursor: one })
    }
  })

  test.each(['0', '10', '-1', '1e3', 'NaN', 'Infinity', '.', '__proto__', '0.', 'a.AAAAAAAAAAAA', 'é', '10.0'])(
    'made up as "%s" is nobody’s',
    (cursor) => expectForeign(name, { userId: 'id', cursor }),
  )

  test.each([[''], [null], [10], [['10']], [{}], ['x'.repeat(100_000)]])('that is %j is refused', (cursor) =>
    expectForeign(name, { userId: 'id', cursor }),
  )

  test('is not sent upstream', async () => {
    const cursor = await cursorOf(name)
    await page(name, { userId: 'id', cursor })
    expect(gateway.chat.calls[0]?.text).not.toContain(cursor)
  })
})
