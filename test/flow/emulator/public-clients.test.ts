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

/**
 * Accounts and profiles as public clients spell them: `Identifier` with a `Type` or with empty members, `UserID` alone, both forms of a
 * list. The README's programs send the same (scripts/try-emulator.mjs), where their languages are there.
 */
const file = path.join(import.meta.dirname, '../../../scripts/try-emulator/account-calls.json')
const clients = Object.entries<readonly Call[]>(JSON.parse(readFileSync(file, 'utf8')))

const COMMANDS = [
  'account_import',
  'multiaccount_import',
  'account_check',
  'portrait_set',
  'portrait_get',
  'account_delete',
]

describe.each(clients)('what a client in %s sends', (_, calls) => {
  test('imports, checks, describes and deletes accounts', async () => {
    const emulator = await Emulator.start()
    for (const { path: command, body, replies } of calls) {
      const url = `${emulator.chat.url}/v4/${command}?${new URLSearchParams({ ...emulator.query() })}`
      const reply = await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).text()
      expect(reply, command).toContain('"ActionStatus":"OK"')
      expect(reply, command).toContain(replies)
    }
    const told = (await emulator.calls()).map(({ command }) => command)
    expect([...new Set(told)]).toEqual(COMMANDS)
  })
})
