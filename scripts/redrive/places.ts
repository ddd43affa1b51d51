import path from 'node:path'
import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { settings } from '../../lib/config.ts'
import { ownJobsTable, type Stage, StageFault } from '../stages/stage.ts'
import { lackOfFile, stageIfAny } from '../stages/stage-if-any.ts'
import { type Flags, type LocalPorts, type QueueKind, UsageError } from './flags.ts'

const root = path.join(import.meta.dirname, '../..')

/** Where all is that a redrive needs. */
export interface Places {
  /** Of the dead-letter queues that are asked for. */
  readonly letters: ReadonlyMap<QueueKind, string>
  readonly jobsTable: string
  readonly jobsQueue: string
  readonly eventsFunction: string
  readonly defaultApp: string
  /** How long a queue is asked for more before it counts as empty. */
  readonly waitSeconds: number
}

type Environment = Readonly<Record<string, string | undefined>>

/** As serverless.yml has them. */
const SERVICE = 'chat-gateway'
const DEFAULT_STAGE = 'dev'
/** SQS asks all its servers only where it is given time to. */
const WAIT_SECONDS = 1

/** What the AWS SDK is to find in the environment: the region asked for, or the stand-ins of `npm start` and what they are signed with. */
export function environmentFor({ local, region }: Pick<Flags, 'local' | 'region'>, env: Environment): Environment {
  if (!local) return region === undefined ? {} : { AWS_REGION: region }
  return {
    ...endpointsOf(local, env),
    // As the stand-ins have them (local/aws/account.ts): what is meant for them must never be signed for AWS.
    AWS_REGION: 'local-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  }
}

type Named = Pick<Flags, 'stage' | 'local'>

/** That a stage has no file here: it is probably misspelt. */
export const lackOfStage = ({ stage, local }: Named, folder = root): string | undefined =>
  stage === undefined || local ? undefined : lackOfFile(stage, folder)

/** A stage of AWS's as its file describes it, where this checkout has one. @throws UsageError */
export function stageFileOf({ stage, local }: Named, folder = root): Stage | undefined {
  if (stage === undefined || local) return undefined
  try {
    return stageIfAny(stage, folder, {})
  } catch (error) {
    throw error instanceof StageFault ? new UsageError(error.message) : error
  }
}

/** That a region is asked for which is not the stage's. */
export const regionFault = (
  asked: string | undefined,
  { name, said }: Pick<Stage, 'name' | 'said'>,
): string | undefined =>
  asked === undefined || said.region === undefined || asked === said.region
    ? undefined
    : `--region ${asked} is not the region of stages/${name}.yml, which says ${said.region}: leave it out.`

/** What the SDK would break at: an endpoint in the environment that is no URL. It may have a password in it, and is not told. */
export function endpointFault(env: Environment): string | undefined {
  const isBad = ([name, value]: readonly [string, string | undefined]) =>
    /^AWS_ENDPOINT_URL/.test(name) && value && !/^https?:$/.test(URL.parse(value)?.protocol ?? '')
  const [bad] = Object.entries(env).find(isBad) ?? []
  return bad && `${bad} is no URL: it begins with http:// or https://, or is not set.`
}

function endpointsOf({ queues, tables, lambda }: LocalPorts, env: Environment): Environment {
  const endpoint = (name: string, asked: number | undefined, usual: number) => {
    const known = asked === undefined ? env[name] : undefined
    return { [name]: known ?? `http://127.0.0.1:${asked ?? usual}` }
  }
  return {
    ...endpoint('AWS_ENDPOINT_URL_SQS', queues, 4040),
    ...endpoint('AWS_ENDPOINT_URL_DYNAMODB', tables, 4030),
    ...endpoint('AWS_ENDPOINT_URL_LAMBDA', lambda, 4060),
  }
}

/** Finds the queues, by their stage's names or by what the environment says. @throws UsageError, or the SDK's errors */
export async function findPlaces(
  flags: Flags,
  file: Stage | undefined,
  env: Environment,
  client: SQSClient,
): Promise<Places> {
  const { stage, local, queues } = flags
  const { name, fallback } = settings.defaultApp
  const defaultApp = file?.variables[name] ?? (env[name] || fallback)
  const more = { defaultApp, waitSeconds: local ? 0 : WAIT_SECONDS }
  if (stage === undefined && !local) return { ...fromEnvironment(queues, env), ...more }
  const prefix = `${SERVICE}-${stage ?? DEFAULT_STAGE}`
  const names = { jobs: `${prefix}-dead-jobs.fifo`, events: `${prefix}-dead-events` }
  const letters = new Map<QueueKind, string>()
  for (const kind of queues) letters.set(kind, await urlOf(names[kind], client))
  const jobsQueue = queues.includes('jobs') ? await urlOf(`${prefix}-jobs.fifo`, client) : ''
  return {
    letters,
    jobsTable: file?.said.jobsTable ?? ownJobsTable(stage ?? DEFAULT_STAGE),
    jobsQueue,
    eventsFunction: `${prefix}-events`,
    ...more,
  }
}

async function urlOf(name: string, client: SQSClient): Promise<string> {
  const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: name }))
  return QueueUrl
}

const VARIABLES = {
  jobs: ['JOBS_DEAD_LETTER_QUEUE_URL', 'JOBS_TABLE', 'JOBS_QUEUE_URL'],
  events: ['EVENTS_DEAD_LETTER_QUEUE_URL', 'JOBS_TABLE', 'EVENTS_FUNCTION'],
} as const

function fromEnvironment(queues: readonly QueueKind[], env: Environment) {
  const missing = new Set(queues.flatMap((kind) => VARIABLES[kind]).filter((name) => !env[name]))
  if (missing.size > 0) {
    throw new UsageError(
      'Say where the letters are: --stage NAME for a deployment, --local for what npm start has brought up, ' +
        `or set ${[...missing].join(', ')}.`,
    )
  }
  const letters = new Map(queues.map((kind) => [kind, env[VARIABLES[kind][0]] ?? ''] as const))
  const { JOBS_TABLE = '', JOBS_QUEUE_URL = '', EVENTS_FUNCTION = '' } = env
  return { letters, jobsTable: JOBS_TABLE, jobsQueue: JOBS_QUEUE_URL, eventsFunction: EVENTS_FUNCTION }
}
