import { expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

const success = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }
const bots = async (emulator: Emulator) => (await emulator.call('get_all_robots', {})).Robot_Account

test('a bot made twice is one, with the profile given last', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ bots: ['@RBT#first'] }) })
  expect(await emulator.call('create_robot', { UserID: '@RBT#1', Nick: 'One', SelfSignature: 's' })).toEqual(success)
  expect(await emulator.call('create_robot', { UserID: '@RBT#1', Nick: 'Uno', FaceUrl: 'f' })).toEqual(success)
  expect(await emulator.call('get_all_robots', {})).toEqual({ ...success, Robot_Account: ['@RBT#first', '@RBT#1'] })
  const empty = await fetch(emulator.address('get_all_robots'), { method: 'POST' })
  expect(await empty.json()).toMatchObject({ ErrorCode: 0 })
  expect((await emulator.account('@RBT#1')).profile).toEqual({
    Tag_Profile_IM_Nick: 'Uno',
    Tag_Profile_IM_SelfSignature: 's',
    Tag_Profile_IM_Image: 'f',
  })
})

test('a deleted bot serves no more, keeps its account, and can be made again', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ bots: ['@RBT#1', '@RBT#2'] }) })
  for (let round = 0; round < 2; round++) {
    expect(await emulator.call('delete_robot', { Robot_Account: '@RBT#1' })).toEqual(success)
    expect(await bots(emulator)).toEqual(['@RBT#2'])
  }
  expect(await emulator.account('@RBT#1')).toBeDefined()
  expect(await emulator.call('create_robot', { UserID: '@RBT#1' })).toEqual(success)
  expect(await bots(emulator)).toEqual(['@RBT#2', '@RBT#1'])
  // Deleting the account takes the bot along.
  await emulator.call('account_delete', { DeleteItem: [{ UserID: '@RBT#2' }] })
  expect(await bots(emulator)).toEqual(['@RBT#1'])
})

test('the 21st bot gives 10008, and those that serve can be made once more', async () => {
  const twenty = Array.from({ length: 20 }, (_, index) => `@RBT#${index}`)
  const emulator = await Emulator.start({ seed: smallSeed({ bots: twenty }) })
  expect(await emulator.call('create_robot', { UserID: '@RBT#20' })).toMatchObject({ ErrorCode: 10008 })
  expect(await emulator.call('create_robot', { UserID: '@RBT#19' })).toEqual(success)
  expect(await bots(emulator)).toEqual(twenty)
})

test.each([
  ['create_robot', {}, 10004],
  ['create_robot', { UserID: 'bot' }, 10004],
  ['create_robot', { UserID: '@RBT#' }, 10004],
  ['create_robot', { UserID: `@RBT#${'x'.repeat(28)}` }, 10004],
  ['create_robot', { UserID: 1 }, 60015],
  ['create_robot', { UserID: '@RBT#1', Nick: 1 }, 10004],
  ['create_robot', { UserID: '@RBT#1', SelfSignature: 'x'.repeat(501) }, 10004],
  ['delete_robot', {}, 10004],
  ['delete_robot', { Robot_Account: 'a' }, 10004],
])('%s of %j is refused with %i', async (command, body, code) => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  expect(await emulator.call(command, body)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code })
  expect(await bots(emulator)).toEqual([])
})
