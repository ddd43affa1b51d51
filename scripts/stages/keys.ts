import { arn, digits, type Key, listOf, mapOf, matching, oneOf, whole, yesOrNo } from './values.ts'

const ACCOUNT = '123456789012'
const key = arn('kms', /key\/[\w-]+/, `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234abcd-…, no alias`)
const principal = matching(
  /^arn:aws[\w-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/,
  `the ARN of a role, user or account, such as arn:aws:iam::${ACCOUNT}:role/crm, without wildcards`,
)
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const

const memory = (fallback: number) => ({ ...whole(128, 10_240), fallback: String(fallback) })
const none = { fallback: 'none' }
const off = { ...yesOrNo, fallback: 'false' }

/** Checks a row's words, and keeps the type of what it reads. */
const row = <T>(one: Key<T>) => one

/**
 * Every key of a stage's file but the functions' own settings, the four that say who and where, and the callers of other accounts, by its path there.
 * `docs/settings.md` is printed from these.
 */
export const stageKeys = {
  region: row({
    ...matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region of AWS such as eu-central-1'),
    fallback: '`AWS_REGION`, else ap-southeast-1',
    meaning: 'Where the stage stands. Near the Chat region the apps live in: each call to Chat crosses that distance',
  }),
  alarmTopic: row({
    takes: `none, or the ARN of an SNS topic such as arn:aws:sns:eu-central-1:${ACCOUNT}:alarms`,
    read: (value: unknown) => (value === 'none' ? '' : arn('sns', /[\w-]{1,256}/, '').read(value)),
    fallback: 'alarms only show; every stage but `dev` says',
    meaning: 'The topic that alarms tell, in the stage’s region',
  }),
  'alarms.ok': row({ ...yesOrNo, fallback: 'true', meaning: 'Whether the topic is told that an alarm is over, too' }),
  guardMinutes: row({
    ...whole(1, 180),
    ...none,
    meaning:
      'How long after a deployment CloudFormation goes on watching the alarms `server-errors`, `unexpected-errors` and `function-errors`: where one rings, it takes all of it back',
  }),
  'alarms.latencyMs': row({
    ...whole(100, 29_000),
    fallback: '10000',
    meaning: 'Above which time of one answer in a hundred the alarm `slow-answers` rings',
  }),
  'alarms.silenceMinutes': row({
    ...whole(5, 1440),
    ...none,
    meaning: 'How long no request at all may come before the alarm `silence` rings; a multiple of five',
  }),
  tags: row({
    ...mapOf(
      /^(?!aws:)[\w\s.:/=+@-]{1,128}$/,
      matching(/^[\w\s.:/=+@-]{0,256}$/, 'a text of at most 256 letters, digits, spaces or _.:/=+-@'),
      40,
      'at most 128 letters, digits, spaces or _.:/=+-@ and not begun with aws:',
    ),
    ...none,
    meaning: 'Tags of the stack, which CloudFormation puts on all of it that takes any',
  }),
  'network.subnets': row({
    ...listOf(matching(/^subnet-[\da-f]{8,17}$/, 'the id of a subnet such as subnet-0123456789abcdef0'), 16),
    ...none,
    meaning:
      'Subnets of a VPC that the functions stand in. They need a way out to Chat and AWS: a NAT gateway, whose Elastic IP is the address that Chat’s console is told',
  }),
  'network.securityGroups': row({
    ...listOf(matching(/^sg-[\da-f]{8,17}$/, 'the id of a security group such as sg-0123456789abcdef0'), 5),
    ...none,
    meaning: 'Their security groups, which let HTTPS out',
  }),
  permissionsBoundary: row({
    ...arn('iam', /policy\/[\w+=,.@/-]+/, `arn:aws:iam::${ACCOUNT}:policy/boundary`),
    ...none,
    meaning: 'The permissions boundary of every role in the stack',
  }),
  deploymentRole: row({
    ...arn('iam', /role\/[\w+=,.@/-]+/, `arn:aws:iam::${ACCOUNT}:role/cloudformation-chat-gateway-prod`),
    fallback: 'whoever deploys does it all',
    meaning:
      'The role that CloudFormation takes on to make and change the stack, so that whoever deploys need not be allowed all of that (docs/deploy.md#who-may-deploy)',
  }),
  'keys.secrets': row({
    ...key,
    ...none,
    meaning: 'The KMS key that the apps’ secrets are encrypted with, if it is one of your own',
  }),
  'keys.tables': row({
    ...key,
    ...none,
    meaning: 'The KMS key that both tables are encrypted with, in place of DynamoDB’s own',
  }),
  'keys.queues': row({
    ...key,
    ...none,
    meaning:
      'The KMS key that the queues are encrypted with, in place of SQS’s own. Its policy lets `events.amazonaws.com` use it',
  }),
  'keys.logs': row({
    ...key,
    ...none,
    meaning: 'The KMS key that the logs are encrypted with. Its policy lets `logs.{region}.amazonaws.com` use it',
  }),
  logRetentionDays: row({ ...oneOf(...DAYS), fallback: '30', meaning: 'How long logs are kept' }),
  tracing: row({ ...off, meaning: 'Whether X-Ray traces the functions' }),
  'functions.http.memory': row({
    ...memory(512),
    meaning: 'MB of memory of the function that answers HTTP; memory buys processor time',
  }),
  'functions.http.reserved': row({
    ...whole(1, 10_000),
    ...none,
    meaning: 'Concurrency that is kept for it, and that it can’t go beyond',
  }),
  'functions.http.provisioned': row({
    ...whole(1, 10_000),
    ...none,
    meaning: 'Instances that are always up, under the alias `provisioned`',
  }),
  'functions.http.gradual.traffic': row({
    ...oneOf('canary', 'linear'),
    ...none,
    meaning:
      'How a new version of it gets its requests: `canary` a tenth of them first, and all after `minutes`; `linear` a tenth more every so many minutes. The alarms of `guardMinutes` stop it',
  }),
  'functions.http.gradual.minutes': row({
    ...oneOf(1, 2, 3, 5, 10, 15, 30),
    ...none,
    meaning: 'For `canary` 5, 10, 15 or 30; for `linear` 1, 2, 3 or 10',
  }),
  'functions.events.memory': row({ ...memory(256), meaning: 'MB of memory of the function that takes events' }),
  'functions.events.reserved': row({
    ...whole(1, 10_000),
    ...none,
    meaning: 'Concurrency that is kept for it, and that it can’t go beyond',
  }),
  'functions.worker.memory': row({
    ...memory(512),
    meaning: 'MB of memory of the worker; `settings.jobsWindowBytes` grows with it',
  }),
  'functions.worker.reserved': row({
    ...whole(10, 10_000),
    ...none,
    meaning: 'Concurrency that is kept for it; the queue begins ten workers at once',
  }),
  'domain.name': row({
    ...matching(
      /^(?=.{4,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/,
      'a domain’s name such as api.example.com',
    ),
    ...none,
    meaning: 'A custom domain of the API',
  }),
  'domain.certificate': row({
    ...arn('acm', /certificate\/[\w-]+/, `arn:aws:acm:eu-central-1:${ACCOUNT}:certificate/1234abcd-…`),
    ...none,
    meaning: 'Its certificate, in the stage’s region',
  }),
  'domain.zone': row({
    ...matching(/^Z[A-Z\d]{5,31}$/, 'the id of a hosted zone of Route 53 such as Z0123456789ABCDEFGHIJ'),
    fallback: 'you write the records yourself',
    meaning: 'The hosted zone that gets its records',
  }),
  'domain.basePath': row({
    ...matching(
      /^[\w$.+!*'()~-]+(\/[\w$.+!*'()~-]+)*$/,
      'a path without a slash at either end, such as chat or team/chat',
    ),
    ...none,
    meaning: 'The base path that the API is mapped under: chat for https://api.example.com/chat/v1/…',
  }),
  executeApi: row({
    ...yesOrNo,
    fallback: 'true',
    meaning: 'Whether the API answers at its execute-api address as well; false needs a `domain`',
  }),
  'throttle.rate': row({
    ...whole(1, 100_000),
    fallback: 'the account’s',
    meaning: 'Requests a second that the API lets in; beyond that it answers 429 itself',
  }),
  'throttle.burst': row({
    ...whole(1, 100_000),
    fallback: 'the account’s',
    meaning: 'Requests that it lets in at once',
  }),
  'throttle.health.rate': row({
    ...whole(1, 10_000),
    fallback: 'the stage’s',
    meaning: 'The same of `GET /v1/health`, which then has a route of its own',
  }),
  'throttle.health.burst': row({
    ...whole(1, 10_000),
    fallback: 'the stage’s',
    meaning: 'The same of `GET /v1/health`',
  }),
  accessLog: row({
    ...off,
    meaning: 'Whether the API writes a line a request into a log group of its own, without query strings',
  }),
  detailedMetrics: row({ ...off, meaning: 'Whether API Gateway counts by route as well, which costs' }),
  deletionProtection: row({
    ...yesOrNo,
    fallback: 'true, in `dev` false',
    meaning: 'Whether the table of jobs is protected against deletion',
  }),
  retain: row({
    ...yesOrNo,
    fallback: 'true, in `dev` false',
    meaning:
      'Whether the table of jobs and the queues of dead letters stay when the stack goes (docs/deploy.md says how to take them up again)',
  }),
  jobsTable: row({
    ...matching(/^[\w.-]{3,255}$/, 'the name of a table such as chat-gateway-prod-jobs-restored'),
    fallback: 'the stack’s own',
    meaning:
      'A table of jobs that was restored from a backup, for the functions to work with in place of the stack’s own (docs/deploy.md#restore-the-jobs)',
  }),
  'archive.days': row({
    ...whole(1, 3650),
    ...none,
    meaning: 'How long an archive of the bus keeps result events, to be replayed',
  }),
  busAccounts: row({
    ...listOf(digits(12, 'the twelve digits of an AWS account'), 20),
    ...none,
    meaning:
      'Other accounts whose principals may put events on the bus; `eventSources` says which of them speaks for what',
  }),
  busOrganization: row({
    ...matching(/^o-[a-z\d]{10,32}$/, 'the id of an organization such as o-a1b2c3d4e5'),
    ...none,
    meaning: 'The organization whose accounts may put events on the bus, behind the same',
  }),
  callers: row({
    ...mapOf(/^[\w-]{1,30}$/, listOf(principal, 20), 20, '1 to 30 letters, digits, _ or -'),
    ...none,
    meaning:
      'Roles for callers of other accounts, by the last part of their names: `{stack}-caller-{name}`, with the principals that may assume each',
  }),
} as const

type Read<K> = K extends Key<infer T> ? T : never

/** What a file says, by path; what it leaves out is not there. */
export type Said = { readonly [K in keyof typeof stageKeys]?: Read<(typeof stageKeys)[K]> }
