import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startLocal } from '../../../local/aws/start-local.ts'

const readme = readFileSync(path.join(import.meta.dirname, '../../../local/README.md'), 'utf8')
const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code!)
const put = blocks.find((code) => code.includes('PutEvents'))
const watch = blocks.find((code) => code.includes('_local/events'))

// The examples are written for a POSIX shell with curl.
test.skipIf(process.platform === 'win32')(
  'the README’s event is taken, and its watcher sees what became of it',
  async () => {
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
