import { expect, test } from 'vitest'
import { Emulator, firstItem, smallSeed, verdict } from './client.ts'

test('two writes of one From_Account that overlap give 30008 to the second, which changes nothing', async () => {
  const emulator = await Emulator.start()
  await emulator.fault({ command: 'friend_update', fault: { latencyMs: 2000 } })
  const first = emulator.update('alice', 'bob', { IM_Remark: 'first' })
  await expect.poll(async () => (await emulator.account('alice')).writing).toBe(true)

  const second = await emulator.update('alice', 'carol', { IM_Remark: 'second' })
  expect(verdict(second)).toEqual([30008, 'Err_SNS_FriendUpdate_Write_Conflict'])
  expect(second).toMatchObject({ ActionStatus: 'FAIL' })
  expect(second).not.toHaveProperty('ResultItem')
  const item = { To_Account: 'frank', AddSource: 'AddSource_Type_Web' }
  const third = await emulator.call('friend_import', { From_Account: 'alice', AddFriendItem: [item] })
  expect(third.ErrorCode).toBe(30008)
  // The other accounts are free, and the first write has not yet taken effect.
  expect(firstItem(await emulator.update('bob', 'alice', { IM_Remark: 'x' }))[0]).toBe(0)
  expect((await emulator.friend('alice', 'bob')).remark).toBe('Bobby')

  expect(firstItem(await first)[0]).toBe(0)
  expect(await emulator.account('alice')).toMatchObject({
    writing: false,
    friends: { bob: { remark: 'first' }, carol: { remark: 'Caz' } },
  })
  expect(firstItem(await emulator.update('alice', 'carol', { IM_Remark: 'second' }))[0]).toBe(0)
})

test('the time a write takes alone makes parallel writers conflict, and none is lost', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({}, { writeMs: 50 }) })
  const remarks = Array.from({ length: 10 }, (_, index) => `r${index}`)
  const replies = await Promise.all(remarks.map((remark) => emulator.update('a', 'b', { IM_Remark: remark })))
  expect(replies.filter((reply) => reply.ErrorCode === 30008).length).toBeGreaterThan(0)
  const done = remarks.filter((_, index) => replies[index]?.ErrorCode === 0)
  expect(done).toContain((await emulator.friend('a', 'b')).remark)
})

test('writes that take no time never conflict', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({}, { writeMs: 0 }) })
  const writes = Array.from({ length: 20 }, () => emulator.update('a', 'b', { IM_Remark: 'x' }))
  expect((await Promise.all(writes)).every((reply) => reply.ErrorCode === 0)).toBe(true)
})

test('a write takes effect even though its caller is gone', async () => {
  const emulator = await Emulator.start()
  await emulator.fault({ fault: { latencyMs: 1000 } })
  const body = {
    From_Account: 'alice',
    UpdateItem: [{ To_Account: 'bob', SnsItem: [{ Tag: 'Tag_SNS_IM_Remark', Value: 'late' }] }],
  }
  const leaving = new AbortController()
  const call = fetch(emulator.address('friend_update'), {
    method: 'POST',
    body: JSON.stringify(body),
    signal: leaving.signal,
  })
  await expect.poll(async () => (await emulator.account('alice')).writing).toBe(true)
  leaving.abort()
  await expect(call).rejects.toThrow()
  await expect.poll(async () => (await emulator.friend('alice', 'bob')).remark).toBe('late')
})
