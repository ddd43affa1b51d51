import { CLOCKS_AGREE_MS } from '../ledger/connect-table.ts'
import { BUCKETS } from './caller-share.ts'

/** Lanes reckon in Unix microseconds, so that DynamoDB adds whole numbers. */
export const MICROS = 1000

/** How much of a lane's time one write takes, and a caller in one round: 25 calls of 190 a second. */
export const QUANTUM = 132 * MICROS
/** The most that a write is expected to take. A lane is open to all for so far ahead where writes take so long, and else for less. */
export const LONGEST_LATENCY = 2000 * MICROS
/** Two instances may find each other's places so much earlier or later than they were meant. */
const CLOCKS_APART = 2 * CLOCKS_AGREE_MS * MICROS
/** Half as much again as anybody waits. */
const MOST_MICROS = 90_000 * MICROS

/**
 * How far ahead callers can bring a lane together: what is open to all, and then of each that is counted apart less than a quantum and
 * one more. Who slows down has intervals twice as long. A lane that ends later was set by a clock gone wrong, and is no queue.
 * @param interval between two calls, microseconds as is the answer
 */
export const farthestOf = (interval: number): number =>
  Math.min(LONGEST_LATENCY + BUCKETS * 2 * Math.max(QUANTUM, 2 * interval) + CLOCKS_APART, MOST_MICROS)
