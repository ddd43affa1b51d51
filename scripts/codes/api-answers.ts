const nothingDone = 'no'
const maybeDone = 'not known'
const askAgain = 'Send it again, with the same `Idempotency-Key` where it writes.'

/** What comes back where a request never reaches the function, or its answer never comes back. */
export const apiAnswers: readonly (readonly [number, string, string, string, string])[] = [
  [
    403,
    '`Forbidden`, or a sentence on the signature',
    'No valid signature, or no `execute-api:Invoke` for this path',
    nothingDone,
    'Sign it with SigV4 for `execute-api`; a query is sorted by name before it is signed. `code` `FORBIDDEN` is the gateway’s own.',
  ],
  [
    404,
    '`Not Found`',
    'The path is `/` alone, or the custom domain maps no API there',
    nothingDone,
    'Check host, stage and base path. `code` `NOT_FOUND` is the gateway’s own.',
  ],
  [
    413,
    '`Request Entity Too Large`',
    'The body is over API Gateway’s 10 MB, or the event over Lambda’s 6 MB (a body in base64 takes a third more)',
    nothingDone,
    'Send less at once; the gateway itself takes `MAX_BODY_BYTES`.',
  ],
  [
    429,
    '`Too Many Requests`',
    'The API’s or the account’s throttle',
    nothingDone,
    'Send it again later, more slowly. There is no `Retry-After`; `code` `RATE_LIMITED` is the gateway’s own.',
  ],
  [500, '`Internal Server Error`', 'The function broke off, or could not start', maybeDone, askAgain],
  [503, '`Service Unavailable`', 'The function did not answer within 30 s, or was throttled', maybeDone, askAgain],
]
