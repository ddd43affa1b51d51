import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../lib/errors/gateway-error.ts'
import type { Delivery } from '../../lib/upstream/deliver.ts'
import type { Verdict } from '../../lib/upstream/verdict.ts'
import {
  conflict,
  failed,
  list,
  notFriend,
  ok,
  remark,
  ScriptedUpstream,
  taskOf,
  unknown,
  update,
  work,
} from './scripted-upstream.ts'

describe('tasks of one account', () => {
  test('go out in one call, counted once, each with its own verdicts', async () => {
    const upstream = new ScriptedUpstream((id) => (id === 'b' ? notFriend : ok))
    expect(await work(upstream, update(remark('a')), update(remark('b'), remark('c')))).toEqual([
      { items: ['a ok'], calls: 1, merged: 2 },
      { items: ['b failed NOT_A_FRIEND', 'c ok'], calls: 0, merged: 2 },
    ])
    expect(upstream.calls).toEqual([['a', 'b', 'c']])
  })

  test('that cannot be one call go one after another, in order', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    const block = taskOf('blocklist.add', { userIds: ['x'] })
    expect(await work(upstream, update(remark('a')), block, update(remark('b')))).toEqual([
      { items: ['a ok'], calls: 1, merged: 1 },
      { items: ['x ok'], calls: 1, merged: 1 },
      { items: ['b ok'], calls: 1, merged: 1 },
    ])
    expect(upstream.calls).toEqual([['a'], ['x'], ['b']])
  })

  test('share no call where one names its app and the other does not: whose fault a missing one is differs', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    const named = taskOf('friends.update', { app: 'default', friends: [remark('a')] })
    expect(await work(upstream, named, update(remark('b')))).toMatchObject([{ merged: 1 }, { merged: 1 }])
    expect(upstream.calls).toEqual([['a'], ['b']])
  })

  test.each<[string, Verdict]>([
    ['refused for now', conflict],
    ['unproved', unknown],
  ])('wait behind one that is %s: nothing overtakes it', async (_, verdict) => {
    const upstream = new ScriptedUpstream(() => verdict)
    const block = taskOf('blocklist.add', { userIds: ['x'] })
    const [first, second] = await work(upstream, update(remark('a')), block)
    expect([first, second]).toMatchObject([{ calls: 1 }, 'not begun'])
    expect(upstream.calls).toEqual([['a']])
  })

  test('wait behind all that went out with one that is refused for now', async () => {
    const upstream = new ScriptedUpstream((id) => (id === 'b' ? conflict : ok))
    const block = taskOf('blocklist.add', { userIds: ['x'] })
    expect(await work(upstream, update(remark('a')), update(remark('b')), block)).toMatchObject([
      { items: ['a ok'] },
      { items: ['b failed WRITE_CONFLICT'] },
      'not begun',
    ])
    expect(upstream.calls).toEqual([['a', 'b']])
  })

  test('do not wait behind one that is refused for good', async () => {
    const upstream = new ScriptedUpstream((id) => (id === 'a' ? notFriend : ok))
    expect(await work(upstream, update(remark('a')), taskOf('blocklist.add', { userIds: ['x'] }))).toMatchObject([
      { items: ['a failed NOT_A_FRIEND'] },
      { items: ['x ok'] },
    ])
  })
})

describe('an item that several tasks share, refused for good', () => {
  test('goes out again one task at a time, in order, and each has the verdict of its own', async () => {
    const upstream = new ScriptedUpstream((id, call) => (id === 'a' && call < 3 ? notFriend : ok))
    expect(await work(upstream, update(remark('a'), remark('b')), update(list('a')))).toEqual([
      { items: ['a failed NOT_A_FRIEND', 'b ok'], calls: 2, merged: 2 },
      { items: ['a ok'], calls: 1, merged: 2 },
    ])
    expect(upstream.calls).toEqual([['a', 'b'], ['a'], ['a']])
  })

  test('is overtaken by nobody once it has gone out alone', async () => {
    const upstream = new ScriptedUpstream((id) => (id === 'a' ? notFriend : ok))
    expect(
      await work(upstream, update(remark('a', 'early'), remark('b', 'early')), update(remark('a'), remark('b'))),
    ).toMatchObject([
      { items: ['a failed NOT_A_FRIEND', 'b ok superseded'] },
      { items: ['a failed NOT_A_FRIEND', 'b ok'] },
    ])
  })

  test('holds the tasks behind it back where its own try must be repeated', async () => {
    const upstream = new ScriptedUpstream((_, call) => (call === 1 ? notFriend : conflict))
    expect(await work(upstream, update(remark('a')), update(list('a')))).toEqual([
      { items: ['a failed WRITE_CONFLICT'], calls: 2, merged: 2 },
      { items: ['a failed DEADLINE_EXCEEDED'], calls: 0, merged: 2 },
    ])
    expect(upstream.calls).toEqual([['a'], ['a']])
  })

  test('does not hold back the tasks behind it for what the shared call left undone', async () => {
    const upstream = new ScriptedUpstream((id, call) => (id === 'b' ? conflict : call === 1 ? notFriend : ok))
    expect(await work(upstream, update(remark('b')), update(remark('a')), update(list('a')))).toMatchObject([
      { items: ['b failed WRITE_CONFLICT'], calls: 1 },
      { items: ['a ok'], calls: 1 },
      { items: ['a ok'], calls: 1 },
    ])
  })
})

describe('goes out again alone', () => {
  test('all that is refused with its call as a whole, which may be another task’s doing', async () => {
    const refused = failed('INVALID_REQUEST', { ofCall: true })
    const upstream = new ScriptedUpstream((id, call) => (call === 1 || id === 'b' ? refused : ok))
    expect(await work(upstream, update(remark('a')), update(remark('b')))).toEqual([
      { items: ['a ok'], calls: 2, merged: 2 },
      { items: ['b failed INVALID_REQUEST'], calls: 1, merged: 2 },
    ])
  })

  test.each<[string, Verdict]>([
    ['what is done', ok],
    ['what is unproved', unknown],
    ['what is unproved, whatever its repeat met', { status: 'unknown', fault: { code: 'UNKNOWN_APP', retry: 'no' } }],
    ['what may be repeated as it is', failed('WRITE_CONFLICT', { retry: 'conflict', ofCall: true })],
    ['what an operator must mend', failed('CREDENTIALS_REJECTED', { ofCall: true })],
  ])('never %s', async (_, verdict) => {
    const upstream = new ScriptedUpstream(() => verdict)
    await work(upstream, update(remark('a')), update(list('a')))
    expect(upstream.calls).toEqual([['a']])
  })

  test('nothing of a part that was done, for which its app is not looked up again', async () => {
    const upstream = new ScriptedUpstream((id) => (id === 'a' ? notFriend : ok))
    const block = (userId: string) => taskOf('blocklist.add', { userIds: [userId] })
    expect(await work(upstream, block('a'), block('b'))).toMatchObject([
      { items: ['a failed NOT_A_FRIEND'] },
      { items: ['b ok'] },
    ])
    expect(upstream.looks).toBe(1)
  })

  test('nothing of a task that was alone already', async () => {
    const upstream = new ScriptedUpstream(() => failed('INVALID_REQUEST', { ofCall: true }))
    expect(await work(upstream, update(remark('a')))).toMatchObject([{ calls: 1, merged: 1 }])
    expect(upstream.calls).toEqual([['a']])
  })
})

test('what goes out again alone after a lost attempt is read as a repeat', async () => {
  const repeats: boolean[] = []
  class Noting extends ScriptedUpstream {
    override deliver(delivery: Delivery, deadline: number) {
      repeats.push(delivery.repeat.isRepeated)
      return super.deliver(delivery, deadline)
    }
  }
  const refusedWhole = (isAfterDoubt?: true) =>
    failed('ACCOUNT_NOT_FOUND', { ofCall: true, ...(isAfterDoubt && { isAfterDoubt }) })
  const add = (...ids: string[]) => taskOf('friends.add', { friends: ids.map((userId) => ({ userId, source: 'Web' })) })
  await work(
    new Noting((id, call) => (call > 1 ? ok : refusedWhole(id === 'a' ? true : undefined))),
    add('a', 'x'),
    add('b'),
  )
  expect(repeats).toEqual([false, true, false])
})

describe('a task whose body the app’s own facts show to be wrong', () => {
  const integer = () => update({ userId: 'a', custom: { Level: 7 } })

  test('is refused by itself and spoils no other’s call', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    const [refused, other] = await work(upstream, integer(), update(remark('b')))
    expect(refused).toMatchObject({
      code: 'INVALID_REQUEST',
      parts: { errors: [{ pointer: '/friends/0/custom/Level' }] },
    })
    expect(other).toEqual({ items: ['b ok'], calls: 1, merged: 1 })
  })

  test('is none where they say otherwise', async () => {
    const upstream = new ScriptedUpstream(
      () => ok,
      () => ({ integerFields: ['Level'] }),
    )
    expect(await work(upstream, integer())).toMatchObject([{ items: ['a ok'] }])
  })

  test('is told item by item that its app can’t be used', async () => {
    const upstream = new ScriptedUpstream(
      () => ok,
      () => {
        throw new GatewayError('UNKNOWN_APP')
      },
    )
    expect(await work(upstream, integer(), update(remark('b')))).toMatchObject([
      { items: ['a failed UNKNOWN_APP'], calls: 0 },
      { items: ['b failed UNKNOWN_APP'], calls: 0 },
    ])
  })

  test('hides no fault of our own', async () => {
    const fault = new Error('broken')
    const upstream = new ScriptedUpstream(
      () => ok,
      () => {
        throw fault
      },
    )
    await expect(work(upstream, integer())).rejects.toBe(fault)
  })
})
