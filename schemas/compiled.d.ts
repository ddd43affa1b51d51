/** compiled.js is written by `npm run build` from the schemas beside it (scripts/compile-schemas.ts). */
export interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly schemaPath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}
export interface Validator {
  (data: unknown): boolean
  errors?: readonly SchemaError[] | null
}
/** By operation name, and `batch` and `batch-entry`. */
export const validators: Readonly<Record<string, Validator>>
