import { createRequire } from 'node:module'

export type Sources = readonly (readonly [source: string, principals: readonly string[]])[]

/** The deployment's own reading, in a file that osls can load. Throws an Error that ends a sentence about `eventSources`. */
export const { readSources } = createRequire(import.meta.url)('../../resources/event-sources.cjs') as {
  readonly readSources: (sources: unknown) => Sources
}
