import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startLocal } from '../../../local/aws/start-local.ts'

const readme = readFileSync(path.join(import.meta.dirname, '../../../local/README.md'), 'utf8')
const [put, watch, ...others] = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code!)

// The examples are written for a POSIX shell with curl.
test.skipIf(process.platform === 'win32')(
  'the README’s event is taken, and its watcher sees what became of it',
  async () => {
    expect(others).toEqual([])
    const local = await startLocal()
    onTestFinished(() => local.close())
    const run = async (example: string) => {
      const script = example.replaceAll('http://127.0.0.1:4050', local.bus!.url)
      return JSON.parse((await promisify(execFile)('bash', ['-euc', script])).stdout)
    }
    const { Entries } = await run(put!)
    expect(await run(watch!)).toMatchObject([
      { seq: 2, event: { 'detail-type': 'chat.friends.update.completed', detail: { eventId: Entries[0].EventId } } },
    ])
  },
)
