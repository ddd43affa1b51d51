import type { CodeRow } from './row.ts'
import { caller, wait } from './row.ts'

/** What a request may meet here, before or beside any call of Chat’s. */
export const requests = {
  INVALID_REQUEST: caller(400, 'The request is invalid', 'Correct what `errors` points at and send it again.'),
  NOT_FOUND: caller(
    404,
    'There is nothing here',
    'Check the path or the operation name; GET /v1/health lists the operations.',
  ),
  // Nothing is broken, so no operator is called: the caller must ask for a grant, or for something else.
  FORBIDDEN: caller(
    403,
    'The caller may not do this',
    'Call what is granted to you, or ask the operator for a grant in ACCESS_POLICY.',
  ),
  METHOD_NOT_ALLOWED: caller(405, 'This path takes another method', 'Use a method that `Allow` names.'),
  PAYLOAD_TOO_LARGE: caller(413, 'The body is too large', 'Split the work into smaller requests.'),
  UNSUPPORTED_MEDIA_TYPE: caller(
    415,
    'The body is not JSON, or packed in a way that is not read here',
    'Send JSON with `content-type: application/json`, as it is or with `content-encoding` gzip, deflate or br.',
  ),
  UNKNOWN_APP: caller(404, 'No such app', 'Check `app`; an operator adds an app by creating its secret.'),
  IDEMPOTENCY_KEY_REUSED: caller(
    422,
    'The idempotency key was used with another body',
    'Use a new key for every new request; a `retry` body is a new request.',
  ),
  IDEMPOTENCY_IN_PROGRESS: wait(
    409,
    'The same request is still running',
    'Send it again in a few seconds to get its answer.',
  ),
  DEADLINE_EXCEEDED: wait(504, 'No time was left to send it', 'Send it again, or send less at once.'),
  // Nobody has to mend anything: the caller must look.
  INTERRUPTED: caller(
    504,
    'An earlier attempt was broken off',
    'Look whether it took effect, and send it again, with a new key, only where it is still needed.',
  ),
  SECRET_UNAVAILABLE: {
    kind: 'operator',
    retryable: true,
    status: 503,
    title: 'The app’s secret cannot be used',
    cure: 'The gateway’s log names the fault; send it again once that is mended.',
    retryAfter: 5,
  },
  STATE_UNAVAILABLE: {
    kind: 'operator',
    retryable: false,
    status: 503,
    title: 'What this needs to remember cannot be kept now',
    cure: 'Leave out Idempotency-Key and Prefer: respond-async, or ask the operator whether the gateway has its table.',
    retryAfter: 60,
  },
  UNHEALTHY: {
    kind: 'operator',
    retryable: false,
    status: 503,
    title: 'Something that the app stands on fails',
    cure: 'See `checks`: each that failed says what is wrong, and what to do.',
    retryAfter: 10,
  },
  INTERNAL: {
    kind: 'operator',
    retryable: false,
    status: 500,
    title: 'The gateway failed',
    cure: 'Look up the requestId in the gateway’s log.',
  },
} satisfies Record<string, CodeRow>
