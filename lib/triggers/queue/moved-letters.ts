import type { Job } from '../../jobs/job.ts'
import { fits, leavesWork, outlookOfJob, reads, revive, ringAgain } from '../../jobs/redrive.ts'
import { metric } from '../../telemetry/metric.ts'
import { RESULT_REFUSED } from '../results/result-event.ts'
import type { Doorbell, MovedLetter } from './doorbell.ts'
import { HandBack } from './hand-back.ts'
import type { ShiftParts } from './parts.ts'
import { type Settlement, UNKNOWN_JOB } from './settlement.ts'

/** The reason of a letter that came back and whose job was left alone. */
const MOVED_BACK = 'MOVED_BACK'
/** Letters of which nothing is to be done again. */
const ABOUT_NOTHING = [UNKNOWN_JOB, RESULT_REFUSED]
/** A letter that waits for its job keeps all behind it in its account waiting, which may be the very doorbell of that job. */
const MOST_WAITS = 5

/**
 * Letters that come back through the queue of doorbells, where SQS's own redrive puts them. Each does for its job what `npm run
 * redrive` would, by the same rules; what that would leave alone rests again.
 */
export class MovedLetters {
  readonly #parts: ShiftParts
  readonly #settlement: Settlement

  constructor(parts: ShiftParts, settlement: Settlement) {
    this.#parts = parts
    this.#settlement = settlement
  }

  /** @throws HandBack, StateUnavailable */
  async answer(doorbell: Doorbell, letter: MovedLetter): Promise<void> {
    const { jobs, config } = this.#parts
    const { jobId, receiveCount } = doorbell
    if (ABOUT_NOTHING.includes(letter.reason)) return this.#layAgain(doorbell, letter, letter.reason)
    // Read now, not with the others of the batch: one of them may have revived it just before.
    const job = jobId === undefined ? undefined : await jobs.get(jobId)
    if (jobId === undefined || (job && !fits(letter, job))) return this.#refuse(doorbell)
    const writtenAt = job && !reads(job.operation) ? (await jobs.queues.stateOf(job.group)).workedAt : 0
    const facts = { job, hasLeft: await leavesWork(job, jobs), writtenAt }
    const { mark, cure } = outlookOfJob({ order: letter.order, isDoorbell: false }, facts)
    if (mark === 'under way' && receiveCount <= MOST_WAITS) {
      throw new HandBack(config.jobRetrySeconds, 'its job has not ended yet')
    }
    if (cure && (mark === undefined || mark === 'queued again')) return this.#cure(doorbell, cure)
    // One that comes a second time may have revived its job the first time.
    if (mark === 'ended since' && receiveCount > 1) return this.#note(doorbell, job, mark)
    const before = letter.reason === MOVED_BACK ? letter.content.before : letter.reason
    const content = { ...letter.content, order: letter.order, before }
    await this.#layAgain(doorbell, { ...letter, content }, MOVED_BACK, mark)
  }

  async #cure(doorbell: Doorbell, { by, job }: { readonly by: 'revive' | 'ring'; readonly job: Job }) {
    const isRevived = by === 'revive' ? await revive(job, this.#parts) : true
    const { jobRetrySeconds } = this.#parts.config
    if (!isRevived) throw new HandBack(jobRetrySeconds, 'its job was redriven by somebody else meanwhile')
    if (by === 'ring') await ringAgain(job, this.#parts)
    this.#note(doorbell, job, 'revived')
  }

  #note({ jobId, messageId }: Doorbell, job: Job | undefined, reason: string): void {
    const told = { jobId, messageId, operation: job?.operation, app: job?.app, reason }
    this.#parts.log.info('letter moved back', { ...told, ...metric('LettersMovedBack') })
  }

  /** The letter's own id is no good: SQS takes it for a repeat of the letter that was moved, where that is less than five minutes old. */
  async #layAgain({ jobId, messageId, group }: Doorbell, letter: MovedLetter, reason: string, why = reason) {
    const { queue, log } = this.#parts
    const { operation, app, content } = letter
    const fifo = { group, deduplicationId: messageId }
    await queue.bury({ reason, operation, app, content, brief: { jobId }, fifo })
    const told = { jobId, messageId, operation, app, reason: why }
    log.warn('letter put away again', { ...told, ...metric('LettersMovedBack') })
  }

  async #refuse(doorbell: Doorbell): Promise<void> {
    const { jobId, messageId } = doorbell
    await this.#settlement.putAwayUnknown(doorbell)
    this.#parts.log.error('letter fits no job', { jobId, messageId, ...metric('LettersRefused') })
  }
}
