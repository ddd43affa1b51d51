import { expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

const success = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }
const tagged = (users: Record<string, unknown>) => ({
  UserTags: Object.entries(users).map(([To_Account, Tags]) => ({ To_Account, Tags })),
})
const start = () => Emulator.start({ seed: smallSeed({ accounts: { a: { tags: ['old'] }, b: {}, c: {} } }) })

test('tags are added, taken away and read; who is not there is left out', async () => {
  const emulator = await start()
  expect(await emulator.call('im_add_tag', tagged({ a: ['x', 'y', 'x'], b: ['x'] }))).toEqual(success)
  const read = { To_Account: ['a', 'nobody', 'b', 'c'] }
  const told = (users: Record<string, string[]>) => ({ ...success, ...tagged(users) })
  expect(await emulator.call('im_get_tag', read)).toEqual(told({ a: ['old', 'x', 'y'], b: ['x'], c: [] }))
  expect(await emulator.call('im_remove_tag', tagged({ a: ['x', 'never'] }))).toEqual(success)
  expect(await emulator.call('im_get_tag', read)).toEqual(told({ a: ['old', 'y'], b: ['x'], c: [] }))
  expect(await emulator.call('im_remove_all_tags', { To_Account: ['a', 'c'] })).toEqual(success)
  expect(await emulator.call('im_get_tag', read)).toEqual(told({ a: [], b: ['x'], c: [] }))
})

test('a user has a hundred tags at most, counted without those it has already', async () => {
  const emulator = await start()
  const ten = (from: number) => Array.from({ length: 10 }, (_, index) => `t${from + index}`)
  for (let from = 0; from < 90; from += 10) {
    expect(await emulator.call('im_add_tag', tagged({ a: ten(from) }))).toEqual(success)
  }
  // With `old`, ninety-one.
  expect(await emulator.call('im_add_tag', tagged({ b: ['x'], a: ten(90) }))).toMatchObject({ ErrorCode: 90032 })
  expect((await emulator.account('b')).tags).toEqual([])
  expect(await emulator.call('im_add_tag', tagged({ a: ['old', ...ten(90).slice(1)] }))).toEqual(success)
  expect((await emulator.account('a')).tags).toHaveLength(100)
})

test('a scripted code of an account leaves its row out: the list has no place for codes', async () => {
  const emulator = await start()
  await emulator.fault({ command: 'im_get_tag', fault: { items: { b: 91000 } } })
  const reply = await emulator.call('im_get_tag', { To_Account: ['a', 'b'] })
  expect(reply).toEqual({ ...success, ...tagged({ a: ['old'] }) })
})

const long = 'é'.repeat(25)

test.each([
  ['im_add_tag', {}, 90001],
  ['im_add_tag', { UserTags: ['a'] }, 90001],
  ['im_add_tag', tagged({ a: 'x' }), 90001],
  ['im_add_tag', tagged({ a: [1] }), 90001],
  ['im_add_tag', tagged({ a: [`${long}x`] }), 90020],
  ['im_add_tag', tagged({ a: [''] }), 90040],
  ['im_add_tag', tagged({ a: new Array(11).fill('x') }), 90032],
  ['im_add_tag', tagged({ nobody: ['x'] }), 90048],
  ['im_add_tag', { UserTags: new Array(101).fill({ To_Account: 'a', Tags: ['x'] }) }, 90018],
  ['im_add_tag', tagged({ a: [long] }), 0],
  ['im_remove_tag', tagged({ a: [''] }), 90040],
  ['im_remove_tag', tagged({ nobody: ['x'] }), 90048],
  ['im_remove_all_tags', {}, 90001],
  ['im_remove_all_tags', { To_Account: ['nobody'] }, 90048],
  ['im_remove_all_tags', { To_Account: new Array(101).fill('a') }, 90018],
  ['im_get_tag', { To_Account: [1] }, 60015],
  ['im_get_tag', { To_Account: new Array(101).fill('a') }, 90018],
])('%s of %j gives %i', async (command, body, code) => {
  const emulator = await start()
  expect((await emulator.call(command, body)).ErrorCode).toBe(code)
  if (code) expect((await emulator.account('a')).tags).toEqual(['old'])
})
