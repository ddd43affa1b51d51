/** A JSON object as it came. */
export type Members = Readonly<Record<string, unknown>>
