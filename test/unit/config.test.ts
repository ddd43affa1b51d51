import { expect, test } from 'vitest'
import { readConfig, settings } from '../../lib/config.ts'

test('an empty environment gives every setting its default', () => {
  expect(readConfig({})).toEqual(
    Object.fromEntries(Object.entries(settings).map(([key, { fallback }]) => [key, fallback])),
  )
})

test('a variable that is set and empty counts as not set, as deploy tools leave it', () => {
  expect(readConfig({ SECRET_TTL_SECONDS: '' }).secretTtlSeconds).toBe(300)
})

test('every setting is read from its own variable', () => {
  const env = {
    CHAT_SECRET_PREFIX: 'team/chat',
    CHAT_DEFAULT_APP: 'main',
    ACCESS_POLICY: '[{"callers":["*"],"apps":["main"],"operations":["friends.*"]}]',
    SECRET_TTL_SECONDS: '1',
    USERSIG_TTL_SECONDS: '60',
    BASE_PATH: 'team/chat.v1',
    MAX_BODY_BYTES: '1000',
    MAX_CUSTOM_FIELDS: '50',
    UPSTREAM_ATTEMPTS: '2',
    UPSTREAM_TIMEOUT_MS: '4000',
    UPSTREAM_CALLS_PER_SECOND: '100',
    STATE_TABLE: 'chat-state',
    JOBS_TABLE: 'chat-jobs',
    JOBS_QUEUE_URL: 'https://sqs.example/1/jobs.fifo',
    DEAD_LETTER_QUEUE_URL: 'https://sqs.example/1/dead',
    EVENT_BUS: 'chat',
    JOB_ATTEMPTS: '3',
    JOB_RETRY_SECONDS: '0',
    JOBS_WAITING: '500',
    JOBS_WINDOW_BYTES: '5000',
    ERROR_DOCS_URL: 'https://docs.example.com/chat/error-codes.md',
    SERVICE_NAME: 'chat-gateway-prod',
    VERSION: '0.1.0+0123456789ab',
    METRICS_BY: 'service',
    LOG_LEVEL: 'WARN',
  }
  const read = [
    'team/chat',
    'main',
    [expect.anything()],
    1,
    60,
    'team/chat.v1',
    1000,
    50,
    2,
    4000,
    100,
    'chat-state',
    'chat-jobs',
    env.JOBS_QUEUE_URL,
  ]
  expect(Object.values(readConfig(env))).toEqual([
    ...read,
    env.DEAD_LETTER_QUEUE_URL,
    'chat',
    3,
    0,
    500,
    5000,
    env.ERROR_DOCS_URL,
    'chat-gateway-prod',
    env.VERSION,
    'service',
    'WARN',
  ])
})

test('all faults are told at once, each with its variable and what would do', () => {
  const env = {
    SECRET_TTL_SECONDS: '0',
    UPSTREAM_ATTEMPTS: 'many',
    CHAT_DEFAULT_APP: 'no spaces',
    CHAT_SECRET_PREFIX: 'x/',
  }
  expect(() => readConfig(env)).toThrow(
    /CHAT_SECRET_PREFIX.*CHAT_DEFAULT_APP.*SECRET_TTL_SECONDS.*1 to 86400.*UPSTREAM_ATTEMPTS.*"many"/,
  )
})

test.each(['/chat', 'chat/', 'a//b', 'chat v1', 'https://x/chat'])('%s is no base path', (text) => {
  expect(() => readConfig({ BASE_PATH: text })).toThrow('BASE_PATH must be a path without a slash at either end')
})

test.each(['https://docs.example.com', 'http://127.0.0.1:4000/_local/reference', 'http://localhost/codes'])(
  '%s may lead to the codes',
  (text) => {
    expect(readConfig({ ERROR_DOCS_URL: text }).errorDocsUrl).toBe(text)
  },
)

test.each([
  'docs/error-codes.md',
  'http://docs.example.com/codes',
  'http://127.0.0.1.example.com/codes',
  'https://user@docs.example.com/codes',
  'https://docs.example.com/codes?of=chat',
  'https://docs.example.com/codes#here',
  'https://docs.example.com/a b',
  'https://',
  'javascript:alert(1)',
])('%s leads nowhere, and is refused', (text) => {
  expect(() => readConfig({ ERROR_DOCS_URL: text })).toThrow('ERROR_DOCS_URL must be an https URL')
})
