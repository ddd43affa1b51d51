import { expect, test } from 'vitest'
import { simulateApart } from './campaigns/simulate/apart.ts'
import { doorPlants } from './campaigns/simulate/letter-plants.ts'
import { plants } from './campaigns/simulate/plants.ts'

test('the same seed gives the same history, byte by byte, and another seed another one', async () => {
  const flags = ['--ops', '500', '--seed']
  const [first, second, other] = [
    await simulateApart(...flags, '1'),
    await simulateApart(...flags, '1'),
    await simulateApart(...flags, '2'),
  ]
  expect(first).toMatchObject({ operations: 500, violation: null, unmet: [] })
  expect(second.sha256).toBe(first.sha256)
  expect(other.sha256).not.toBe(first.sha256)
})

/** Were nothing found here, nothing would ever be. By the rule that it breaks first: with another seed that may be another. */
test.each<[plant: string, rule: string, seed?: string]>([
  ['false-ok', 'no verdict is a lie'],
  ['forgetful', 'what has a key is done once'],
  ['hasty', 'the quota is kept'],
  ['disorderly', 'jobs of an account are done in their order'],
  ['leaky', 'nothing secret leaks'],
  ['sly', 'nothing secret leaks'],
  ['deaf', 'a letter in the jobs queue is answered'],
  ['trusting', 'a letter revives only the job that it fits', '4'],
  ['twice', 'a push goes out once', '11'],
  ['resend', 'a message comes once'],
  ['swallow', 'a message that is acknowledged is there, and one that failed is not'],
  ['chatty', 'nothing secret leaks'],
  ['ageless', 'a letter puts no older value over a newer one'],
])('a planted fault is found: %s', async (plant, rule, seed = '3') => {
  const { violation } = await simulateApart('--seed', seed, '--ops', '10000', '--plant', plant)
  expect(violation?.rule).toBe(rule)
})

test('a gateway that does nothing is found: idle', async () => {
  const { violation, unmet } = await simulateApart('--seed', '3', '--ops', '300', '--plant', 'idle')
  expect(violation).toBeNull()
  expect(unmet).toContainEqual(expect.stringMatching(/^nothing was written in Chat/))
})

test('each fault that can be planted is tried here', () => {
  expect([...Object.keys(plants), ...Object.keys(doorPlants)].toSorted()).toEqual([
    'ageless',
    'chatty',
    'deaf',
    'disorderly',
    'false-ok',
    'forgetful',
    'hasty',
    'idle',
    'leaky',
    'resend',
    'sly',
    'swallow',
    'trusting',
    'twice',
  ])
})
