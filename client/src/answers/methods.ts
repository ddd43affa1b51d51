import type { QueuedJob } from '../jobs.ts'
import type { RowAnswer } from '../rows/row-answer.ts'
import type { CallOptions, ManyOptions, WriteOptions } from './options.ts'
import type { Reply } from './reply.ts'

/** Reads one thing. */
export type Read<Body, Answer> = (body: Body, options?: CallOptions) => Reply<Answer>

/** Does one thing. */
export interface Write<Body, Answer> {
  (body: Body, options?: WriteOptions): Reply<Answer>
  /** Has it done later: answers as soon as it is queued, with the job. The gateway needs a queue for it. */
  readonly respondAsync: (body: Body, options?: WriteOptions) => Promise<QueuedJob<Answer>>
}

/**
 * Any number of rows over any number of accounts, each a body as a single call takes it. They go out in as few requests as may be; those of
 * one account keep their order. One answer a row comes back, in the order of the rows: none is thrown, and a bad one keeps no other back.
 *
 * Up to 20,000 rows are read before the first of them is sent, and all of those are sent before the first answer comes: to stop sooner,
 * leaving the loop is not enough, `signal` does it.
 */
export type Many<Body> = (rows: Iterable<Body> | AsyncIterable<Body>, options?: ManyOptions) => AsyncIterable<RowAnswer>

/** Reads several things, each with a verdict of its own. */
export interface ReadItems<Body, Answer> {
  (body: Body, options?: CallOptions): Reply<Answer>
  readonly many: Many<Body>
}

/** Does several things, each with a verdict of its own. */
export interface WriteItems<Body, Answer> extends Write<Body, Answer> {
  readonly many: Many<Body>
}

/** Reads a list, a page at a time. */
export interface ReadPages<Body, Page> {
  (body: Body, options?: CallOptions): Reply<Page>
  /** All pages from there on, each asked for when the one before has been looked at. */
  readonly pages: (body: Body, options?: CallOptions) => AsyncIterable<Page>
}
