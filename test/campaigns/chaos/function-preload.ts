/**
 * Runs in every process of a function before anything else (`node --import`): gives it a clock that can jump, tells it of a
 * deadline nearer than the platform's own, and watches on a clock that does not jump how much of the time was left at its answer.
 */
import { readFileSync } from 'node:fs'
import http, { type ClientRequest } from 'node:http'
import { dateBy } from '../../support/date-by.ts'

const {
  CHAOS_CLOCKS = '',
  CHAOS_DEADLINE_MS = '',
  CHAOS_PLANT_LEAK = '',
  CHAOS_PLANT_LETTERS = '',
  AWS_LAMBDA_FUNCTION_NAME = '',
} = process.env
/** An answer is due this long before the invocation ends. */
const RESERVE_MS = 500

const trueNow = Date.now
let offsetMs = 0

interface End {
  readonly at: number
  /** What had been stolen when it began. */
  readonly stolenMs: number
}

/** When the invocations under way must have ended, by their ids. */
const ends = new Map<string, End>()

/** A function's clock is set while it is frozen, between two invocations; within one it runs evenly. */
function readOffset(): void {
  if (ends.size > 0) return
  try {
    offsetMs = JSON.parse(readFileSync(CHAOS_CLOCKS, 'utf8'))[AWS_LAMBDA_FUNCTION_NAME] ?? 0
  } catch {
    // It is being written; the next look finds it.
  }
}

globalThis.Date = dateBy(() => trueNow() + offsetMs)
readOffset()

interface Invoked {
  event: string
  readonly requestId: string
  deadline: number
}
interface Answered {
  readonly is: string
  readonly requestId?: string
}

/** Time that the machine did not give this process, which is no fault of the gateway's. */
const TICK_MS = 20
let stolenMs = 0
let ticked = performance.now()
setInterval(() => {
  const now = performance.now()
  stolenMs += Math.max(0, now - ticked - 2 * TICK_MS)
  ticked = now
}, TICK_MS).unref()

function shorten(message: Invoked): void {
  readOffset()
  const left = Math.min(message.deadline - trueNow(), Number(CHAOS_DEADLINE_MS))
  ends.set(message.requestId, { at: performance.now() + left, stolenMs })
  message.deadline = trueNow() + offsetMs + left
}

/** Shows that a letter is missed which nobody answers: a worker that takes each for a doorbell. */
function deafen(message: Invoked): void {
  const { Records, ...event } = JSON.parse(message.event) as { Records?: readonly { body: string }[] }
  if (!Records) return
  const deaf = Records.map((record) => {
    const { jobId } = JSON.parse(record.body) as { jobId?: string }
    return { ...record, body: JSON.stringify({ jobId }) }
  })
  message.event = JSON.stringify({ ...event, Records: deaf })
}

function noteAnswer({ is, requestId = '' }: Answered): void {
  const end = ends.get(requestId)
  ends.delete(requestId)
  if (is !== 'answer' || !end) return
  const leftMs = Math.round(end.at - performance.now() + (stolenMs - end.stolenMs))
  if (leftMs >= RESERVE_MS) return
  process.stderr.write(`${JSON.stringify({ level: 'WARN', message: 'chaos late answer', requestId, leftMs })}\n`)
}

const emit = process.emit.bind(process) as (name: string, ...given: unknown[]) => boolean
process.emit = ((name: string, ...given: unknown[]) => {
  if (name === 'message') {
    shorten(given[0] as Invoked)
    if (CHAOS_PLANT_LETTERS === 'yes') deafen(given[0] as Invoked)
  }
  return emit(name, ...given)
}) as typeof process.emit

const send = process.send?.bind(process) as ((message: unknown) => boolean) | undefined
process.send = ((message: Answered) => {
  noteAnswer(message)
  return send?.(message) ?? false
}) as NonNullable<typeof process.send>

/** Shows that the search for secrets finds what a function lets slip: the signed URL of each of its calls, in base64. */
if (CHAOS_PLANT_LEAK === 'yes') {
  const request = http.request as (options: { path?: string }, ...more: unknown[]) => ClientRequest
  http.request = ((options: { path?: string }, ...more: unknown[]) => {
    process.stdout.write(`planted ${Buffer.from(options.path ?? '').toString('base64')}\n`)
    return request(options, ...more)
  }) as typeof http.request
}
