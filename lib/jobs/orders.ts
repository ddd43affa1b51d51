/** Orders of an account's jobs as a short text, since they mostly follow each other: "3-5,9". */
export function writeOrders(orders: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const order of orders.toSorted((a, b) => a - b)) {
    const range = ranges.at(-1)
    if (range && order <= range[1] + 1) range[1] = order
    else ranges.push([order, order])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}

/** The orders that were written. */
export const readOrders = (text: string): Set<number> =>
  new Set(
    text.split(',').flatMap((range) => {
      const [first = '', last = first] = range.split('-')
      return first === '' ? [] : Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i)
    }),
  )
