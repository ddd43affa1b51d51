import { distance } from 'fastest-levenshtein'

const MOST_SLIPS = 2

/** The one of `names` that `text` was probably meant to be: at most two slips away. */
export const nearest = (text: string, names: readonly string[]): string | undefined =>
  names.find((name) => Math.abs(name.length - text.length) <= MOST_SLIPS && distance(name, text) <= MOST_SLIPS)
