import type { Asked, Way } from './workload.ts'

/** An answer that a caller heard, over whatever way. */
export interface Told {
  /** Unix milliseconds on the campaign's own clock. */
  readonly at: number
  /** How it came: the answer to a request, a job that was asked for, or a result event. */
  readonly by: 'answer' | 'job' | 'event'
  readonly status: number
  readonly body: unknown
  readonly isReplayed?: boolean
  /** What it stood in, where it did not come by itself. */
  readonly around?: { readonly shape: 'job' | 'batch' | 'result'; readonly value: unknown }
  /** Of an answer. Nothing is judged by them, but they are searched for secrets as all that is told. */
  readonly headers?: Readonly<Record<string, unknown>>
}

/** All that was heard of one call. */
export interface Story {
  readonly asked: Asked
  readonly startedAt: number
  /** In the order in which they came. */
  readonly told: readonly Told[]
  /** Of the job it became. */
  readonly jobId?: string
  /** Of the event it was sent as. */
  readonly eventId?: string
}

export type Status = 'ok' | 'pending' | 'failed' | 'unknown'

/** What a story comes to: of each item what its caller knows, and since when. */
export interface Ending {
  readonly statuses: readonly Status[]
  readonly superseded: readonly boolean[]
  /** When the caller knew; never, where nothing that was heard is the last word. */
  readonly at: number
  /** The same of each item: of a job that began anew some were ok before. */
  readonly since: readonly number[]
}

type Members = Readonly<Record<string, unknown>>

interface Answer extends Members {
  readonly code?: string
  readonly outcome?: string
  readonly results?: readonly { readonly status: Status; readonly superseded?: boolean }[]
}

/** The ids of a call's items, in its order; one of no name for a call without items. */
export function itemsOf({ body }: Pick<Asked, 'body'>): string[] {
  const { friends, friendIds, userIds, accounts, users, peerIds } = body as Record<string, unknown[] | undefined>
  const list = friends ?? friendIds ?? userIds ?? accounts ?? users ?? peerIds
  if (!Array.isArray(list)) return ['']
  return list.map((item) => (typeof item === 'string' ? item : String(Object(item).userId)))
}

/** Refusals of a request that say nothing was done under it, and that the next try may be another's. */
const PASSING = ['IDEMPOTENCY_IN_PROGRESS', 'STATE_UNAVAILABLE']

/** Whether the gateway itself wrote it: the platform's own answers have no request id. */
export const isOwn = ({ body }: Pick<Told, 'body'>): boolean =>
  typeof (body as Members | null)?.requestId === 'string' || typeof (body as Members | null)?.jobId === 'string'

const isPassing = ({ body }: Told): boolean => PASSING.includes(String((body as Answer).code))

/** How the last word on a call comes. */
const lastWordOf: Readonly<Record<Way, readonly Told['by'][]>> = {
  now: ['answer'],
  keyed: ['answer'],
  batch: ['answer'],
  later: ['event', 'job'],
  event: ['event'],
}

/** A body that is refused at the door is refused at once, whatever the way. */
const isLastWord = ({ asked }: Story, told: Told): boolean =>
  isOwn(told) &&
  !isPassing(told) &&
  (lastWordOf[asked.way].includes(told.by) || (told.by === 'answer' && told.status !== 202))

/** All answers that tell what became of the work itself, in the order in which they came. */
const lastWordsOf = (story: Story): readonly Told[] => story.told.filter((told) => isLastWord(story, told))

/** An answer that stands: no other may follow it under its key. What did nothing leaves the key free. */
const stands = ({ by, body }: Told): boolean => {
  const { outcome, results = [] } = Object(body) as Answer
  const isUndone = results.every(({ status }) => status === 'failed')
  return by !== 'answer' || (outcome !== undefined && outcome !== 'failed') || !isUndone
}

/** All answers to a call of which the first must be the last word. */
export const standingOf = (story: Story): readonly Told[] => lastWordsOf(story).filter(stands)

export function endingOf(story: Story): Ending {
  const ids = itemsOf(story.asked)
  const all = (status: Status, at: number): Ending => ({
    statuses: ids.map(() => status),
    superseded: ids.map(() => false),
    at,
    since: ids.map(() => at),
  })
  const words = standingOf(story)
  const word = (story.jobId === undefined ? words[0] : firstOfLast(words)) ?? lastWordsOf(story).at(-1)
  if (!word) return all(wasNeverRun(story) ? 'failed' : 'unknown', Number.POSITIVE_INFINITY)
  const { results, outcome } = word.body as Answer
  if (results?.length === ids.length && ids[0] !== '') {
    const superseded = results.map((one) => one.superseded === true)
    const statuses = results.map(({ status }) => status)
    const since = statuses.map((status, item) => (status === 'ok' ? firstOk(words, item) : undefined) ?? word.at)
    return { statuses, superseded, at: word.at, since }
  }
  return all(outcome === 'ok' ? 'ok' : outcome === 'unknown' ? 'unknown' : 'failed', word.at)
}

/** A job may begin anew for a letter that came back: then the last ending counts, from when it was first told. */
function firstOfLast(words: readonly Told[]): Told | undefined {
  const last = JSON.stringify(words.at(-1)?.body)
  return words.find(({ body }) => JSON.stringify(body) === last)
}

const firstOk = (words: readonly Told[], item: number): number | undefined =>
  words.find(({ body }) => (body as Answer).results?.[item]?.status === 'ok')?.at

/** Whether every try was refused before anything was done. What was to be queued may have been, whoever says that it can't be told. */
const wasNeverRun = ({ asked, told }: Story): boolean =>
  asked.way !== 'later' && asked.way !== 'event' && told.length > 0 && told.every((one) => isOwn(one) && isPassing(one))
