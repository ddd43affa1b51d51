/** compiled.js is written by `npm run build` from the schemas beside it (scripts/compile-schemas.ts). */
export type Validator = (data: unknown) => boolean
/** By operation name, and `batch` and `batch-entry`. */
export const validators: Readonly<Record<string, Validator>>
/** Of the same names: what a body they refuse is looked through with. */
export const schemas: Readonly<Record<string, object>>
