import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Report } from './campaigns/chaos/report.ts'

/** A campaign starts and kills processes, so it is one of its own. */
const campaign = (...flags: string[]): Promise<Report> =>
  new Promise((resolve, reject) => {
    const main = 'test/campaigns/chaos/main.ts'
    const given = [main, '--json', '--seed', '7171', '--faults', '60', '--processes', '2', ...flags]
    execFile(process.execPath, given, { maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      const report = /^\{.*\}$/m.exec(stdout)?.[0]
      if (report === undefined) reject(new Error(stderr, { cause: error }))
      else resolve(JSON.parse(report))
    })
  })

/** Were nothing found here, nothing would ever be. A short run may have no true letter to lose, but forged ones it has. */
test('letters that are taken for what they are not are found', { timeout: 300_000 }, async () => {
  const { violations, control } = await campaign('--plant-letters', '1')
  expect(new Set(violations.map(({ rule }) => rule))).toContain('forged letter')
  expect(control).toMatchObject({ 'false ok': expect.any(Number), 'false failed': expect.any(Number) })
})
