/** Why an invocation gave no answer; `type` is the name Lambda has for it (or that of the error the handler threw). */
export class InvocationError extends Error {
  override readonly name = 'InvocationError'
  readonly type: string
  /** The stack in the function, or empty. */
  readonly trace: string

  constructor({ type, message, trace = '' }: { type: string; message: string; trace?: string }) {
    super(message)
    this.type = type
    this.trace = trace
  }
}
