import { expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

const FOREVER = 4_294_967_295
const success = { ErrorCode: 0, ErrorInfo: '' }

test('what is left of a mute counts down by the clock; what a call leaves out stays', async () => {
  let now = Date.now()
  const emulator = await Emulator.start({ seed: smallSeed(), now: () => now })
  const left = async () => {
    const { C2CmsgNospeakingTime, GroupmsgNospeakingTime } = await emulator.call('getnospeaking', { Get_Account: 'a' })
    return [C2CmsgNospeakingTime, GroupmsgNospeakingTime]
  }
  const set = (times: object) => emulator.call('setnospeaking', { Set_Account: 'a', ...times })
  expect(await left()).toEqual([0, 0])
  // The service answers without ActionStatus.
  expect(await set({ C2CmsgNospeakingTime: 100 })).toEqual(success)
  expect(await left()).toEqual([100, 0])
  now += 30_400
  expect(await set({ GroupmsgNospeakingTime: FOREVER })).toEqual(success)
  expect(await left()).toEqual([70, FOREVER])
  now += 69_599
  expect(await left()).toEqual([1, FOREVER])
  now += 1
  expect(await left()).toEqual([0, FOREVER])
  expect(await set({ GroupmsgNospeakingTime: 0, C2CmsgNospeakingTime: FOREVER - 1 })).toEqual(success)
  expect(await left()).toEqual([FOREVER - 1, 0])
})

test('getnospeaking answers two figures and no ActionStatus; a seed may begin with mutes', async () => {
  const until = Math.ceil(Date.now() / 1000) + 1000
  const accounts = { a: { mutes: { oneToOne: until, group: 'forever' as const } } }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  const reply = await emulator.call('getnospeaking', { Get_Account: 'a' })
  expect(reply).toEqual({ ...success, C2CmsgNospeakingTime: expect.any(Number), GroupmsgNospeakingTime: FOREVER })
  expect(reply.C2CmsgNospeakingTime).toBeGreaterThan(900)
})

const times = { C2CmsgNospeakingTime: 1 }

test.each([
  ['setnospeaking', times, 130004],
  ['setnospeaking', { ...times, Set_Account: 'nobody' }, 130005],
  ['setnospeaking', { ...times, Set_Account: 1 }, 60015],
  ['setnospeaking', { Set_Account: 'a' }, 130008],
  ['setnospeaking', { Set_Account: 'a', C2CmsgNospeakingTime: -1 }, 130001],
  ['setnospeaking', { Set_Account: 'a', ...times, GroupmsgNospeakingTime: FOREVER + 1 }, 130001],
  ['setnospeaking', { Set_Account: 'a', ...times, GroupmsgNospeakingTime: '1' }, 130001],
  ['getnospeaking', {}, 130002],
  ['getnospeaking', { Get_Account: 'nobody' }, 130003],
])('%s of %j is refused with %i, without ActionStatus', async (command, body, code) => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  expect(await emulator.call(command, body)).toEqual({ ErrorCode: code, ErrorInfo: expect.any(String) })
  expect((await emulator.account('a')).mutes).toEqual({ oneToOne: 0, group: 0 })
})
