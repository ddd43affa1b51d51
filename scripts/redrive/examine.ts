import type { Job } from '../../lib/jobs/job.ts'
import { jobIdOfEvent } from '../../lib/jobs/job-ids.ts'
import { groupOf, type Jobs } from '../../lib/jobs/jobs.ts'
import {
  fits,
  type JobCure,
  type JobFacts,
  type JobMark,
  leavesWork,
  outlookOfJob,
  reads,
} from '../../lib/jobs/redrive.ts'
import type { AboutEvent, Letter } from './letters.ts'
import { patiently } from './trouble.ts'

/** What is to be known of a letter before anything is done with it, and what must be asked for where it is so. */
export const marks = {
  foreign: {
    needs: '--foreign',
    means: 'somebody laid it down who is no function of the gateway: it may say anything, and be done as anybody',
  },
  'written since': {
    needs: '--force',
    means: 'the worker has written the account since: older values may replace newer ones',
  },
  refused: {
    needs: '--reason',
    means: 'the gateway refused the event; it will again, unless what refused it was mended, as by a deployment since',
  },
  'redriven just now': {
    needs: 'another run',
    means: 'this run has redriven it once already, and here it is again: it may have failed anew',
  },
  'queued again': { needs: undefined, means: 'the job waits to be done: it is rung for, and no more' },
  'job already': { needs: undefined, means: 'the event is a job already: it will not be done a second time' },
  'under way': {
    needs: 'another run',
    means: 'the worker has laid the letter down, and not yet said that the job has ended',
  },
  'ended since': {
    needs: '--drop',
    means: 'the job has ended in another way since, or its newer letter rests here too',
  },
  'job gone': { needs: '--drop', means: 'the job is no longer in the table: nothing is left to be done again' },
  'fits no job': {
    needs: '--drop',
    means: 'its job is of another operation or app, or never had that life: the worker did not write this',
  },
  'no job': { needs: '--drop', means: 'a doorbell that named no job of the table' },
  'left out': {
    needs: '--drop',
    means: 'the event had no room in a letter, which keeps its id, source, name and size: its sender must send it anew',
  },
  untold: {
    needs: '--drop',
    means: 'the bus refused the result for good; the job itself says what became of it: GET /v1/jobs/{jobId}',
  },
  unreadable: { needs: '--drop', means: 'nothing the gateway, Lambda, EventBridge or SQS would write' },
} as const satisfies Readonly<Record<JobMark, unknown>> & Readonly<Record<string, Meaning>>

interface Meaning {
  readonly needs: string | undefined
  readonly means: string
}

export type Mark = keyof typeof marks

/** How a letter is redriven: its job begins anew, is only rung for, or the events function is invoked. */
export type Cure = JobCure | { readonly by: 'invoke'; readonly event: object }

/** A letter, and what became clear about it. */
export interface Case {
  readonly letter: Letter
  readonly operation: string
  readonly app: string
  /** The account's message group, where it is known, and when the worker last wrote the account for anybody but this run. */
  readonly group: string | undefined
  readonly workedAt: number
  readonly marks: readonly Mark[]
  /** Undefined where nothing can be made of the letter. */
  readonly cure: Cure | undefined
}

/** Looks up what letters are about. It changes nothing. */
export class Examiner {
  readonly #jobs: Jobs
  /** Of accounts that this run has done something for: when they were written before that. */
  readonly #before = new Map<string, number>()
  /** Ids of the jobs that this run has redriven. */
  readonly #redriven = new Set<string>()

  constructor(jobs: Jobs) {
    this.#jobs = jobs
  }

  /** @throws StateUnavailable */
  async examine(letters: readonly Letter[]): Promise<Case[]> {
    const ids = letters.flatMap(({ about }) => jobIdOf(about) ?? [])
    const found = await patiently(() => this.#jobs.getMany([...new Set(ids)]))
    const jobs = new Map(found.map((job) => [job.jobId, job]))
    return Promise.all(letters.map((letter) => this.#examine(letter, jobs.get(jobIdOf(letter.about) ?? ''))))
  }

  /**
   * From now on the worker may write the account for this run, which is not held against further letters of the account. And the
   * same job may come to rest here anew: without end, if it were redriven each time.
   */
  noteRedriven({ letter, group, workedAt }: Case): void {
    this.#redriven.add(jobIdOf(letter.about) ?? '')
    if (group !== undefined && !this.#before.has(group)) this.#before.set(group, workedAt)
  }

  async #examine(letter: Letter, job: Job | undefined): Promise<Case> {
    const { operation, app } = job ?? letter
    const group = job?.group ?? groupOfEvent(letter)
    const workedAt = group === undefined ? 0 : await this.#workedAt(group)
    const known = { job, writtenAt: reads(operation) ? 0 : workedAt, hasLeft: await this.#leavesWork(job) }
    const { marks: found, cure } = outlookOf(letter, known)
    const isBack = this.#redriven.has(jobIdOf(letter.about) ?? '')
    const all: Mark[] = [
      ...(letter.stranger === undefined ? [] : ['foreign' as const]),
      ...(isBack ? ['redriven just now' as const] : []),
      ...found,
    ]
    return { letter, operation, app, group, workedAt, marks: all, cure }
  }

  #leavesWork(job: Job | undefined): Promise<boolean> {
    return patiently(() => leavesWork(job, this.#jobs))
  }

  async #workedAt(group: string): Promise<number> {
    const before = this.#before.get(group)
    return before ?? (await patiently(() => this.#jobs.queues.stateOf(group))).workedAt
  }
}

type Outlook = Pick<Case, 'marks' | 'cure'>

function outlookOf(letter: Letter, known: JobFacts): Outlook {
  const { about } = letter
  if (about.kind === 'nothing') return { marks: [about.mark], cure: undefined }
  if (about.kind === 'event') return outlookOfEvent(about, known)
  if (known.job && !about.isDoorbell && !fits({ ...letter, order: about.order }, known.job)) {
    return { marks: ['fits no job'], cure: undefined }
  }
  const { mark, cure } = outlookOfJob(about, known)
  return { marks: mark ? [mark] : [], cure }
}

function outlookOfEvent({ event, isRefused, at }: AboutEvent, { job, writtenAt }: JobFacts): Outlook {
  const cure = { by: 'invoke', event } as const
  if (job) return { marks: ['job already'], cure }
  const found: Mark[] = []
  if (isRefused) found.push('refused')
  if (writtenAt > at) found.push('written since')
  return { marks: found, cure }
}

function groupOfEvent({ about }: Letter): string | undefined {
  return about.kind === 'event' && about.turn !== undefined ? groupOf(about.turn) : undefined
}

function jobIdOf(about: Letter['about']): string | undefined {
  if (about.kind === 'nothing') return undefined
  return about.kind === 'job' ? about.jobId : jobIdOfEvent(about.id)
}
