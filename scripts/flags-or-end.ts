import { type ParseArgsConfig, parseArgs } from 'node:util'
import { optionFault } from '../local/chat/option-fault.ts'

/** Reads the command line. A mistake in it ends the process with 2, as the shell's own commands have it, and one line that says what it is. */
export function flagsOrEnd<const C extends ParseArgsConfig>(
  command: string,
  config: C,
): ReturnType<typeof parseArgs<C>> {
  try {
    return parseArgs(config)
  } catch (error) {
    console.error(`${optionFault(error, Object.keys(config.options ?? {}))}\nSee ${command} -- --help`)
    process.exit(2)
  }
}
