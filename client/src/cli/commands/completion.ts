import type { Command } from 'commander'
import { addCommand, type Context } from '../command.ts'
import { layoutOf } from '../completion/layout.ts'
import { completionScript, type Shell, shells } from '../completion/shells.ts'
import { exitCodes, Mistake } from '../exit-codes.ts'
import { didYouMean } from '../nearest.ts'

/** `completion`: a script for the shell, made from the program itself. */
export function addCompletion(program: Command, context: Context): void {
  addCommand(program, context, {
    name: 'completion',
    summary: 'a script that completes commands, options, operations and codes',
    description:
      'Prints a script for bash or zsh that completes commands, options, names of operations, and codes. It completes the word ' +
      'chat-gateway, also where that is an alias.',
    args: [['<shell>', shells.join(' or '), () => shells]],
    examples: ['completion bash > ~/.chat-gateway-completion', 'completion zsh > ~/.chat-gateway-completion'],
    run: ([shell = '']) => {
      const known = shells.find((name) => name === shell)
      if (known === undefined)
        throw new Mistake(
          `No such shell: ${shell}.${didYouMean(shell, shells) || ` There are ${shells.join(' and ')}.`}`,
        )
      context.terminal.print(completionScript(known satisfies Shell, layoutOf(program)))
      return exitCodes.ok
    },
  })
}
