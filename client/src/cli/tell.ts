import type { Context, GlobalOptions } from './command.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Verdict } from './verdict.ts'

/** Prints an answer for whoever reads it next, and on standard error what it comes to. @returns with what to end */
export function tell(body: unknown, verdict: Verdict, { json }: GlobalOptions, { terminal }: Context): ExitCode {
  terminal.print(json ? JSON.stringify(body) : JSON.stringify(body, null, 2))
  if (!json) terminal.complain(verdict.line, verdict.colour)
  return verdict.exitCode
}
