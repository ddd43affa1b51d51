import { readFileSync } from 'node:fs'
import { Command, CommanderError, Option } from 'commander'
import { type Context, mistakeTeller } from './command.ts'
import { addBulk } from './commands/bulk.ts'
import { addCall } from './commands/call.ts'
import { addCompletion } from './commands/completion.ts'
import { addExplain } from './commands/explain.ts'
import { addJobs } from './commands/jobs.ts'
import { type ExitCode, exitCodes, Mistake } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** What a program is made of beside what the client brings: the checkout has commands for operators. */
export interface Extension {
  /** How the command is called there. */
  readonly name?: string
  readonly add?: (program: Command, context: Context) => void
}

/** The version of the package that this command is part of. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

/** The whole program, with nothing done yet. */
export function createProgram(context: Context, add?: Extension['add']): Command {
  const program = new Command(context.name)
    .description('Calls the Chat gateway, follows its jobs, and explains its answers.')
    .version(version, '--version', 'show the version')
    .helpOption('-h, --help', 'show this')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput(outputOf(context))
  for (const option of globalOptions) program.addOption(option)
  addCall(program, context)
  addBulk(program, context)
  addJobs(program, context)
  addExplain(program, context)
  add?.(program, context)
  addCompletion(program, context)
  return program.addHelpText(
    'after',
    `\nExamples:\n  ${context.name} call friends.update body.json --url https://…\n  ${context.name} bulk friends.update rows.csv --dry-run\n  ${context.name} explain RATE_LIMITED`,
  )
}

const globalOptions: readonly Option[] = [
  new Option('--url <url>', 'where the gateway is; else CHAT_GATEWAY_URL of the environment'),
  new Option('--region <region>', 'the AWS region to sign for; else the one that the address names, or AWS_REGION'),
  new Option(
    '--profile <name>',
    'the profile of the AWS settings that has the credentials; else as the AWS SDK finds them',
  ),
  new Option('--sign', 'sign also what goes to this machine'),
  new Option('--no-sign', 'sign nothing; what goes to this machine (a loopback address) is not signed anyway'),
  new Option('--json', 'print JSON alone').default(false, 'off'),
]

const outputOf = (context: Context) => ({
  writeOut: (text: string) => context.terminal.print(text.replace(/\n$/, '')),
  writeErr: (text: string) => context.terminal.complain(text.replace(/\n$/, '')),
  getOutHelpWidth: () => context.terminal.width ?? 100,
  getErrHelpWidth: () => context.terminal.width ?? 100,
  outputError: mistakeTeller(context),
})

/** Does what a command line says. @returns what the process is to end with */
export async function run(args: readonly string[], terminal: Terminal, extension: Extension = {}): Promise<ExitCode> {
  const { name = 'chat-gateway', add } = extension
  let code: ExitCode = exitCodes.ok
  const end = (ended: ExitCode) => {
    code = ended
  }
  const context: Context = { terminal, name, end }
  try {
    await createProgram(context, add).parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    return failed(error, context)
  }
}

function failed(error: unknown, { terminal }: Context): ExitCode {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  }
  if (error instanceof Mistake) {
    terminal.complain(error.message, 'red')
    return error.exitCode
  }
  if (terminal.signal.aborted) return exitCodes.interrupted
  const { message, stack = message } = error as Error
  terminal.complain(stack)
  return exitCodes.some
}
