import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../../local/chat/limits.ts'
import { Emulator, smallSeed } from './client.ts'

const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }]
const good = { MsgRandom: 7, MsgBody }
const accounts = {
  a: { tags: ['x', 'y'], attributes: { sex: 'f', city: 'X' } },
  b: { tags: ['x'], attributes: { sex: 'm', city: 'X' } },
  c: { tags: ['z'] },
  other: { otherApp: true, tags: ['x'] },
}
const seed = smallSeed({ accounts, attributeNames: { '0': 'sex', '1': 'city' } })

interface Task {
  taskId: string
  recipients: string[]
  from: string
  lifeSeconds: number
}
async function tasksOf(emulator: Emulator): Promise<Task[]> {
  type State = { apps: { default: { pushes: { tasks: Task[] } } } }
  const [, state] = await emulator.control<State>('GET', 'state?app=default')
  return state.apps.default.pushes.tasks
}

test.each([
  [undefined, ['administrator', 'a', 'b', 'c']],
  [{ TagsAnd: ['x', 'y'] }, ['a']],
  [{ TagsOr: ['y', 'z'] }, ['a', 'c']],
  [{ TagsAnd: ['x'], TagsOr: ['y', 'z'] }, ['a']],
  [{ AttrsAnd: { city: 'X', sex: 'm' } }, ['b']],
  [{ AttrsOr: { sex: 'f', city: 'Y' } }, ['a']],
  [{ TagsOr: ['nobody has it'] }, []],
])('a push with the condition %j is a task for %j', async (Condition, recipients) => {
  const emulator = await Emulator.start({ seed })
  const reply = await emulator.call('im_push', { ...good, From_Account: 'a', MsgLifeTime: 604_800, Condition })
  expect(reply).toEqual({ TaskId: expect.stringMatching(/^7_1_7$/), ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' })
  expect(await tasksOf(emulator)).toMatchObject([{ taskId: reply.TaskId, recipients, from: 'a', lifeSeconds: 604_800 }])
})

describe('by the emulator’s clock', () => {
  test('two pushes within a second: 90024 for the second, and none after a refused one', async () => {
    let now = Date.now()
    const emulator = await Emulator.start({ seed, now: () => now })
    const push = async () => (await emulator.call('im_push', good)).ErrorCode
    expect(await push()).toBe(0)
    now += 999
    expect(await push()).toBe(90024)
    now += 1
    expect(await push()).toBe(0)
    expect(await tasksOf(emulator)).toHaveLength(2)
  })

  test('a day of China has its hundred, then 90047 until the next one', async () => {
    // Seven in the morning of UTC is three in the afternoon of China, nine hours before its midnight.
    let now = Date.UTC(2033, 4, 18, 7)
    const emulator = await Emulator.start({ seed: { ...seed, limits: { pushesPerDay: 3 } }, now: () => now })
    emulator.expireSeconds = 10 ** 9
    const push = async () => {
      now += 1000
      return (await emulator.call('im_push', good)).ErrorCode
    }
    expect([await push(), await push(), await push(), await push()]).toEqual([0, 0, 0, 90047])
    now = Date.UTC(2033, 4, 18, 15, 59, 58)
    expect(await push()).toBe(90047)
    expect(await push()).toBe(0)
  })

  test('a hundred are the limit where a seed says nothing', () => {
    expect(defaultLimits).toMatchObject({ pushesPerDay: 100, pushApartMs: 1000 })
  })
})

test('an app that has not enabled pushes to all users: 90045', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ pushToAll: false }) })
  expect(await emulator.call('im_push', good)).toMatchObject({ ErrorCode: 90045 })
})

test.each([
  [{ MsgBody: undefined }, 90002],
  [{ MsgBody: [] }, 90002],
  [{ MsgBody: {} }, 90007],
  [{ MsgBody: ['x'] }, 90010],
  [{ MsgBody: [{ MsgType: 'TIMNoElem', MsgContent: {} }] }, 90010],
  [{ MsgBody: [{ MsgType: 'TIMTextElem' }] }, 90010],
  [{ MsgRandom: undefined }, 90005],
  [{ MsgRandom: '7' }, 90005],
  [{ MsgRandom: 4_294_967_296 }, 90005],
  [{ MsgLifeTime: 604_801 }, 90026],
  [{ From_Account: 'nobody' }, 90048],
  [{ OfflinePushInfo: 'x' }, 90001],
  [{ Condition: ['x'] }, 90001],
  [{ Condition: { TagsAnd: 'x' } }, 90001],
  [{ Condition: { TagsAnd: new Array(11).fill('x') } }, 90032],
  [{ Condition: { TagsOr: ['x'.repeat(51)] } }, 90020],
  [{ Condition: { TagsOr: [''] } }, 90040],
  [{ Condition: { TagsOr: ['x', 'y'], TagsAnd: ['y'] } }, 90022],
  [{ Condition: { AttrsOr: { nope: 'x' } } }, 90033],
  [{ Condition: { AttrsOr: { sex: 'x' }, TagsOr: ['x'] } }, 90039],
])('%j is refused with %i, and nothing is pushed', async (members, code) => {
  const emulator = await Emulator.start({ seed })
  expect((await emulator.call('im_push', { ...good, ...members })).ErrorCode).toBe(code)
  expect(await tasksOf(emulator)).toEqual([])
})

test('of two pushes that are under way at once one is made', async () => {
  const emulator = await Emulator.start({ seed })
  await emulator.fault({ command: 'im_push', times: 2, fault: { latencyMs: 500 } })
  const replies = await Promise.all([emulator.call('im_push', good), emulator.call('im_push', good)])
  expect(replies.map(({ ErrorCode }) => ErrorCode).sort()).toEqual([0, 90024])
  expect(await tasksOf(emulator)).toHaveLength(1)
})

test('a push whose reply is lost was made all the same', async () => {
  const emulator = await Emulator.start({ seed })
  await emulator.fault({ command: 'im_push', fault: { kind: 'cut', after: true } })
  await expect(emulator.call('im_push', good)).rejects.toThrow()
  expect(await tasksOf(emulator)).toHaveLength(1)
})
