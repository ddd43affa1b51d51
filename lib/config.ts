import { type AccessPolicy, PolicyFault, readPolicy } from './access.ts'
import { insteadOf } from './refused-value.ts'
import { Fault, matching, oneOf, setting, url, whole } from './setting.ts'
import { type LogLevel, logLevels, type MetricsBy } from './telemetry/log.ts'

function policy(text: string): AccessPolicy | Fault {
  try {
    return readPolicy(text)
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error
    const grant = '{"callers":[…],"apps":[…],"operations":[…]}'
    return new Fault(
      `a JSON list of grants ${grant}, in whose texts "*" stands for any run of characters, or the word open`,
      `; ${error.message}`,
    )
  }
}

/** What a deployment can set. `docs/settings.md` is printed from these. */
export const settings = {
  secretPrefix: setting({
    name: 'CHAT_SECRET_PREFIX',
    fallback: 'chat-gateway',
    meaning: 'Secrets are named `{prefix}/{app}`',
    // A secret's name has 512 characters at most, an app's 64.
    read: matching(
      /^(?=.{1,447}$)[\w+=.@-]+(\/[\w+=.@-]+)*$/,
      'a secret name of at most 447 characters, without a slash at either end',
    ),
  }),
  defaultApp: setting({
    name: 'CHAT_DEFAULT_APP',
    fallback: 'default',
    meaning: 'The app of a body without `app`',
    read: matching(/^[A-Za-z0-9_-]{1,64}$/, 'an app name of 1 to 64 letters, digits, "_" or "-"'),
  }),
  accessPolicy: setting<AccessPolicy>({
    name: 'ACCESS_POLICY',
    fallback: [],
    meaning:
      'Who may call which operations of which apps, everybody else nothing (docs/security.md). Where it is `open`, whoever gets in may ' +
      'call all; where it is empty, all but what is granted by its own name. Lambda takes 4 kB of variables in all, which packaging checks: grant by wildcards',
    read: policy,
  }),
  secretTtlSeconds: setting({
    name: 'SECRET_TTL_SECONDS',
    fallback: 300,
    meaning: 'Age at which a cached secret is read again',
    read: whole(1, 86_400),
  }),
  userSigTtlSeconds: setting({
    name: 'USERSIG_TTL_SECONDS',
    fallback: 86_400,
    meaning: 'Validity of a UserSig; renewed at half of it',
    read: whole(60, 15_552_000),
  }),
  basePath: setting({
    name: 'BASE_PATH',
    fallback: '',
    meaning:
      'Base path under which a custom domain is mapped to the API, such as `chat` for `https://api.example.com/chat/v1/…`; none where it is empty. At the API’s own address paths begin with `/v1`, or with the stage',
    read: matching(
      /^[\w$.+!*'()~-]+(\/[\w$.+!*'()~-]+)*$/,
      'a path without a slash at either end, such as chat or team/chat',
    ),
  }),
  maxBodyBytes: setting({
    name: 'MAX_BODY_BYTES',
    fallback: 2_097_152,
    meaning: 'Largest decoded request body',
    read: whole(1, 6_291_456),
  }),
  maxCustomFields: setting({
    name: 'MAX_CUSTOM_FIELDS',
    fallback: 20,
    meaning: 'Most custom fields of one item or profile, as many as Chat has for an app',
    read: whole(1, 1000),
  }),
  attempts: setting({
    name: 'UPSTREAM_ATTEMPTS',
    fallback: 4,
    meaning: 'Most attempts of one upstream call',
    read: whole(1, 10),
  }),
  attemptTimeoutMs: setting({
    name: 'UPSTREAM_TIMEOUT_MS',
    fallback: 5000,
    meaning: 'Longest wait for one attempt; Chat itself gives up after 3 s',
    read: whole(100, 28_000),
  }),
  callsPerSecond: setting({
    name: 'UPSTREAM_CALLS_PER_SECOND',
    fallback: 200,
    meaning: 'Quota of one app and command, where Chat takes no fewer; halved for 2 s after Chat says it is exceeded',
    read: whole(1, 100_000),
  }),
  stateTable: setting({
    name: 'STATE_TABLE',
    fallback: '',
    meaning:
      'DynamoDB table that all instances share: quota, leases of accounts, idempotency keys; none where it is empty',
    read: matching(/^[\w.-]{3,255}$/, 'the name of a table'),
  }),
  jobsTable: setting({
    name: 'JOBS_TABLE',
    fallback: '',
    meaning: 'DynamoDB table of the jobs, for work that is queued; none where it is empty',
    read: matching(/^[\w.-]{3,255}$/, 'the name of a table'),
  }),
  jobsQueueUrl: setting({
    name: 'JOBS_QUEUE_URL',
    fallback: '',
    meaning: 'SQS FIFO queue that rings for the worker; none where it is empty',
    read: url('the URL of a queue'),
  }),
  deadLetterQueueUrl: setting({
    name: 'DEAD_LETTER_QUEUE_URL',
    fallback: '',
    meaning: 'SQS queue in which the function puts away what can’t be done; none where it is empty',
    read: url('the URL of a queue'),
  }),
  eventBus: setting({
    name: 'EVENT_BUS',
    fallback: '',
    meaning: 'EventBridge bus that results go out on; none where it is empty',
    read: matching(/^[\w./-]{1,256}$/, 'the name of an event bus'),
  }),
  jobAttempts: setting({
    name: 'JOB_ATTEMPTS',
    fallback: 8,
    meaning: 'Most attempts of a job before it is put away as a dead letter; each has UPSTREAM_ATTEMPTS of its own',
    read: whole(1, 50),
  }),
  jobRetrySeconds: setting({
    name: 'JOB_RETRY_SECONDS',
    fallback: 5,
    meaning: 'Wait before a job’s second attempt; doubles with each further one, up to 15 minutes',
    read: whole(0, 900),
  }),
  jobsWaiting: setting({
    name: 'JOBS_WAITING',
    fallback: 100_000,
    meaning:
      'About how many jobs may wait, of all callers together; nobody may have more waiting than there is room left, so one caller alone ' +
      'half of them. SQS looks at the first 120,000 messages only',
    read: whole(100, 110_000),
  }),
  windowBytes: setting({
    name: 'JOBS_WINDOW_BYTES',
    fallback: 12_000_000,
    meaning:
      'What the jobs weigh at most that a worker works on at once (bytes of JSON, and 300 for each item); the default is for 512 MB',
    read: whole(1000, 1_000_000_000),
  }),
  errorDocsUrl: setting({
    name: 'ERROR_DOCS_URL',
    fallback: '',
    meaning:
      'Address of a page that tells of every code, such as docs/error-codes.md where your callers can read it: a problem’s `docs` is this, ' +
      'and the code behind a `#`. Left out of problems where it is empty; `npm start` takes a page of its own',
    // Nobody is sent by us over a line that can be tampered with; this machine's own page needs none.
    read: url(
      'an https URL without user, query and fragment, or http of this machine',
      /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[^\s?#@]+$/,
    ),
  }),
  service: setting({
    name: 'SERVICE_NAME',
    fallback: 'chat-gateway',
    meaning: 'What log lines and metrics call this stack; each stage has a name of its own',
    read: matching(/^[\w.-]{1,128}$/, 'a name of 1 to 128 letters, digits, ".", "_" or "-"'),
  }),
  version: setting({
    name: 'VERSION',
    fallback: '0.0.0+unknown',
    meaning:
      'What is deployed: the package’s version, and behind a `+` the commit it was built from, which ends in `-dirty` where the files differed from it',
    read: matching(/^[\w.-]{1,64}\+[\w-]{1,64}$/, 'a version and a commit such as 0.1.0+0123456789ab'),
  }),
  metricsBy: setting<MetricsBy>({
    name: 'METRICS_BY',
    fallback: 'operation',
    meaning:
      'What CloudWatch keeps metrics by: `operation` by operation and app beside the whole service, `service` by that alone, which is the ' +
      'least there is to pay for; log lines hold all figures either way',
    read: oneOf('operation', 'service'),
  }),
  logLevel: setting<LogLevel>({
    name: 'LOG_LEVEL',
    fallback: 'INFO',
    meaning:
      'The least that is logged: DEBUG (every upstream call), INFO (every request), WARN or ERROR; lines with metrics always are',
    read: oneOf(...logLevels),
  }),
} as const

export type Config = { readonly [K in keyof typeof settings]: (typeof settings)[K]['fallback'] }

/**
 * Reads every setting once.
 * @throws Error naming each variable whose text cannot be used, and what would do
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = []
  const values = Object.entries(settings).map(([key, { name, fallback, read }]) => {
    const text = env[name]
    const value = text === undefined || text === '' ? fallback : read(text)
    if (value instanceof Fault)
      faults.push(`${name} must be ${value.expected}${value.found ?? `, ${insteadOf(`"${text}"`)}`}`)
    return [key, value]
  })
  if (faults.length > 0) throw new Error(`bad settings: ${faults.join('; ')}`)
  return Object.fromEntries(values) as Config
}
