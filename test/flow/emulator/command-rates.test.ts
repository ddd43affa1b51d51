import { expect, test } from 'vitest'
import { commands } from '../../../local/chat/commands/index.ts'
import { defaultLimits } from '../../../local/chat/limits.ts'
import { Emulator, smallSeed } from './client.ts'

/** Every one of its own, so that a rate taken for another shows. */
const slow = { callsPerSecond: 9, accountCallsPerSecond: 4, archiveCallsPerSecond: 2 }

test('a hundred calls a second are taken where the page says so, ten of get_history, two hundred of all else', () => {
  expect(defaultLimits).toMatchObject({ callsPerSecond: 200, accountCallsPerSecond: 100, archiveCallsPerSecond: 10 })
  const rates = Map.groupBy(commands, ({ rate }) => rate ?? 'callsPerSecond')
  expect(rates.get('archiveCallsPerSecond')?.map(({ name }) => name)).toEqual(['get_history'])
  expect(rates.get('accountCallsPerSecond')?.map(({ name }) => name)).toEqual([
    ...['multiaccount_import', 'account_delete', 'account_check', 'im_set_attr_name', 'im_get_attr_name'],
    ...['im_get_attr', 'im_set_attr', 'im_remove_attr', 'im_get_tag', 'im_add_tag', 'im_remove_tag'],
    'im_remove_all_tags',
  ])
  expect(rates.get('callsPerSecond')).toHaveLength(commands.length - 13)
})

test.each([
  ['account_check', { CheckItem: [] }, slow.accountCallsPerSecond],
  ['im_get_tag', { To_Account: [] }, slow.accountCallsPerSecond],
  ['get_history', { ChatType: 'C2C', MsgTime: '2001010100' }, slow.archiveCallsPerSecond],
])(
  '%s of %j: the call beyond its own rate gives 60007, and another command is not held up',
  async (name, body, rate) => {
    const now = Date.now()
    const emulator = await Emulator.start({ seed: smallSeed({}, slow), now: () => now })
    const codes = await Promise.all(
      Array.from({ length: rate + 1 }, async () => (await emulator.call(name, body)).ErrorCode),
    )
    expect(codes.filter((code) => code === 60007)).toHaveLength(1)
    expect((await emulator.call('kick', { UserID: 'a' })).ErrorCode).toBe(0)
  },
)

test('every operation of the fifty-nine has its command', () => {
  expect(new Set(commands.map(({ service, name }) => `${service}/${name}`)).size).toBe(15 + 26 + 18)
})
