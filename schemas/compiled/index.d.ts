import type { AnyOperation } from '../../lib/operation.ts'

/**
 * The scripts beside this are written by `npm run build` from the schemas around it and the rows of lib/operations
 * (scripts/compile-schemas.ts): one for each family.
 */
export interface CompiledSchema {
  /** Tells good from bad, no more. */
  readonly isGood: (value: unknown) => boolean
  /** The schema itself, for whoever has to say what is wrong. */
  readonly schema: object
  /** The operation whose bodies these are; a batch has none. */
  readonly row?: AnyOperation
}

/** By operation name; of `batch` by `batch.whole` and `batch.entry`. */
export interface CompiledFamily {
  readonly compiled: Readonly<Record<string, CompiledSchema>>
}

/** Every family's loader by its name. */
export const families: Readonly<Record<string, () => Promise<CompiledFamily>>>
