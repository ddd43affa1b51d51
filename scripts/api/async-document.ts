import { readFileSync } from 'node:fs'
import path from 'node:path'
import { typeName } from './answers.ts'
import type { Json } from './components.ts'
import { exampleRequest, JOB_ID, REQUEST_ID } from './examples.ts'
import { familyOf } from './operations.ts'
import { rows } from './rows.ts'

const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8'))

const DESCRIPTION =
  'What comes and goes without HTTP. An event on the gateway’s bus, or a constant input of a rule, becomes a job; what became of it goes ' +
  'out on the same bus, and what can’t be done rests in a queue of dead letters. A result may come twice, never not; jobs of one account ' +
  'are done in the order in which they were accepted. The schemas stand in events.json beside this document.'

const STAGE = { stage: { description: 'The stage of the deployment.', default: 'dev' } }
const REGION = { region: { description: 'Where the gateway is deployed.', default: 'ap-southeast-1' } }

/** Services of AWS by which messages come and go. */
const serverOf = (service: string, protocol: string, description: string): Json => ({
  host: `${service}.{region}.amazonaws.com`,
  protocol,
  description,
  variables: REGION,
})

const servers = {
  bus: serverOf('events', 'eventbridge', 'Amazon EventBridge'),
  functions: serverOf('lambda', 'lambda', 'AWS Lambda, which a rule or a schedule gives its constant input'),
  queues: serverOf('sqs', 'sqs', 'Amazon SQS'),
}

/** The AsyncAPI document of all that comes and goes without HTTP: who sends what where. Its schemas are those of events.json. */
export function asyncDocument(): Json {
  const channels = {
    bus: channelOf('bus', 'chat-gateway-{stage}', 'The gateway’s own bus.', {
      ...messagesOf('Event', ({ name }) => `chat.${name}`, eventExample),
      Result: RESULT,
    }),
    input: channelOf(
      'functions',
      'chat-gateway-{stage}-events',
      'The function that a rule or a schedule has as its target.',
      messagesOf('Input', ({ name }) => name, inputExample),
    ),
    deadEvents: channelOf('queues', 'chat-gateway-{stage}-dead-events', 'Events that were refused.', {
      Letter: LETTER,
    }),
    deadJobs: channelOf('queues', 'chat-gateway-{stage}-dead-jobs.fifo', 'Jobs of which nothing was done.', {
      Letter: LETTER,
    }),
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Events, results and dead letters of the Chat gateway',
      version,
      description: DESCRIPTION,
      license: { name: 'UNLICENSED' },
    },
    defaultContentType: 'application/json',
    servers,
    channels,
    operations: {
      takeEvents: use('receive', 'bus', 'Events ask for work: each becomes a job.', eventNames('Event')),
      takeInputs: use('receive', 'input', 'Constant inputs ask for work as events do.', eventNames('Input')),
      tellResults: use('send', 'bus', 'What became of the work that was queued, whoever asked for it.', ['Result']),
      putAwayEvents: use('send', 'deadEvents', 'An event that is wrong would be as wrong a second time.', ['Letter']),
      putAwayJobs: use('send', 'deadJobs', 'A job that ended without having been done.', ['Letter']),
    },
  }
}

type Row = (typeof rows)[number]

const channelOf = (server: keyof typeof servers, address: string, description: string, messages: Json): Json => ({
  address,
  description,
  servers: [{ $ref: `#/servers/${server}` }],
  parameters: STAGE,
  messages,
})

const use = (action: 'send' | 'receive', channel: string, summary: string, messages: readonly string[]): Json => ({
  action,
  channel: { $ref: `#/channels/${channel}` },
  summary,
  messages: messages.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` })),
})

/** Dialect and place of a payload's schema. It says nothing that drafts differ in. */
const payloadOf = (name: string): Json => ({
  schemaFormat: 'application/schema+json;version=draft-07',
  schema: { $ref: `./events.json#/$defs/${name}` },
})

const eventNames = (kind: string): string[] => rows.map(({ name }) => `${typeName(name)}${kind}`)

/** The messages that ask for each operation. */
const messagesOf = (kind: string, nameOf: (row: Row) => string, exampleOf: (row: Row) => Json): Json =>
  Object.fromEntries(
    rows.map((row) => [
      `${typeName(row.name)}${kind}`,
      {
        name: nameOf(row),
        title: `${row.summary}`,
        tags: [{ name: familyOf(row.name) }],
        payload: payloadOf(`${typeName(row.name)}${kind}`),
        examples: [{ summary: 'On the data of `npm start`', payload: exampleOf(row) }],
      },
    ]),
  )

const eventExample = ({ name }: Row): Json => ({
  source: 'crm',
  'detail-type': `chat.${name}`,
  detail: exampleRequest(name),
})

const inputExample = ({ name }: Row): Json => ({ operation: name, body: exampleRequest(name) })

const RESULT = {
  name: 'chat.{operation}.completed, chat.{operation}.failed',
  title: 'What became of the work',
  payload: payloadOf('Result'),
  examples: [
    {
      summary: 'It is done',
      payload: {
        source: 'chat-gateway',
        'detail-type': 'chat.friends.update.completed',
        detail: {
          jobId: JOB_ID,
          job: `/v1/jobs/${JOB_ID}`,
          operation: 'friends.update',
          app: 'default',
          answer: {
            status: 200,
            body: {
              outcome: 'ok',
              requestId: REQUEST_ID,
              counts: { ok: 1, failed: 0, unknown: 0 },
              results: [{ userId: 'bob', status: 'ok' }],
            },
          },
        },
      },
    },
  ],
}

const LETTER = {
  name: 'letter',
  title: 'Why it is not done, and what it was',
  payload: payloadOf('Letter'),
  examples: [
    {
      summary: 'A job that was refused',
      payload: { reason: 'FRIEND_LIST_LIMIT', operation: 'friends.update', app: 'default', jobId: JOB_ID, order: 1 },
    },
  ],
}
