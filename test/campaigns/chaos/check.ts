import type { Effect, Write } from './effects.ts'
import { writesOf } from './effects.ts'
import { type Ending, endingOf, itemsOf, type Status, type Story, standingOf } from './history.ts'
import { checkLives } from './lives.ts'
import type { Rule, Violation } from './rules.ts'

/** The values that stand in Chat at the end, by cell; `true` where a relation stands. */
export type FinalState = (cell: string) => string | boolean | undefined

/** A value somebody asked for, with what became of it. */
interface Line extends Write {
  readonly story: Story
  readonly status: Status
  readonly isSuperseded: boolean
  readonly start: number
  /** When its caller knew. */
  readonly end: number
}

const isRead = ({ asked }: Story) => /\.(get|list|check)$/.test(asked.operation)

function linesOf(stories: readonly Story[]): Line[] {
  return stories.flatMap((story) => {
    if (isRead(story)) return []
    const ending = endingOf(story)
    return writesOf(story.asked).map((write) => lineOf(story, write, ending))
  })
}

const lineOf = (story: Story, write: Write, { statuses, superseded, at, since }: Ending): Line => ({
  ...write,
  story,
  status: statuses[write.item] ?? 'unknown',
  isSuperseded: superseded[write.item] ?? false,
  start: story.startedAt,
  end: since[write.item] ?? at,
})

/** Holds a history against what the emulator did: who was told what, and what is so. */
export function checkEffects(
  stories: readonly Story[],
  effects: readonly Effect[],
  timeoutMs: number,
  kills: readonly number[],
): Violation[] {
  const byCell = Map.groupBy(effects, ({ cell }) => cell)
  return linesOf(stories).flatMap((line) => {
    const inCell = byCell.get(line.cell) ?? []
    const own = inCell.filter(({ value }) => value === line.value)
    return [...checkOk(line, own, inCell), ...checkFailed(line, own), ...checkOnce(line, own, timeoutMs, kills)]
  })
}

const violation = (rule: Rule, { story, cell, value }: Line, what: string): Violation => ({
  rule,
  what: `${story.asked.operation} (${story.asked.way}) ${cell}${value === '' ? '' : ` = ${value}`}: ${what}`,
  calls: [story.asked.number],
})

function checkOk(line: Line, own: readonly Effect[], inCell: readonly Effect[]): Violation[] {
  if (line.status !== 'ok' && line.status !== 'pending') return []
  const candidates = line.isSuperseded ? inCell : own
  const isDone = candidates.some(({ doneAt }) => doneAt >= line.start && doneAt <= line.end)
  if (isDone) return []
  return [violation('false ok', line, `${line.status}, but carried out ${candidates.length} times, never in its time`)]
}

function checkFailed(line: Line, own: readonly Effect[]): Violation[] {
  const done = own.filter(({ isSure }) => isSure)
  if (line.status !== 'failed' || done.length === 0) return []
  return [violation('false failed', line, `failed, but carried out ${done.length} times`)]
}

/** Operations that must not be carried out again where the first time may have been enough. */
const ONCE = ['friends.delete-all', 'push.send']

function checkOnce(line: Line, own: readonly Effect[], timeoutMs: number, kills: readonly number[]): Violation[] {
  const done = own.filter(({ isSure }) => isSure)
  const { way, operation } = line.story.asked
  if (ONCE.includes(operation) && done.length > 1) {
    return [violation('silent duplicate', line, `carried out ${done.length} times`)]
  }
  const after = own.filter(({ arrivedAt }) => arrivedAt > line.end)
  if (line.status !== 'unknown' && after.length > 0) {
    return [
      violation('silent duplicate', line, `carried out again ${after[0]!.arrivedAt - line.end} ms after its answer`),
    ]
  }
  if (way === 'later' || way === 'event') return []
  const again = done.findIndex((effect, index) => index > 0 && isNeedless(done[index - 1]!, effect, timeoutMs, kills))
  if (again < 0) return []
  return [violation('silent duplicate', line, 'carried out again, though its first reply came through whole')]
}

/** A repeat is needless where the reply before it came through, in time, to somebody who was there to read it. */
function isNeedless(first: Effect, second: Effect, timeoutMs: number, kills: readonly number[]): boolean {
  const isSlow = second.arrivedAt - first.arrivedAt >= timeoutMs
  const wasKilled = kills.some((at) => at >= first.arrivedAt && at <= second.arrivedAt)
  return first.trouble === undefined && !isSlow && !wasKilled && first.random !== second.random
}

/** What stands at the end must be the last acknowledged value, or one that could have come after it. */
export function checkFinalState(stories: readonly Story[], state: FinalState): Violation[] {
  const lines = linesOf(stories)
  const byCell = Map.groupBy(lines, ({ cell }) => cell)
  return [...byCell.values()].flatMap((inCell) =>
    inCell
      .filter(({ status, isSuperseded }) => status === 'ok' && !isSuperseded)
      .filter((line) => isLost(line, inCell, state(line.cell)))
      .map((line) => violation('acknowledged write lost', line, `ok, but ${JSON.stringify(state(line.cell))} stands`)),
  )
}

function isLost({ value, start, story }: Line, inCell: readonly Line[], stands: string | boolean | undefined): boolean {
  if (story.asked.operation !== 'friends.update') return stands !== true
  if (stands === value) return false
  const winner = inCell.find((other) => other.value === stands)
  if (!winner) return true
  // What was overtaken by a write that had ended before it began was lost.
  const winnerEnd = winner.status === 'unknown' ? Number.POSITIVE_INFINITY : winner.end
  return winnerEnd < start
}

/** Each item exactly one verdict, in the order of the request; and every telling the same. */
export function checkAnswers(
  stories: readonly Story[],
  movedBack: ReadonlyMap<string, number> = new Map(),
): Violation[] {
  return stories.flatMap((story) => [...checkVerdicts(story), ...checkAgreement(story, movedBack)])
}

function checkVerdicts({ asked, told }: Story): Violation[] {
  const ids = itemsOf(asked)
  return told.flatMap(({ body }) => {
    const { results } = Object(body) as { results?: readonly { userId?: string; peerId?: string }[] }
    if (results === undefined || ids[0] === '') return []
    const got = results.map(({ userId, peerId }) => userId ?? peerId)
    if (JSON.stringify(got) === JSON.stringify(ids)) return []
    const what = `${asked.operation} (${asked.way}) of ${ids.join(', ')} has verdicts for ${got.join(', ')}`
    return [{ rule: 'not one verdict each' as const, what, calls: [asked.number] }]
  })
}

function checkAgreement(story: Story, movedBack: ReadonlyMap<string, number>): Violation[] {
  // What is refused at the door is no job: each delivery of the event is refused anew.
  if (story.asked.way === 'event' && story.jobId === undefined) return []
  if (story.jobId !== undefined) return checkLives(story, movedBack)
  const [first, ...others] = standingOf(story)
  const isSame = (body: unknown) => JSON.stringify(body) === JSON.stringify(first?.body)
  const other = others.find(({ body }) => !isSame(body))
  if (!first || !other) return []
  const { asked } = story
  const what = `${asked.operation} (${asked.way}): first ${JSON.stringify(first.body)}, then ${JSON.stringify(other.body)}`
  return [{ rule: 'two answers', what, calls: [asked.number] }]
}
