export interface Round {
  readonly requests: number
  readonly seconds: number
  readonly latenciesMs: readonly number[]
}

/** Keeps `concurrency` requests under way for `ms`, each starting when one ends. */
export async function drive(call: (id: number) => Promise<void>, concurrency: number, ms: number): Promise<Round> {
  const latenciesMs: number[] = []
  const start = performance.now()
  const lane = async (first: number) => {
    for (let id = first; performance.now() - start < ms; id += concurrency) {
      const sentAt = performance.now()
      await call(id)
      latenciesMs.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, (_, index) => lane(index)))
  return { requests: latenciesMs.length, seconds: (performance.now() - start) / 1000, latenciesMs }
}

export const perSecond = ({ requests, seconds }: Round): number => requests / seconds

/** The value below which a share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)
