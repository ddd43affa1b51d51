import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startBus } from '../../../local/aws/bus/server.ts'

const readme = readFileSync(path.join(import.meta.dirname, '../../../local/README.md'), 'utf8')
const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code!)
const put = blocks.find((code) => code.includes('PutEvents'))
const watch = blocks.find((code) => code.includes('_local/events'))

// The examples are written for a POSIX shell with curl.
test.skipIf(process.platform === 'win32')(
  'the README’s event is taken, and its watcher waits for the next',
  async () => {
    const bus = await startBus({ port: 0, buses: ['chat-gateway-dev'], rules: [] })
    onTestFinished(() => bus.close())
    const run = async (example: string) => {
      const script = example.replaceAll('http://127.0.0.1:4050', bus.url)
      return JSON.parse((await promisify(execFile)('bash', ['-euc', script])).stdout)
    }
    const first = await run(put!)
    const watching = run(watch!)
    const second = await run(put!)
    expect(first.FailedEntryCount).toBe(0)
    expect(await watching).toMatchObject([
      { seq: 2, event: { id: second.Entries[0].EventId, detail: { userId: 'alice' } } },
    ])
  },
)
