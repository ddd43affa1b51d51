import { distance } from 'fastest-levenshtein'

const MOST_SLIPS = 2

/** What Node's reader of command lines could not take, in one line; of an unknown option with the one that was probably meant. */
export function optionFault(error: unknown, names: readonly string[]): string {
  const { message } = error as Error
  const [, stray] = /^Unexpected argument '(.*?)'\. /s.exec(message) ?? []
  if (stray !== undefined) return strayFault(stray, names)
  const [, unknown] = /^Unknown option '(--?[^']+)'/.exec(message) ?? []
  if (unknown === undefined) return message.split('\n')[0] ?? message
  const meant = meantBy(unknown.replace(/^--?/, ''), names)
  return `There is no option ${unknown}${meant === undefined ? '.' : `: did you mean --${meant}?`}`
}

/** A word of its own is most likely the stage: npm keeps a --stage for itself that no -- stands before, and hands on what it takes. */
const strayFault = (stray: string, names: readonly string[]): string =>
  `"${stray}" belongs to no option${names.includes('stage') ? `: is it the stage? Then say --stage ${stray}, and -- before it, for npm.` : '.'}`

/** The nearest; slips in the first letter are rare, so that they count as one more. */
function meantBy(unknown: string, names: readonly string[]): string | undefined {
  const found = names.flatMap((name) => {
    const slips = distance(name, unknown)
    return slips > MOST_SLIPS ? [] : [{ name, slips: slips + (name.startsWith(unknown.charAt(0)) ? 0 : 1) }]
  })
  return found.toSorted((one, other) => one.slips - other.slips)[0]?.name
}
