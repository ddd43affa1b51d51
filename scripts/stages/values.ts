/** That a value is not what its key takes; `found` says more than the value itself would. */
export class Wrong {
  readonly found: string | undefined
  constructor(found?: string) {
    this.found = found
  }
}

/** What may stand at one place of a stage's file. */
export interface Key<T> {
  /** Ends the sentence "It must be …". */
  readonly takes: string
  readonly meaning: string
  /** What holds where the file says nothing, in words. */
  readonly fallback: string
  readonly read: (value: unknown) => T | Wrong
}

type Reader<T> = Pick<Key<T>, 'takes' | 'read'>

export const whole = (min: number, max: number): Reader<number> => ({
  takes: `a whole number from ${min} to ${max}`,
  read: (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max ? Number(value) : new Wrong(),
})

export const yesOrNo: Reader<boolean> = {
  takes: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : new Wrong()),
}

export const oneOf = <const T extends string | number>(...values: readonly T[]): Reader<T> => ({
  takes: `one of ${values.join(', ')}`,
  read: (value) => values.find((one) => one === value) ?? new Wrong(),
})

export const matching = (pattern: RegExp, takes: string): Reader<string> => ({
  takes,
  read: (value) => (typeof value === 'string' && pattern.test(value) ? value : new Wrong()),
})

/** A key or an id that YAML may have read as a number: twelve digits of an account, say. */
export const digits = (count: number, takes: string): Reader<string> => ({
  takes,
  read: (value) => (/^\d+$/.test(String(value)) && String(value).length === count ? String(value) : new Wrong()),
})

export const listOf = <T>({ takes, read }: Reader<T>, most: number): Reader<readonly T[]> => ({
  takes: `a list of 1 to ${most}, each ${takes}`,
  read: (value) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > most) return new Wrong()
    const items = value.map(read)
    const wrong = items.findIndex((item) => item instanceof Wrong)
    return wrong < 0 ? (items as T[]) : new Wrong(`; entry ${wrong + 1} is none`)
  },
})

/** Names of somebody's own choice, each with a value. */
export const mapOf = <T>(
  name: RegExp,
  { takes, read }: Reader<T>,
  most: number,
  what: string,
): Reader<Record<string, T>> => ({
  takes: `1 to ${most} names, each ${what}, with ${takes}`,
  read: (value) => {
    const entries = isMap(value) ? Object.entries(value).map(([key, one]) => [key, read(one)] as const) : []
    if (entries.length === 0 || entries.length > most) return new Wrong()
    const wrong = entries.find(([key, one]) => !name.test(key) || one instanceof Wrong)
    return wrong === undefined
      ? (Object.fromEntries(entries) as Record<string, T>)
      : new Wrong(`; ${JSON.stringify(wrong[0])} is none`)
  },
})

/** An ARN of one service: its resource must match. */
export const arn = (service: string, resource: RegExp, example: string): Reader<string> =>
  matching(new RegExp(`^arn:aws[\\w-]*:${service}:[a-z\\d-]*:\\d{12}:${resource.source}$`), `an ARN such as ${example}`)

export const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
