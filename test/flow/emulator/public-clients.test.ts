import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { Emulator } from './client.ts'

interface Call {
  /** Behind `v4/`. */
  readonly path: string
  readonly body: object
  /** What the reply must hold. */
  readonly replies: string
}

/** What clients in one language send, by the language. The README's programs send the same (scripts/try-emulator.mjs), where theirs is there. */
function clientsOf(file: string): Array<[string, readonly Call[]]> {
  const text = readFileSync(path.join(import.meta.dirname, '../../../scripts/try-emulator', file), 'utf8')
  return Object.entries<readonly Call[]>(JSON.parse(text))
}

const ACCOUNT_COMMANDS = [
  'account_import',
  'multiaccount_import',
  'account_check',
  'portrait_set',
  'portrait_get',
  'account_delete',
]
const MESSAGE_COMMANDS = [
  'sendmsg',
  'batchsendmsg',
  'importmsg',
  'admin_getroammsg',
  'modify_c2c_msg',
  'admin_msgwithdraw',
  'admin_set_msg_read',
  'get_c2c_unread_msg_num',
  'set_key_values',
  'get_key_values',
]

/** `Identifier` with a `Type` or with empty members, `UserID` alone, both forms of a list; older names of members, and null for none. */
describe.each([
  ['accounts', ACCOUNT_COMMANDS, clientsOf('account-calls.json')],
  ['messages', MESSAGE_COMMANDS, clientsOf('message-calls.json')],
])('%s as public clients spell them', (_, commands, clients) => {
  test.each(clients)('in %s', async (_language, calls) => {
    const emulator = await Emulator.start()
    for (const { path: command, body, replies } of calls) {
      const url = `${emulator.chat.url}/v4/${command}?${new URLSearchParams({ ...emulator.query() })}`
      const reply = await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).text()
      expect(reply, command).toMatch(/"ActionStatus":"(OK|SomeError)"/)
      expect(reply, command).toContain('"ErrorCode":0')
      expect(reply, command).toContain(replies)
    }
    const told = (await emulator.calls()).map(({ command }) => command)
    expect([...new Set(told)]).toEqual(commands)
  })
})
