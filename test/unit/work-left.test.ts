import { describe, expect, test } from 'vitest'
import { ok, remark, ScriptedUpstream, taskOf, update, work } from './scripted-upstream.ts'

describe('tasks of one account', () => {
  test('are left where no further call may be begun', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    upstream.goesOn = () => upstream.calls.length < 2
    const block = taskOf('blocklist.add', { userIds: ['x'] })
    expect(await work(upstream, update(remark('a')), block, update(remark('b')))).toMatchObject([
      { items: ['a ok'] },
      { items: ['x ok'] },
      'not begun',
    ])
    expect(upstream.calls).toEqual([['a'], ['x']])
  })

  test('that read are left as well where what was read is much to hold, and writes are not', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    upstream.replyCharacters = 3 * 1024 * 1024
    const check = (id: string) => taskOf('blocklist.check', { userIds: [id] })
    expect(await work(upstream, check('a'), check('b'), check('c'))).toMatchObject([
      { calls: 1 },
      { calls: 1 },
      'not begun',
    ])
    const block = (id: string) => taskOf('blocklist.add', { userIds: [id] })
    expect(await work(upstream, block('a'), update(remark('b')), block('c'))).toMatchObject(Array(3).fill({ calls: 1 }))
  })

  test('that read go on up to 4 MiB, and one more reads what is left', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    upstream.replyCharacters = 2 * 1024 * 1024
    const check = (id: string) => taskOf('blocklist.check', { userIds: [id] })
    expect(await work(upstream, check('a'), check('b'), check('c'), check('d'))).toMatchObject([
      { calls: 1 },
      { calls: 1 },
      { calls: 1 },
      'not begun',
    ])
  })

  test('are as if not begun where no place in the quota came for them', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    upstream.places = 1
    const block = taskOf('blocklist.add', { userIds: ['x'] })
    expect(await work(upstream, update(remark('a')), block)).toMatchObject([{ items: ['a ok'] }, 'not begun'])
    expect(upstream.calls).toEqual([['a']])
  })

  test('are told of where a place came for some of their calls', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    upstream.places = 1
    const friendIds = Array.from({ length: 101 }, (_, index) => `f${index}`)
    const [some] = await work(upstream, taskOf('friends.get', { friendIds }))
    expect(some).toMatchObject({ calls: 1, items: { 0: 'f0 ok', 100: 'f100 failed RATE_LIMITED' } })
  })

  test('are not read on where what was read is too much for one answer', async () => {
    const upstream = new ScriptedUpstream(() => ok)
    upstream.replyCharacters = 12 * 1024 * 1024
    const friendIds = Array.from({ length: 500 }, (_, index) => `f${index}`)
    const [all] = await work(upstream, taskOf('friends.get', { friendIds }))
    const ends = friendIds.map((id, index) => `${id} ${index < 300 ? 'ok' : 'failed PAYLOAD_TOO_LARGE'}`)
    expect(all).toEqual({ items: ends, calls: 3, merged: 1 })
  })
})
