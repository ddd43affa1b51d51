const LONGEST_WAIT_SECONDS = 900

/**
 * Seconds before a job's next attempt: doubling, and somewhere in the upper half, so that accounts that failed together do not return
 * together.
 * @param attempts how many brought nothing
 */
export function retryWait(attempts: number, { jobRetrySeconds }: { readonly jobRetrySeconds: number }): number {
  const step = Math.min(LONGEST_WAIT_SECONDS, jobRetrySeconds * 2 ** (attempts - 1))
  return Math.ceil(step * (0.5 + Math.random() / 2))
}
