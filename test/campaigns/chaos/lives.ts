import type { Effect } from './effects.ts'
import type { Letter } from './endings.ts'
import { type Story, standingOf, type Told } from './history.ts'
import type { Violation } from './rules.ts'

interface Answer {
  readonly outcome?: string
  readonly retry?: unknown
  readonly results?: readonly { readonly status: string }[]
}

const answerOf = ({ body }: Told): Answer => Object(body)
const textOf = ({ body }: Told): string => JSON.stringify(body)

/** Of all tellings of a job those that differ from the one before: one for each of its lives. */
const livesOf = (story: Story): readonly Told[] =>
  standingOf(story).filter((told, index, all) => index === 0 || textOf(told) !== textOf(all[index - 1]!))

/**
 * A job has one ending, and another only for a letter that came back: where something of it was left, and what it had done stays done.
 * @param movedBack how many letters of each job came back
 */
export function checkLives(story: Story, movedBack: ReadonlyMap<string, number>): Violation[] {
  const lives = livesOf(story)
  const letters = movedBack.get(story.jobId ?? '') ?? 0
  const say = (what: string): Violation[] => {
    const { operation, way, number } = story.asked
    return [
      {
        rule: 'two answers',
        what: `${operation} (${way}): ${what}: ${lives.map(textOf).join(', then ')}`,
        calls: [number],
      },
    ]
  }
  if (lives.length - 1 > letters) return say(`${lives.length} endings, and ${letters} letters came back`)
  for (const [index, life] of lives.slice(1).entries()) {
    const before = answerOf(lives[index]!)
    const { results = [] } = answerOf(life)
    if (before.outcome === 'ok') return say('it began anew, though nothing was left')
    const isUndone = (before.results ?? []).some(
      ({ status }, item) => status === 'ok' && results[item]?.status !== 'ok',
    )
    if (isUndone) return say('what was ok is not any more')
  }
  return []
}

/** What comes back again and again keeps all behind it in its account waiting. */
export function checkQuiet({ isQuiet }: { readonly isQuiet: boolean }, written: readonly string[]): Violation[] {
  if (isQuiet) return []
  const last = written.filter((line) => /"message":"(doorbell|result)/.test(line)).slice(-3)
  return [{ rule: 'no ending', what: `messages stay in the queue of jobs: ${last.join(' ')}`, calls: [] }]
}

/** Whether a stranger wrote it, whoever laid it down again since. */
export const isForged = (letter: Letter): boolean => /\bforged-\d/.test(JSON.stringify(letter))

/** What a stranger's letters say is done for nobody, and they stay, to be looked at. */
export function checkForged(
  forged: readonly string[],
  effects: readonly Pick<Effect, 'cell' | 'value'>[],
  letters: readonly Letter[],
): Violation[] {
  const resting = letters.map((letter) => JSON.stringify(letter))
  const names = new Set(forged)
  const done = effects.filter(({ value }) => names.has(value)).map(({ cell, value }) => `${cell} = ${value} was done`)
  const gone = forged.filter((name) => !resting.some((text) => new RegExp(`\\b${name}\\b`).test(text)))
  return [...done, ...gone.map((name) => `${name} is gone`)].map((what) => ({ rule: 'forged letter', what, calls: [] }))
}
