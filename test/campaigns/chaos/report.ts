import { type Campaign, countEndings } from './campaign.ts'
import type { Violation } from './check.ts'
import type { Story } from './history.ts'
import type { Schedule } from './schedule.ts'

export interface Report {
  readonly seed: number
  readonly replay: string
  readonly faults: {
    readonly letLoose: number
    readonly strikes: number
    readonly byKind: Readonly<Record<string, number>>
  }
  readonly calls: {
    readonly all: number
    readonly mostStepsInFlight: number
    readonly byWay: Readonly<Record<string, number>>
    readonly byEnding: Readonly<Record<string, number>>
  }
  readonly upstream: { readonly calls: number; readonly effects: number; readonly deadLetters: number }
  readonly leaks: { readonly hits: number; readonly searchedCharacters: number }
  readonly violations: readonly (Violation & { readonly stories: readonly Story[] })[]
  readonly driveSeconds: number
}

interface Run {
  readonly seed: number
  readonly faults: number
  readonly schedule: Schedule
  readonly campaign: Campaign
}

const countBy = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]).toSorted())

export function reportOf({ seed, faults, schedule, campaign }: Run): Report {
  const { stories, violations } = campaign
  const byNumber = new Map(stories.map((story) => [story.asked.number, story]))
  return {
    seed,
    replay: `npm run chaos -- --seed ${seed} --faults ${faults}`,
    faults: {
      letLoose: faults,
      strikes: campaign.strikes,
      byKind: countBy([...schedule.faults.values()].flat().map(({ name }) => name)),
    },
    calls: {
      all: stories.length,
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
    driveSeconds: Math.round(campaign.driveMs / 1000),
  }
}

const MOST_STORIES = 20

const listed = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

export function printReport({
  seed,
  replay,
  faults,
  calls,
  upstream,
  leaks,
  violations,
  driveSeconds,
}: Report): string {
  const kinds = Object.entries(faults.byKind).map(([name, count]) => `${String(count).padStart(8)}  ${name}`)
  const stories = violations
    .slice(0, MOST_STORIES)
    .map(({ rule, what, stories: told }) => `  ${rule}: ${what}\n    ${JSON.stringify(told)}`)
  const rulesBroken = countBy(violations.map(({ rule }) => rule))
  return [
    `seed ${seed}: ${faults.letLoose} faults let loose, ${faults.strikes} strikes, in ${driveSeconds} s`,
    ...kinds,
    `calls: ${calls.all} (${listed(calls.byWay)}), at most ${calls.mostStepsInFlight} steps in flight`,
    `endings: ${listed(calls.byEnding)}`,
    `Chat: ${upstream.calls} calls, ${upstream.effects} values written; dead letters: ${upstream.deadLetters}`,
    `leaks: ${leaks.hits} in ${leaks.searchedCharacters} characters`,
    `violations: ${violations.length}${violations.length > 0 ? ` (${listed(rulesBroken)})` : ''}`,
    ...stories,
    `again: ${replay}`,
  ].join('\n')
}
