/** What the command's exit tells a script. */
export const exitCodes = {
  /** All is done. */
  ok: 0,
  /** Some of it is not, or nobody knows. */
  some: 1,
  /** A mistake on the command line or in what was given: nothing was sent to Chat. */
  usage: 2,
  /** There are no credentials, or they are not taken. */
  credentials: 4,
  /** No gateway answers there. */
  unreachable: 5,
  /** Ctrl-C. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** What each means, for docs. */
export const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'all is done',
  some: 'some of it is not, or nobody knows; what is missing is told',
  usage: 'a mistake on the command line, or bad input: nothing was sent to Chat',
  credentials: 'no credentials, expired ones, or ones that are not taken',
  unreachable: 'no gateway answers at this address',
  interrupted: 'stopped by Ctrl-C',
}

/** A mistake of whoever typed the command: a sentence that says what it is and how to mend it. */
export class Mistake extends Error {
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = exitCodes.usage) {
    super(message)
    this.name = 'Mistake'
    this.exitCode = exitCode
  }
}
