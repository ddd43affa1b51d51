import { Argument, type Command, Option } from 'commander'
import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** What every command stands on. */
export interface Context {
  readonly terminal: Terminal
  /** How the command is called here: `chat-gateway`, or npm's way to it. */
  readonly name: string
  /** Says with what the process is to end. */
  readonly end: (code: ExitCode) => void
}

/** Options that every command takes, beside its own. */
export interface GlobalOptions {
  readonly url?: string
  readonly region?: string
  readonly profile?: string
  /** Undefined unless --sign or --no-sign is given. */
  readonly sign?: boolean
  readonly json: boolean
}

/** What an argument can be completed with: some words, or names of files. */
export type Source = 'files' | (() => readonly string[])

/** An argument that completion knows more of than its name. */
export class SourcedArgument extends Argument {
  readonly source: Source | undefined

  constructor(name: string, meaning: string, source: Source | undefined) {
    super(name, meaning)
    this.source = source
  }
}

/** A command, as it is added to the program. */
export interface CommandRow<Options> {
  readonly name: string
  /** For the list of commands. */
  readonly summary: string
  readonly description: string
  /** `<operation>` or `[code...]`, each with what it is, and what completes it. */
  readonly args: readonly (readonly [name: string, meaning: string, source?: Source])[]
  readonly options?: readonly Option[]
  /** Behind the command's own name; at least one. */
  readonly examples: readonly [string, ...string[]]
  /** @param args as they were typed, those left out not among them */
  readonly run: (args: readonly string[], options: Options & GlobalOptions) => ExitCode | Promise<ExitCode>
}

/** Adds a command; its help ends with its examples. */
export function addCommand<Options = object>(program: Command, context: Context, row: CommandRow<Options>): Command {
  const command = program.command(row.name).summary(row.summary).description(row.description)
  for (const [name, meaning, source] of row.args) command.addArgument(new SourcedArgument(name, meaning, source))
  for (const option of row.options ?? []) command.addOption(option)
  const examples = row.examples.map((example) => `  ${inPlace(example, context.name)}`).join('\n')
  command.addHelpText('after', `\nExamples:\n${examples}`)
  return command.action(async (...given: unknown[]) => {
    const args = given.slice(0, row.args.length).flat() as (string | undefined)[]
    const typed = args.filter((arg) => arg !== undefined)
    context.end(await row.run(typed, command.optsWithGlobals<Options & GlobalOptions>()))
  })
}

/** In a pipe the command's name stands once more behind the bar, where the example has an ellipsis. */
const inPlace = (example: string, name: string): string => `${name} ${example.replaceAll('| … ', `| ${name} `)}`

/** An option that takes one of a few words. */
export const choice = (flags: string, meaning: string, words: readonly string[]): Option =>
  new Option(flags, meaning).choices(words)
