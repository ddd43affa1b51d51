import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import { plants } from './campaigns/simulate/plants.ts'

interface Report {
  readonly sha256: string
  readonly operations: number
  /** What its silence would have needed. */
  readonly unmet: readonly string[]
  readonly violation: { readonly rule: string } | null
}

/** A run takes its process over, so each has one of its own. */
const simulate = (...flags: string[]): Promise<Report> =>
  new Promise((resolve, reject) => {
    const main = 'test/campaigns/simulate/main.ts'
    execFile(process.execPath, [main, '--json', ...flags], (error, stdout, stderr) => {
      const report = /^\{.*\}$/m.exec(stdout)?.[0]
      if (report === undefined) reject(new Error(stderr, { cause: error }))
      else resolve(JSON.parse(report))
    })
  })

test('the same seed gives the same history, byte by byte, and another seed another one', {
  timeout: 120_000,
}, async () => {
  const flags = ['--ops', '500', '--seed']
  const [first, second, other] = [
    await simulate(...flags, '1'),
    await simulate(...flags, '1'),
    await simulate(...flags, '2'),
  ]
  expect(first).toMatchObject({ operations: 500, violation: null, unmet: [] })
  expect(second.sha256).toBe(first.sha256)
  expect(other.sha256).not.toBe(first.sha256)
})

/** Were nothing found here, nothing would ever be. */
test.each([
  ['false-ok', 'no verdict is a lie'],
  ['forgetful', 'what has a key is done once'],
  ['hasty', 'the quota is kept'],
  ['disorderly', 'jobs of an account are done in their order'],
  ['leaky', 'nothing secret leaks'],
  ['sly', 'nothing secret leaks'],
])('a planted fault is found: %s', { timeout: 120_000 }, async (plant, rule) => {
  const { violation } = await simulate('--seed', '3', '--ops', '10000', '--plant', plant)
  expect(violation?.rule).toBe(rule)
})

test('a gateway that does nothing is found: idle', { timeout: 120_000 }, async () => {
  const { violation, unmet } = await simulate('--seed', '3', '--ops', '300', '--plant', 'idle')
  expect(violation).toBeNull()
  expect(unmet).toContainEqual(expect.stringMatching(/^nothing was written in Chat/))
})

test('each fault that can be planted is tried here', () => {
  expect(Object.keys(plants).toSorted()).toEqual([
    'disorderly',
    'false-ok',
    'forgetful',
    'hasty',
    'idle',
    'leaky',
    'sly',
  ])
})
