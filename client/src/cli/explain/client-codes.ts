import type { OurCode } from '../../answers/code-tables.ts'

/** Codes that no gateway gives: the client says by them that it has no answer of one, or none that it can read. */
export const clientCodes: Readonly<Record<string, Omit<OurCode, 'status'>>> = {
  API_GATEWAY: {
    who: 'nobody: wait',
    retryable: true,
    title: 'API Gateway answered in the gateway’s place',
    cure: 'Where it was 429, nothing was done: send it again. After 500 or 503 it may have been done: send it again under the same key.',
  },
  GATEWAY_UNREACHABLE: {
    who: 'the caller',
    retryable: true,
    title: 'No answer of the gateway came',
    cure: 'Check the address and the way to it. What is unknown may have been done: send it again under the same key.',
  },
  NO_CREDENTIALS: {
    who: 'the caller',
    retryable: true,
    title: 'There were no AWS credentials to sign with, or they were not taken',
    cure: 'Sign in to AWS, and send it again: nothing was done.',
  },
  ABORTED: {
    who: 'the caller',
    retryable: true,
    title: 'Your own signal or time limit ended it',
    cure: 'Send it again, what is unknown under the same key.',
  },
  NOT_SENT: {
    who: 'the caller',
    retryable: true,
    title: 'Something else ended the run before',
    cure: 'The message says what; mend it, and send it again.',
  },
  UNREADABLE_ANSWER: {
    who: 'the operator',
    retryable: false,
    title: 'An answer came that is none of the gateway’s, or that does not fit what was asked',
    cure: 'Look whether it was done. See what stands between the client and the gateway.',
  },
}
