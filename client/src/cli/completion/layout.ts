import type { Command, Option } from 'commander'
import { type Source, SourcedArgument } from '../command.ts'

/** All that can be typed, as completion scripts are made from it. */
export interface Layout {
  readonly commands: readonly CommandWords[]
  /** Options that every command takes. */
  readonly options: readonly OptionWords[]
}

export interface CommandWords {
  readonly name: string
  readonly summary: string
  readonly options: readonly OptionWords[]
  readonly args: readonly ArgumentWords[]
}

export interface OptionWords {
  /** `--key`; options without a long name are not completed. */
  readonly name: string
  readonly meaning: string
  readonly takesValue: boolean
  /** Empty where any value will do. */
  readonly choices: readonly string[]
}

export interface ArgumentWords {
  readonly words: readonly string[]
  readonly isFile: boolean
  readonly isRepeated: boolean
}

/** Reads off a program what it takes. */
export function layoutOf(program: Command): Layout {
  const help = { name: 'help', summary: 'show the help of a command', options: [] }
  const names = program.commands.map((command) => command.name())
  return {
    commands: [
      ...program.commands.map((command) => ({
        name: command.name(),
        summary: command.summary(),
        options: optionsOf(command),
        args: argumentsOf(command),
      })),
      { ...help, args: [{ words: names, isFile: false, isRepeated: false }] },
    ],
    options: [...optionsOf(program), { name: '--help', meaning: 'show this', takesValue: false, choices: [] }],
  }
}

const optionsOf = ({ options }: Command): readonly OptionWords[] =>
  options.flatMap(({ long, description, required, optional, argChoices }: Option) =>
    long ? [{ name: long, meaning: description, takesValue: required || optional, choices: argChoices ?? [] }] : [],
  )

const argumentsOf = ({ registeredArguments }: Command): readonly ArgumentWords[] =>
  registeredArguments.map((argument) => {
    const source: Source | undefined = argument instanceof SourcedArgument ? argument.source : undefined
    const words = typeof source === 'function' ? source() : (argument.argChoices ?? [])
    return { words, isFile: source === 'files', isRepeated: argument.variadic }
  })

/** The options of a command and those of all commands. */
export const allOptions = ({ options }: Pick<CommandWords, 'options'>, layout: Layout): readonly OptionWords[] => [
  ...options,
  ...layout.options,
]

/** Every option of any command that takes a value, once. */
export function valueOptions({ commands, options }: Layout): readonly OptionWords[] {
  const all = [...options, ...commands.flatMap((command) => command.options)].filter(({ takesValue }) => takesValue)
  return [...new Map(all.map((option) => [option.name, option])).values()]
}
