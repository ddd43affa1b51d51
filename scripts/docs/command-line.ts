import type { Command } from 'commander'
import type { Context } from '../../client/src/cli/command.ts'
import { exitCodes, exitMeanings } from '../../client/src/cli/exit-codes.ts'
import { createProgram } from '../../client/src/cli/program.ts'
import { addOperators } from '../cli/operators.ts'
import { code, table } from '../markdown.ts'

const nobody = {} as Context

/** The program as callers have it, and with what the checkout adds. */
const forCallers = (): Command => createProgram({ ...nobody, name: 'chat-gateway' })
const forOperators = (): Command => createProgram({ ...nobody, name: 'chat-gateway' }, addOperators)

/** The commands that the client brings. */
export const callersCommands = (): string => commandsOf(forCallers().commands)

/** The commands that only the checkout has. */
export function operatorsCommands(): string {
  const known = new Set(forCallers().commands.map((command) => command.name()))
  return commandsOf(forOperators().commands.filter((command) => !known.has(command.name())))
}

/** The options that every command takes. */
export const everyCommandsOptions = (): string => optionsOf(forCallers())

export const exitCodesTable = (): string =>
  table(
    ['exit code', 'means'],
    Object.entries(exitMeanings).map(([name, meaning]) => [exitCodes[name as keyof typeof exitCodes], meaning]),
  )

const commandsOf = (commands: readonly Command[]): string => commands.map(commandOf).join('\n\n')

function commandOf(command: Command): string {
  const args = command.registeredArguments.map((argument) => {
    const word = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${word}>` : `[${word}]`
  })
  const meanings = command.registeredArguments.map((argument) => [code(argument.name()), argument.description])
  return [
    `### ${code([command.name(), ...args].join(' '))}`,
    command.description(),
    ...(meanings.length > 0 ? [table(['argument', 'is'], meanings)] : []),
    ...(command.options.length > 0 ? [optionsOf(command)] : []),
  ].join('\n\n')
}

const optionsOf = ({ options }: Command): string =>
  table(
    ['option', 'does'],
    options.map(({ flags, description, defaultValue, negate }) => {
      const usual = defaultValue === undefined || negate || defaultValue === false ? '' : ` (${defaultValue})`
      return [code(flags), `${description}${usual}`]
    }),
  )
