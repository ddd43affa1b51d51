import data from '../../docs/prices.json' with { type: 'json' }

/** What is paid for one unit, by how much of it is used in a month. */
interface Step {
  readonly upTo?: number
  readonly usd: number
}

export interface Price {
  readonly what: string
  readonly unit: string
  /** How many of what is counted make one unit. */
  readonly per: number
  readonly steps: readonly Step[]
  /** AWS's own page of it. */
  readonly page: string
  /** Where it stood when somebody looked it up; AWS's own pages show their tables to browsers alone. */
  readonly readAt?: string
  /** That nobody could look it up. */
  readonly unsure?: boolean
}

export type PriceName = keyof typeof data.prices

export const { region, lookedUp } = data
export const prices: Readonly<Record<PriceName, Price>> = data.prices

/** What so much of something costs, in US dollars. */
export function costOf(name: PriceName, quantity: number): number {
  const { per, steps } = prices[name]
  return steps.reduce((sum, { upTo = Number.POSITIVE_INFINITY, usd }, index) => {
    const from = steps[index - 1]?.upTo ?? 0
    return sum + (Math.max(0, Math.min(quantity, upTo) - from) / per) * usd
  }, 0)
}

/** Whose page a price was read at. */
export type Teller = 'AWS' | 'others' | 'nobody'

export function tellerOf(name: PriceName): Teller {
  const { readAt, unsure } = prices[name]
  if (unsure || readAt === undefined) return 'nobody'
  return new URL(readAt).hostname === 'aws.amazon.com' ? 'AWS' : 'others'
}
