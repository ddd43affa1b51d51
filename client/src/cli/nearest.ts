const MOST_SLIPS = 2

/** Up to three of `names` that `text` was probably meant to be: those with the fewest slips, two at most. Case does not count. */
export function nearest(text: string, names: readonly string[]): readonly string[] {
  const meant = text.toLowerCase()
  const found = names.map((name) => ({ name, slips: slipsBetween(meant, name.toLowerCase()) }))
  const fewest = Math.min(...found.map(({ slips }) => slips), MOST_SLIPS)
  return found
    .filter(({ slips }) => slips === fewest)
    .slice(0, 3)
    .map(({ name }) => name)
}

/** ` Did you mean …?`, or nothing where no name is near. */
export function didYouMean(text: string, names: readonly string[]): string {
  const near = nearest(text, names)
  return near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`
}

/** Letters to be put in, left out, changed, or swapped with their neighbour, to get from one to the other; anything above two is three. */
function slipsBetween(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > MOST_SLIPS) return MOST_SLIPS + 1
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let at = 1; at <= from.length; at++) {
    const next = [at]
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[at - 1] === to[column - 1]
      const isSwapped = from[at - 1] === to[column - 2] && from[at - 2] === to[column - 1]
      const changed = row[column - 1]! + (isSame ? 0 : 1)
      const swapped = isSwapped ? before[column - 2]! + 1 : changed
      next.push(Math.min(changed, swapped, row[column]! + 1, next[column - 1]! + 1))
    }
    before = row
    row = next
  }
  return Math.min(row[to.length]!, MOST_SLIPS + 1)
}
