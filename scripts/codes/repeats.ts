import type { RetryClass } from '../../lib/errors/upstream-codes.ts'

/** How the gateway repeats a call, in the words of pages. */
export const repeats: Readonly<Record<RetryClass, string>> = {
  no: 'no',
  backoff: 'with growing waits',
  throttle: 'more slowly, with longer waits',
  conflict: 'after the other writer, with short waits',
  once: 'once',
  caller: 'not by us; the caller may, later',
  resign: 'with freshly read credentials, then with the previous ones',
  hold: 'no: the credentials rest for a minute',
}
