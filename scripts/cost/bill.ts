import type { Load } from './flags.ts'
import { costOf, type PriceName, prices, type Teller, tellerOf } from './prices.ts'
import { quantitiesOf } from './quantities.ts'

export interface Line {
  readonly name: PriceName
  readonly what: string
  /** In units of the price. */
  readonly quantity: number
  readonly unit: string
  readonly usd: number
  readonly toldBy: Teller
}

export interface Bill {
  /** The dearest first. */
  readonly lines: readonly Line[]
  readonly usd: number
  /** The part of it whose prices nobody could look up. */
  readonly unsureUsd: number
  /** The part whose prices stand on pages of others than AWS. */
  readonly quotedUsd: number
}

export function billOf(load: Load): Bill {
  const lines = Object.entries(quantitiesOf(load)).flatMap(([key, quantity]): Line[] => {
    const name = key as PriceName
    const { what, unit, per } = prices[name]
    const usd = costOf(name, quantity)
    return quantity === 0 ? [] : [{ name, what, quantity: quantity / per, unit, usd, toldBy: tellerOf(name) }]
  })
  const sum = (some: readonly Line[]) => some.reduce((total, { usd }) => total + usd, 0)
  return {
    lines: lines.toSorted((one, other) => other.usd - one.usd),
    usd: sum(lines),
    unsureUsd: sum(lines.filter(({ toldBy }) => toldBy === 'nobody')),
    quotedUsd: sum(lines.filter(({ toldBy }) => toldBy === 'others')),
  }
}

export interface Saving {
  readonly how: string
  readonly usd: number
}

/** What could be done about a load, each with what it would then be. */
const WAYS: readonly { readonly how: string; readonly changed: (load: Load) => Partial<Load> }[] = [
  { how: 'metrics: service in the stage’s file', changed: () => ({ metrics: 'service' }) },
  {
    how: 'ten friends of an account in one request or event',
    changed: ({ itemsPerRequest }) => ({ itemsPerRequest: Math.max(10, itemsPerRequest) }),
  },
  {
    how: 'an account’s changes close together, so that forty jobs go out as one call',
    changed: ({ shareQueued }) => (shareQueued > 0 ? { merge: 40 } : {}),
  },
  {
    how: 'answers at once, over HTTP, in place of the queue',
    changed: ({ mode }) => (mode === 'webhooks' ? {} : { mode: 'sync', shareQueued: 0, merge: 1 }),
  },
  { how: 'settings.logLevel: INFO in place of DEBUG', changed: () => ({ logLevel: 'INFO' }) },
  {
    how: 'settings.secretTtlSeconds: 3600; a changed key is still followed at once',
    changed: ({ secretTtlSeconds }) => ({ secretTtlSeconds: Math.max(3600, secretTtlSeconds) }),
  },
  { how: 'no provisioned instances', changed: () => ({ provisioned: 0 }) },
  { how: 'no network of one’s own, or endpoints in place of NAT gateways', changed: () => ({ nat: false }) },
]

/** What would lower a bill, most first; what saves less than a hundredth of it is not worth a line. */
export function savingsOf(load: Load): readonly Saving[] {
  const { usd } = billOf(load)
  return WAYS.map(({ how, changed }) => ({ how, usd: usd - billOf({ ...load, ...changed(load) }).usd }))
    .filter((saving) => saving.usd > usd / 100)
    .toSorted((one, other) => other.usd - one.usd)
}
