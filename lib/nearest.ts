import { distance } from 'fastest-levenshtein'

/** The one of `names` that `text` was probably meant to be: at most two slips away. */
export const nearest = (text: string, names: readonly string[]): string | undefined =>
  text.length <= 64 ? names.find((name) => distance(name, text) <= 2) : undefined
