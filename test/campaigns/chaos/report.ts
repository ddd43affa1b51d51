import { type Campaign, countEndings } from './campaign.ts'
import { uncaught } from './control.ts'
import { kindOf } from './faults.ts'
import type { Story } from './history.ts'
import type { Rule, Violation } from './rules.ts'
import type { Schedule } from './schedule.ts'

export interface Report {
  readonly seed: number
  readonly replay: string
  readonly faults: {
    readonly letLoose: number
    readonly strikes: number
    readonly byKind: Readonly<Record<string, { readonly letLoose: number; readonly struck: number }>>
  }
  readonly calls: {
    readonly all: number
    readonly steps: number
    readonly mostStepsInFlight: number
    readonly byWay: Readonly<Record<string, number>>
    readonly byEnding: Readonly<Record<string, number>>
  }
  readonly upstream: { readonly calls: number; readonly effects: number; readonly deadLetters: number }
  readonly leaks: { readonly hits: number; readonly searchedCharacters: number }
  readonly violations: readonly (Violation & { readonly stories: readonly Story[] })[]
  /** What the naive client was caught at, and how often. */
  readonly control: Readonly<Partial<Record<Rule, number>>>
  readonly driveSeconds: number
}

interface Run {
  readonly seed: number
  readonly faults: number
  readonly processes: number
  readonly schedule: Schedule
  readonly campaign: Campaign
  readonly control: readonly Violation[]
}

const countBy = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]).toSorted())

export function reportOf({ seed, faults, processes, schedule, campaign, control }: Run): Report {
  const { stories, violations } = campaign
  const letLoose = countBy([...schedule.faults.values()].flat().map(kindOf))
  const struck = countBy(campaign.strikes)
  const byNumber = new Map(stories.map((story) => [story.asked.number, story]))
  return {
    seed,
    replay: `npm run chaos -- --seed ${seed} --faults ${faults} --processes ${processes}`,
    faults: {
      letLoose: faults,
      strikes: campaign.strikes.length,
      byKind: Object.fromEntries(
        Object.entries(letLoose).map(([kind, count]) => [kind, { letLoose: count, struck: struck[kind] ?? 0 }]),
      ),
    },
    calls: {
      all: stories.length,
      steps: schedule.steps.length,
      mostStepsInFlight: campaign.inFlight,
      byWay: countBy(stories.map(({ asked }) => asked.way)),
      byEnding: countEndings(stories),
    },
    upstream: { calls: campaign.upstreamCalls, effects: campaign.effects, deadLetters: campaign.letters },
    leaks: { hits: campaign.sweep.hits.length, searchedCharacters: campaign.sweep.searched },
    violations: violations.map((violation) => ({
      ...violation,
      stories: violation.calls.flatMap((call) => byNumber.get(call) ?? []),
    })),
    control: countBy(control.map(({ rule }) => rule)),
    driveSeconds: Math.round(campaign.driveMs / 1000),
  }
}

/** No violation by a gateway that was really put to the test, and the naive client caught at all it does wrong. */
export const isGood = (report: Report): boolean =>
  report.violations.length === 0 && uncaught(report.control).length === 0 && wantsOf(report).length === 0

const LEAST_IN_FLIGHT = 64
/** Of all calls; of a run with six processes three of four come to a good end. A gateway that refused all would break no rule. */
const LEAST_OK = 0.5
/** With fewer, the last may have found nobody to meet. */
const MANY = 20

/** What a run has too little of for its violations to say anything. */
export function wantsOf({ faults, calls, upstream, leaks }: Report): string[] {
  const idle = Object.entries(faults.byKind).filter(([, { letLoose, struck }]) => letLoose >= MANY && struck === 0)
  // A short run has not begun them all when its first have ended.
  const least = Math.min(LEAST_IN_FLIGHT, calls.steps / 2)
  return [
    ...idle.map(([kind, { letLoose }]) => `${kind}: ${letLoose} let loose, none struck`),
    ...(calls.mostStepsInFlight < least ? [`${calls.mostStepsInFlight} of ${least} steps in flight`] : []),
    ...((calls.byEnding.ok ?? 0) < LEAST_OK * calls.all
      ? [`only ${calls.byEnding.ok ?? 0} of ${calls.all} calls ok`]
      : []),
    ...(upstream.effects === 0 ? ['nothing was written'] : []),
    ...(leaks.searchedCharacters === 0 ? ['nothing was searched for secrets'] : []),
  ]
}

/** Kinds of which too few were let loose for it to mean anything that none has struck. */
export const unprovedIn = ({ faults }: Report): string[] =>
  Object.entries(faults.byKind).flatMap(([kind, { letLoose, struck }]) => (letLoose < MANY && struck === 0 ? kind : []))

const MOST_STORIES = 20
const MOST_CHARACTERS = 1500

const listed = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

const storyLines = ({ rule, what, stories }: Report['violations'][number]): string[] => [
  `  ${rule}: ${what.slice(0, MOST_CHARACTERS)}`,
  ...stories.map((story) => `    ${JSON.stringify(story).slice(0, MOST_CHARACTERS)}`),
]

export function printReport(report: Report): string {
  const { seed, replay, faults, calls, upstream, leaks, violations, control, driveSeconds } = report
  const kinds = Object.entries(faults.byKind).map(
    ([kind, { letLoose, struck }]) => `${String(letLoose).padStart(8)} ${String(struck).padStart(8)}  ${kind}`,
  )
  const wants = wantsOf(report)
  const unproved = unprovedIn(report)
  const rulesBroken = listed(countBy(violations.map(({ rule }) => rule)))
  const missed = uncaught(control)
  return [
    `seed ${seed}: ${faults.letLoose} faults let loose, ${faults.strikes} strikes, in ${driveSeconds} s`,
    'let loose   struck  (one may strike many calls, or nobody)',
    ...kinds,
    `calls: ${calls.all} (${listed(calls.byWay)}), at most ${calls.mostStepsInFlight} steps in flight`,
    `endings: ${listed(calls.byEnding)}`,
    `Chat: ${upstream.calls} calls, ${upstream.effects} values written; dead letters: ${upstream.deadLetters}`,
    `leaks: ${leaks.hits} in ${leaks.searchedCharacters} characters`,
    `control: ${missed.length === 0 ? 'caught by' : `NOT CAUGHT at ${missed.join(', ')}, only by`} ${listed(control)}`,
    ...(unproved.length > 0 ? [`too short to prove anything of: ${unproved.join(', ')}`] : []),
    ...(wants.length > 0 ? [`NO PROOF, too little of: ${wants.join('; ')}`] : []),
    `violations: ${violations.length}${violations.length > 0 ? ` (${rulesBroken})` : ''}`,
    ...violations.slice(0, MOST_STORIES).flatMap(storyLines),
    `again: ${replay}`,
  ].join('\n')
}
