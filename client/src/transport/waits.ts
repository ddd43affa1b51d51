import type { ReadySettings } from '../settings.ts'
import type { Tried } from './messages.ts'

const FIRST_MS = 250
const MOST_MS = 10_000
/** Callers that were told the same second must not come back together. */
const SPREAD_MS = 1000

/**
 * How long to wait before the next attempt, in milliseconds: what the answer says, or longer from time to time; at random, so that many
 * callers do not come back at once.
 * @param attempt the one that was made, 1 for the first
 */
export function waitBefore(
  tried: Tried,
  attempt: number,
  { random, clock }: Pick<ReadySettings, 'random' | 'clock'>,
): number {
  const told = 'reply' in tried ? retryAfter(tried.reply.headers['retry-after'], clock.now()) : undefined
  if (told !== undefined) return Math.round(told + random() * Math.min(SPREAD_MS, Math.max(told, FIRST_MS)))
  return Math.round(random() * Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1)))
}

/** The milliseconds that `Retry-After` asks for: seconds, or a date. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
