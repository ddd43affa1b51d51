import type { CodeRow } from './row.ts'
import { caller, operator, passing, wait } from './row.ts'

/** What any call of Chat’s may meet. */
export const calls = {
  ACCOUNT_NOT_FOUND: caller(
    404,
    'The account, or this friend, does not exist',
    'Import the account into Chat first, or check the UserID.',
  ),
  ACCOUNT_RESTRICTED: operator(
    'Chat restricts this account',
    'See the upstream code in Chat’s error table and contact its support.',
  ),
  UNKNOWN_FIELD: caller(400, 'The app has no such field or attribute', 'Check the name, or have it added to the app.'),
  CONTENT_BLOCKED: caller(422, 'The content was blocked', 'Change the text or picture.'),
  REFUSED_BY_WEBHOOK: caller(
    409,
    'The app’s own webhook refused it',
    'Ask the owner of the webhook what its code means.',
  ),
  ANSWER_TOO_LARGE: caller(
    422,
    'The answer would be too large',
    'Ask for less at once: fewer items, fewer fields or smaller pages.',
  ),
  RATE_LIMITED: wait(429, 'Too many calls', 'Send it again after Retry-After.', 2),
  WRITE_CONFLICT: wait(
    409,
    'Somebody else was writing the same',
    'Send it again; put changes of one account or group into one request.',
  ),
  APP_MISMATCH: operator(
    'The account belongs to another app',
    'Check that `app` is the one the account was imported into.',
  ),
  ADMIN_REQUIRED: operator(
    'The configured account is no administrator of the app',
    'Set `adminUserId` in the app’s secret to an app administrator.',
  ),
  CREDENTIALS_REJECTED: operator(
    'Chat refuses the app’s credentials',
    'Put the app’s valid `sdkAppId`, `adminUserId` and `secretKey` into its secret; the change is picked up within seconds.',
  ),
  REGION_MISMATCH: operator(
    'The app does not live in the configured region',
    'Set `region` in the app’s secret to the data centre of the app.',
  ),
  IP_NOT_ALLOWED: operator(
    'Chat does not accept calls from this gateway’s address',
    'Tell Chat’s console the address that the gateway calls from: with the stage’s `network` setting that of its NAT gateway, an Elastic IP; without a network of your own no address stays (docs/deploy.md).',
  ),
  APP_UNAVAILABLE: operator(
    'The app is disabled or its plan has lapsed',
    'Renew or enable the app in the Chat console.',
  ),
  FEATURE_UNAVAILABLE: operator(
    'The app’s plan does not include this',
    'Enable the feature in the Chat console or change the plan.',
  ),
  FIELD_FORBIDDEN: operator('The app may not read or write this field', 'Allow it for this field in the Chat console.'),
  QUOTA_EXHAUSTED: operator('The app’s plan is used up', 'Change the plan or wait for the quota’s next period.'),
  UPSTREAM_INTERNAL: passing(502, 'Chat reported an internal error', 'Send it again.'),
  UPSTREAM_TIMEOUT: passing(504, 'Chat did not answer in time', 'Send it again.'),
  UPSTREAM_UNREACHABLE: passing(503, 'No answer of Chat’s came back', 'Send it again later.', 5),
  UPSTREAM_MALFORMED: passing(502, 'Chat’s answer could not be understood', 'Send it again.'),
  UPSTREAM_REJECTED: {
    kind: 'upstream',
    retryable: false,
    status: 502,
    title: 'Chat refused the call',
    cure: 'See the upstream code in Chat’s error table.',
  },
  UNEXPLAINED_FAILURE: passing(502, 'Chat says that this failed, and not why', 'Send it again.'),
} satisfies Record<string, CodeRow>
