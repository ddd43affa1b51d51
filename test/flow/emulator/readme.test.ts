import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { endpoints } from '../../../local/chat/control/index.ts'
import { faultKinds } from '../../../local/chat/faults.ts'
import { Emulator } from './client.ts'

const root = path.join(import.meta.dirname, '../../..')
const readme = readFileSync(path.join(root, 'local/chat/README.md'), 'utf8')
const examples = [...readme.matchAll(/```sh\n(.*?)```/gs)]
  .map((block) => block[1]!)
  .filter((code) => code.includes('curl'))

// The examples are written for a POSIX shell with curl.
test.skipIf(process.platform === 'win32')('every example of the README works', async () => {
  const emulator = await Emulator.start()
  for (const example of examples) {
    await emulator.control('DELETE', 'faults')
    const script = example.replaceAll('http://127.0.0.1:4010', emulator.chat.url)
    const { stdout } = await promisify(execFile)('bash', ['-euc', script], { cwd: root })
    expect(stdout, example).toMatch(/^(\{|-----BEGIN CERTIFICATE-----)/)
    expect(stdout, example).not.toMatch(/"error"|"ActionStatus":"FAIL"/)
  }
  // The first example is the call that changes Bob's remark; the last one takes it back.
  expect(examples[0]).toContain('Bobby B')
  expect((await emulator.friend('alice', 'bob')).remark).toBe('Bobby')
})

test('every control endpoint has an example, and every kind of fault a line', () => {
  const shown = examples
    .join('')
    .split('\n')
    .flatMap(
      (line) =>
        /(\/_emulator\/\w+)/
          .exec(line)
          ?.slice(1)
          .map((endpoint) => `${methodOf(line)} ${endpoint}`) ?? [],
    )
  expect([...new Set(shown)].sort()).toEqual(endpoints.map((one) => `${one.method} ${one.path}`).sort())
  for (const kind of faultKinds) expect(readme).toContain(`kind: "${kind}"`)
})

function methodOf(curl: string): string {
  return / -X (\w+)/.exec(curl)?.[1] ?? (curl.includes(' -d ') ? 'POST' : 'GET')
}
