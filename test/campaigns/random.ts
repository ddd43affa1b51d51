import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Seeded chance: the same seed gives the same choices, on any machine. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  fraction(): number
  /** A whole number, both ends included. */
  whole(min: number, max: number): number
  /** True in that share of all cases. */
  isLucky(share: number): boolean
  pick<T>(from: readonly [T, ...T[]]): T
  /** By weight: `[[3, 'often'], [1, 'seldom']]`. */
  weighted<T>(from: readonly (readonly [weight: number, value: T])[]): T
  /** A sequence of its own, so that what one part draws never moves another's draws. */
  fork(): Random
}

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  const fraction = () => uniformFloat64(generator)
  const whole = (min: number, max: number) => uniformInt(generator, min, max)
  return {
    fraction,
    whole,
    isLucky: (share) => fraction() < share,
    pick: ([first, ...others]) => [first, ...others][whole(0, others.length)] ?? first,
    weighted: (from) => weighted(from, fraction()),
    fork: () => createRandom(whole(-(2 ** 31), 2 ** 31 - 1)),
  }
}

function weighted<T>(from: readonly (readonly [number, T])[], fraction: number): T {
  const total = from.reduce((sum, [weight]) => sum + weight, 0)
  let left = fraction * total
  for (const [weight, value] of from) {
    left -= weight
    if (left < 0) return value
  }
  throw new Error('there is nothing to choose from')
}
