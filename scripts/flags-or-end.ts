import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Reads the command line. A mistake in it ends the process with 2, as the shell's own commands have it, and one line that says what it is. */
export function flagsOrEnd<const C extends ParseArgsConfig>(
  command: string,
  config: C,
): ReturnType<typeof parseArgs<C>> {
  try {
    return parseArgs(config)
  } catch (error) {
    console.error(`${(error as Error).message}\nSee ${command} -- --help`)
    process.exit(2)
  }
}
