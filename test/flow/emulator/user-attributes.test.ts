import { expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

const success = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }
const having = (users: Record<string, unknown>) => ({
  UserAttrs: Object.entries(users).map(([To_Account, Attrs]) => ({ To_Account, Attrs })),
})
const names = { '0': 'sex', '9': 'city' }
const start = (members = {}) => Emulator.start({ seed: smallSeed({ attributeNames: names, ...members }) })

test('names are given by slot, the other slots keep theirs; an empty body asks for them', async () => {
  const emulator = await start()
  const asked = await fetch(emulator.address('im_get_attr_name'), { method: 'POST' })
  expect(await asked.json()).toEqual({ ...success, AttrNames: names })
  expect(await emulator.call('im_set_attr_name', { AttrNames: { '1': 'age', '9': 'town' } })).toEqual(success)
  const told = { '0': 'sex', '1': 'age', '9': 'town' }
  expect(await emulator.call('im_get_attr_name', {})).toEqual({ ...success, AttrNames: told })
})

test('an app without names answers an empty map', async () => {
  const emulator = await start({ attributeNames: {} })
  expect(await emulator.call('im_get_attr_name', {})).toEqual({ ...success, AttrNames: {} })
})

test('attributes are set, taken away and read; who is not there is left out', async () => {
  const emulator = await start({ accounts: { a: { attributes: { sex: 'f' } }, b: {} } })
  expect(await emulator.call('im_set_attr', having({ a: { city: 'X' }, b: { sex: 'm' } }))).toEqual(success)
  const read = { To_Account: ['a', 'nobody', 'b'] }
  const told = (users: object) => ({ ...success, ...having(users as Record<string, unknown>) })
  expect(await emulator.call('im_get_attr', read)).toEqual(told({ a: { sex: 'f', city: 'X' }, b: { sex: 'm' } }))
  expect(await emulator.call('im_remove_attr', having({ a: ['sex'], b: ['city'] }))).toEqual(success)
  expect(await emulator.call('im_get_attr', read)).toEqual(told({ a: { city: 'X' }, b: { sex: 'm' } }))
  // An attribute whose name is given to another is told of no more.
  await emulator.call('im_set_attr_name', { AttrNames: { '9': 'town' } })
  expect(await emulator.call('im_get_attr', read)).toEqual(told({ a: {}, b: { sex: 'm' } }))
})

test.each([
  ['im_set_attr_name', {}, 90001],
  ['im_set_attr_name', { AttrNames: ['x'] }, 90001],
  ['im_set_attr_name', { AttrNames: { '10': 'x' } }, 90001],
  ['im_set_attr_name', { AttrNames: { '1': 1 } }, 90001],
  ['im_set_attr_name', { AttrNames: { '1': '' } }, 90030],
  ['im_set_attr_name', { AttrNames: { '1': 'x'.repeat(51) } }, 90030],
  ['im_set_attr', {}, 90001],
  ['im_set_attr', having({ a: { nope: 'x' } }), 90033],
  ['im_set_attr', having({ b: { sex: 'm' }, a: { sex: 'x'.repeat(51) } }), 90030],
  ['im_set_attr', having({ a: { sex: 1 } }), 90001],
  ['im_set_attr', having({ nobody: { sex: 'x' } }), 90048],
  ['im_set_attr', { UserAttrs: new Array(101).fill({ To_Account: 'a', Attrs: {} }) }, 90018],
  ['im_remove_attr', having({ a: ['nope'] }), 90033],
  ['im_remove_attr', having({ a: { sex: 'x' } }), 90001],
  ['im_remove_attr', having({ nobody: ['sex'] }), 90048],
  ['im_get_attr', {}, 90001],
  ['im_get_attr', { To_Account: new Array(101).fill('a') }, 90018],
])('%s of %j is refused with %i', async (command, body, code) => {
  const emulator = await start()
  expect(await emulator.call(command, body)).toEqual({
    ...{ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: expect.any(String) },
  })
  expect((await emulator.account('b')).attributes).toEqual({})
})
