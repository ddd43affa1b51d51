import type { BulkExit, BulkOptions } from './options.ts'

export type { BulkExit, BulkOptions }

/** Sends every row of a file, each once, and says what became of it; never throws. */
export async function runBulk(_options: BulkOptions): Promise<BulkExit> {
  throw new Error('not built yet')
}
