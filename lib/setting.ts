/** A setting: an environment variable, read once when the function starts. */
export interface Setting<T> {
  readonly name: string
  readonly fallback: T
  readonly meaning: string
  /** The value, or what is wrong with the text. */
  readonly read: (text: string) => T | Fault
}

/** Why a text can't be used: what would do. */
export class Fault {
  readonly expected: string
  /** What was found instead, where the text is too long to be looked through. */
  readonly found: string | undefined
  constructor(expected: string, found?: string) {
    this.expected = expected
    this.found = found
  }
}

export const whole = (min: number, max: number) => (text: string) => {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  return value >= min && value <= max ? value : new Fault(`a whole number from ${min} to ${max}`)
}
export const matching = (pattern: RegExp, words: string) => (text: string) =>
  pattern.test(text) ? text : new Fault(words)

/** Where an operator would paste a queue's URL; a bare name has no account, so it can't be used. */
export const url =
  (words: string, pattern = /^/) =>
  (text: string) =>
    pattern.test(text) && URL.canParse(text) ? text : new Fault(words)

export const oneOf =
  <T extends string>(...values: readonly T[]) =>
  (text: string) =>
    values.find((value) => value === text) ?? new Fault(`one of ${values.join(', ')}`)

/** Checks a row's types against its fallback. */
export const setting = <T>(row: Setting<T>) => row
