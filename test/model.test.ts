import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { play } from './model/play.ts'
import { report } from './model/report.ts'
import { type Rig, startRig } from './model/rig.ts'
import { sequence } from './model/steps.ts'

const SEQUENCES = 60

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.close())

/** New random numbers each time; `npm run test:model` plays many more, and replays what failed here by its seed and path. */
test(`gateway and emulator do what the model says in ${SEQUENCES} random sequences`, async () => {
  const startedAt = performance.now()
  const property = fc.asyncProperty(sequence, (steps) => play(rig, steps))
  const result = await fc.check(property, { numRuns: SEQUENCES })
  expect(result.failed, report(result, ((performance.now() - startedAt) / 1000).toFixed(1))).toBe(false)
})

/** A step that the model gets wrong must be found: were nothing compared, nothing would ever differ. */
test('a state that no step explains is a difference', async () => {
  const request = { operation: 'friends.add', body: { userId: 'ann', friends: [{ userId: 'dan', source: 'Web' }] } }
  await play(rig, [{ do: 'call', request, loss: undefined }])
  const behindItsBack = { ...rig, state: async () => ({ apps: {} }) }
  await expect(play(behindItsBack, [{ do: 'call', request, loss: undefined }])).rejects.toThrow('the state at the end')
})
