/** A failure to start whose message is the whole answer, cure included: it is shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
