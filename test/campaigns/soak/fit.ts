/** A figure at a moment: how many requests had been answered, and what was measured. */
export interface Point {
  readonly requests: number
  readonly value: number
}

/** What the straight line through points (least squares) says of their beginning and their end. */
export function fitLine(points: readonly Point[]): { readonly first: number; readonly last: number } {
  const [begin, end] = [points[0], points.at(-1)]
  if (!begin || !end || begin === end) throw new Error('a line needs two points')
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const x = mean(points.map(({ requests }) => requests))
  const y = mean(points.map(({ value }) => value))
  const covariance = mean(points.map(({ requests, value }) => (requests - x) * (value - y)))
  const slope = covariance / mean(points.map(({ requests }) => (requests - x) ** 2))
  return { first: y + slope * (begin.requests - x), last: y + slope * (end.requests - x) }
}

/** By how much of itself the fitted line has grown from the first point to the last; 0.05 are 5 %. */
export function growthOf(points: readonly Point[]): number {
  const { first, last } = fitLine(points)
  return (last - first) / first
}
