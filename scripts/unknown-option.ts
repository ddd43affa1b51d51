import { nearest } from '../lib/nearest.ts'

/** What Node's reader of command lines could not take, in one line; of an unknown option with the one that was probably meant. */
export function optionFault(error: unknown, names: readonly string[]): string {
  const { message } = error as Error
  const [, unknown] = /^Unknown option '--([\w-]+)/.exec(message) ?? []
  const hint = unknown && nearest(unknown, names)
  return hint ? `There is no option --${unknown}: did you mean --${hint}?` : (message.split('\n')[0] ?? message)
}
