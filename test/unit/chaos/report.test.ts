import { expect, test } from 'vitest'
import { EXPECTED } from '../../campaigns/chaos/control.ts'
import { isGood, printReport, type Report, wantsOf } from '../../campaigns/chaos/report.ts'

const good: Report = {
  seed: 1,
  replay: 'npm run chaos',
  faults: {
    letLoose: 30,
    strikes: 40,
    byKind: { latency: { letLoose: 26, struck: 40 }, cut: { letLoose: 19, struck: 0 } },
  },
  calls: { all: 100, steps: 200, mostStepsInFlight: 64, byWay: {}, byEnding: { ok: 50, failed: 30, unknown: 20 } },
  upstream: { calls: 90, effects: 80, deadLetters: 1 },
  leaks: { hits: 0, searchedCharacters: 1 },
  violations: [],
  control: Object.fromEntries(EXPECTED.map((rule) => [rule, 1])),
  driveSeconds: 1,
}

test('a run in which things happened and no rule was broken is good', () => {
  expect([isGood(good), wantsOf(good)]).toEqual([true, []])
})

test.each<[string, Partial<Report>, string]>([
  ['a kind never struck', { faults: { ...good.faults, byKind: { drip: { letLoose: 20, struck: 0 } } } }, 'drip: 20'],
  ['few steps are in flight', { calls: { ...good.calls, mostStepsInFlight: 63 } }, '63 of 64 steps'],
  ['more than half is refused', { calls: { ...good.calls, byEnding: { ok: 49, failed: 51 } } }, 'only 49 of 100'],
  ['nothing is written', { upstream: { ...good.upstream, effects: 0 } }, 'nothing was written'],
  ['nothing is searched', { leaks: { hits: 0, searchedCharacters: 0 } }, 'nothing was searched'],
])('one is no proof where %s, though no rule was broken', (_, more, words) => {
  const report = { ...good, ...more }
  expect([isGood(report), wantsOf(report)]).toEqual([false, [expect.stringContaining(words)]])
  expect(printReport(report)).toContain(`NO PROOF, too little of: ${words}`)
})

test('nor is one with a violation, or with a naive client that got through', () => {
  const violation = { rule: 'false ok', what: 'x', calls: [], stories: [] } as const
  expect(isGood({ ...good, violations: [violation] })).toBe(false)
  expect(isGood({ ...good, control: {} })).toBe(false)
})

test('what a short run has too few of to prove anything is said', () => {
  const byKind = { drip: { letLoose: 19, struck: 0 }, cut: { letLoose: 1, struck: 1 } }
  const report = { ...good, faults: { ...good.faults, byKind } }
  expect(isGood(report)).toBe(true)
  expect(printReport(report)).toContain('too short to prove anything of: drip\n')
})
