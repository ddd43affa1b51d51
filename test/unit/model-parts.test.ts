import fc from 'fast-check'
import { expect, test } from 'vitest'
import { metBy } from '../model/apart.ts'
import { type Part, parametersOf, partsOf } from '../model/part.ts'
import { type Step, sequence } from '../model/steps.ts'

const RUN: Part = { sequences: 10, seed: 5, path: '' }

/** The sequences that a part plays, in their order. */
function sequencesOf(part: Part): string[] {
  const seen: string[] = []
  fc.check(
    fc.property(sequence, (steps) => void seen.push(JSON.stringify(steps))),
    parametersOf(part) as fc.Parameters<[Step[]]>,
  )
  return seen
}

test.each([1, 2, 4, 30])('%i processes play together what one plays alone, each sequence once', (processes) => {
  const parts = partsOf(RUN, processes)
  expect(parts).toHaveLength(Math.min(processes, RUN.sequences))
  const alone = sequencesOf(RUN)
  expect(new Set(alone).size).toBeGreaterThan(6)
  expect(parts.flatMap(sequencesOf)).toEqual(alone)
})

test('what a part prints of a failure replays it alone', () => {
  const failing = sequencesOf(RUN)[6]!
  const property = fc.property(sequence, (steps) => JSON.stringify(steps) !== failing)
  const [, last] = partsOf(RUN, 2)
  const { counterexamplePath } = fc.check(property, parametersOf(last!) as fc.Parameters<[Step[]]>)
  const replayed = partsOf({ ...RUN, path: counterexamplePath! }, 2)
  expect(replayed).toHaveLength(1)
  const { failed, counterexample } = fc.check(property, parametersOf(replayed[0]!) as fc.Parameters<[Step[]]>)
  expect([failed, JSON.stringify(counterexample?.[0])]).toEqual([true, failing])
})

test('what the parts met is counted together', () => {
  const met = metBy([
    {
      met: [
        ['a ok', 2],
        ['b ok', 1],
      ],
    },
    { met: [['a ok', 3]] },
  ])
  expect([...met]).toEqual([
    ['a ok', 5],
    ['b ok', 1],
  ])
})
