import { checkBroken, checkDenials, excuseUnstored } from './broken.ts'
import { Callers } from './callers.ts'
import { checkAnswers, checkEffects, checkFinalState } from './check.ts'
import { drive, type Progress, until } from './drive.ts'
import { effectsOf } from './effects.ts'
import { checkDeadlines, checkEndings, checkShapes, takeLetters } from './endings.ts'
import type { Fault } from './faults.ts'
import { type EmulatorState, readFinalState } from './final-state.ts'
import { endingOf, type Story } from './history.ts'
import { LetterSide } from './letter-side.ts'
import { checkForged, checkQuiet, isForged } from './lives.ts'
import { checkMessages, checkWhispers, readMessages } from './messages.ts'
import { ATTEMPT_TIMEOUT_MS, type Rig, type RigOptions, startRig } from './rig.ts'
import type { Violation } from './rules.ts'
import type { Schedule } from './schedule.ts'
import { type Sweep, sweep, textsIn } from './sweep.ts'

/** How long jobs have to end once nothing goes wrong any more: a minute's rest of refused credentials, and their retries. */
const DRAIN_MS = 150_000

export interface Campaign {
  readonly stories: readonly Story[]
  readonly violations: readonly Violation[]
  readonly sweep: Sweep
  /** The kind of each fault that something has met. */
  readonly strikes: readonly string[]
  /** Most steps that were under way at once. */
  readonly inFlight: number
  /** Calls on Chat, and those of them that changed something. */
  readonly upstreamCalls: number
  readonly effects: number
  readonly letters: number
  readonly driveMs: number
}

/** Puts the gateway through a schedule and holds what its callers were told against what Chat did. */
export async function runCampaign(
  schedule: Schedule,
  options: Omit<RigOptions, 'seed'>,
  told: (line: string) => void,
): Promise<Campaign> {
  const rig = await startRig({ seed: schedule.seed, ...options })
  try {
    const callers = new Callers(rig.local)
    const letterSide = new LetterSide(rig.local, () => callers.jobs(), options.plantsLetters)
    const aws: string[] = []
    const watch = setInterval(() => watchOnce(callers, rig, aws), 200)
    const startedAt = Date.now()
    const inFlight = await driveAll(schedule, { callers, rig, letterSide }, told)
    const driveMs = Date.now() - startedAt
    await rig.mend()
    told('all steps are taken and nothing goes wrong any more: waiting for jobs to end')
    await until(() => callers.waiting().length === 0, DRAIN_MS)
    await letterSide.finish()
    letterSide.close()
    await callers.lookUpJobs()
    clearInterval(watch)
    watchOnce(callers, rig, aws)
    return { ...(await judge({ callers, rig, letterSide }, aws)), inFlight, driveMs }
  } finally {
    await rig.close()
  }
}

function watchOnce(callers: Callers, rig: Rig, aws: string[]): void {
  callers.hearBus()
  for (const { body } of rig.awsCalls()) aws.push(...textsIn(body))
}

interface Sides {
  readonly callers: Callers
  readonly rig: Rig
  readonly letterSide: LetterSide
}

async function driveAll(
  schedule: Schedule,
  { callers, rig, letterSide }: Sides,
  told: (line: string) => void,
): Promise<number> {
  let most = 0
  let last: Progress | undefined
  const report = setInterval(() => {
    if (!last) return
    const { steps, faults, underWay } = last
    told(
      `${steps} of ${schedule.steps.length} steps, ${faults} faults let loose, ${rig.strikes().length} strikes, ${underWay} under way`,
    )
  }, 5000)
  try {
    const loose = async (fault: Fault) => (fault.at === 'letters' ? letterSide.loose(fault) : rig.loose(fault))
    const stage = { take: (step: Schedule['steps'][number]) => callers.take(step), loose }
    await drive(schedule, stage, (progress) => {
      last = progress
      most = Math.max(most, progress.underWay)
    })
  } finally {
    clearInterval(report)
  }
  return most
}

async function judge({ callers, rig, letterSide }: Sides, aws: readonly string[]) {
  const { stories } = callers
  const effects = rig.chat.records.flatMap((record) => effectsOf(record, rig.chat.troubles.get(record.random ?? '')))
  const state = (await rig.chat.state()) as EmulatorState
  const letters = await takeLetters(rig.local)
  const ownLetters = letters.filter((letter) => !isForged(letter))
  const found = sweep(rig.keys, rig.chat.userSigs, {
    'lines written': [...rig.written, ...rig.lines],
    answers: stories.map(({ told }) => JSON.stringify(told)),
    'calls on AWS': aws,
    'dead letters': letters.map((letter) => JSON.stringify(letter)),
  })
  const violations = [
    ...checkEffects(stories, effects, ATTEMPT_TIMEOUT_MS, rig.kills),
    ...checkFinalState(stories, readFinalState(state)),
    ...checkMessages(stories, effects, rig.chat.leftAt, await readMessages(stories, rig.chat)),
    ...checkAnswers(stories, letterSide.movedBack),
    ...checkQuiet(letterSide, rig.written),
    ...checkForged(letterSide.forged, effects, letters),
    ...checkEndings(stories, ownLetters),
    ...checkShapes(stories),
    ...checkDeadlines(rig.lines),
    ...checkBroken(rig.written, rig.failures, stories),
    ...checkDenials(rig.denials()),
    ...checkWhispers([...rig.written, ...rig.lines]),
    ...found.hits.map(leaked),
  ]
  return {
    stories,
    violations: excuseUnstored(violations, stories, rig.written),
    sweep: found,
    strikes: [...rig.strikes(), ...letterSide.strikes],
    upstreamCalls: rig.chat.records.length,
    effects: effects.length,
    letters: letters.length,
  }
}

const leaked = ({ place, what }: Sweep['hits'][number]): Violation => ({
  rule: 'secret leaked',
  what: `${what} in ${place}`,
  calls: [],
})

/** How many calls came to what, by their worst item. */
export function countEndings(stories: readonly Story[]): Record<'ok' | 'failed' | 'unknown', number> {
  const counts = { ok: 0, failed: 0, unknown: 0 }
  for (const story of stories) {
    const { statuses } = endingOf(story)
    counts[statuses.includes('unknown') ? 'unknown' : statuses.includes('failed') ? 'failed' : 'ok']++
  }
  return counts
}
