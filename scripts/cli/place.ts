import { Option } from 'commander'
import type { GlobalOptions } from '../../client/src/cli/command.ts'
import { Mistake } from '../../client/src/cli/exit-codes.ts'
import { endpointFault, environmentFor, regionFault } from '../redrive/places.ts'
import { ownJobsTable, type Stage, StageFault } from '../stages/stage.ts'
import { lackOfFile, stageIfAny } from '../stages/stage-if-any.ts'

export interface WhereOptions extends GlobalOptions {
  readonly stage?: string
  readonly local?: true
}

/** A deployment, and what its things are called there; undefined for what nobody has named. */
export interface Place {
  /** In words: `stage prod`, `npm start`. */
  readonly name: string
  readonly isLocal: boolean
  /** As its file describes it, where this checkout has one. */
  readonly stage: Stage | undefined
  /** That there is no such file for a stage that was named, and which was probably meant. */
  readonly lack: string | undefined
  /** How `npm run redrive` is told of it. */
  readonly flags: string
  readonly secretPrefix: string
  readonly stateTable: string | undefined
  readonly jobsTable: string | undefined
  /** Name or URL. */
  readonly jobsQueue: string | undefined
  readonly deadLetters: readonly string[]
  readonly bus: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

export const whereOptions = (): readonly Option[] => [
  new Option(
    '--stage <name>',
    'the stage of the deployment; or instead of it CHAT_SECRET_PREFIX, … in the environment',
  ).argParser(stageOf),
  new Option('--local', 'what npm start has brought up on this machine'),
]

/** As serverless.yml has it. */
const SERVICE = 'chat-gateway'
const LOCAL_STAGE = 'dev'

/**
 * Finds out which deployment is meant, and tells the SDK of it: lib's clients take region, profile and endpoints from the environment.
 * @throws Mistake where nothing names one
 */
export function enterPlace(options: WhereOptions, env: Environment = process.env): Place {
  const { local = false, region, profile, stage } = options
  if (local && region !== undefined)
    throw new Mistake('--region is for AWS, --local for this machine: leave one of them out.')
  const fault = endpointFault(env)
  if (fault) throw new Mistake(fault)
  const file = stage === undefined ? undefined : fileOf(stage, env)
  const said = local ? undefined : file?.said.region
  const elsewhere = file && !local ? regionFault(region, file) : undefined
  if (elsewhere) throw new Mistake(elsewhere)
  const place = placeOf({ stage: local ? (stage ?? LOCAL_STAGE) : stage, local, file }, env)
  const ports = { queues: undefined, tables: undefined, lambda: undefined }
  const settings = {
    ...environmentFor({ region: region ?? said, local: local ? ports : undefined }, env),
    ...(local ? standIns(env) : {}),
  }
  if (profile !== undefined && !local) set({ AWS_PROFILE: profile })
  set(settings)
  return place
}

/** Of those that a redrive has no use for. */
const standIns = (env: Environment): Environment => ({
  AWS_ENDPOINT_URL_SECRETS_MANAGER: env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? 'http://127.0.0.1:4020',
  AWS_ENDPOINT_URL_EVENTBRIDGE: env.AWS_ENDPOINT_URL_EVENTBRIDGE ?? 'http://127.0.0.1:4050',
})

function set(settings: Environment): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

/** @throws Mistake for a file that can't be used */
function fileOf(stage: string, env: Environment): Stage | undefined {
  try {
    return stageIfAny(stage, process.cwd(), env)
  } catch (error) {
    throw error instanceof StageFault ? new Mistake(error.message) : error
  }
}

interface Asked {
  readonly stage: string | undefined
  readonly local: boolean
  readonly file: Stage | undefined
}

function placeOf({ stage, local, file }: Asked, env: Environment): Place {
  const { CHAT_SECRET_PREFIX: prefix } = env
  if (stage !== undefined) {
    const service = `${SERVICE}-${stage}`
    return {
      name: local ? 'npm start' : `stage ${stage}`,
      isLocal: local,
      flags: local ? '--local' : `--stage ${stage}`,
      stage: file,
      lack: local ? undefined : lackOfFile(stage, process.cwd()),
      secretPrefix: file?.variables.CHAT_SECRET_PREFIX ?? (prefix || service),
      stateTable: `${service}-state`,
      jobsTable: (local ? undefined : file?.said.jobsTable) ?? ownJobsTable(stage),
      jobsQueue: `${service}-jobs.fifo`,
      deadLetters: [`${service}-dead-jobs.fifo`, `${service}-dead-events`],
      bus: service,
    }
  }
  if (!prefix) {
    throw new Mistake(
      'Say which gateway: --stage NAME for a deployment, --local for npm start, or set CHAT_SECRET_PREFIX.',
    )
  }
  return {
    name: 'the gateway that the environment names',
    isLocal: false,
    flags: '',
    stage: undefined,
    lack: undefined,
    secretPrefix: prefix,
    stateTable: env.STATE_TABLE || undefined,
    jobsTable: env.JOBS_TABLE || undefined,
    jobsQueue: env.JOBS_QUEUE_URL || undefined,
    deadLetters: [env.JOBS_DEAD_LETTER_QUEUE_URL, env.EVENTS_DEAD_LETTER_QUEUE_URL].filter((url) => url !== undefined),
    bus: env.EVENT_BUS || undefined,
  }
}

function stageOf(text: string): string {
  if (/^[A-Za-z0-9-]{1,40}$/.test(text)) return text
  throw new Mistake(`--stage must be the name of a stage, such as dev, not "${text}".`)
}

/** What mends that no region is known. */
export const regionCure = (lack: string | undefined): string =>
  `${lack === undefined ? '' : `${lack} `}Give --region, or set AWS_REGION.`

/** The app that is meant: a name of 1 to 64 letters, digits, "_" or "-". */
export const appOption = (): Option =>
  new Option('--app <name>', 'the app').default('default').argParser((text: string) => {
    if (/^[\w-]{1,64}$/.test(text)) return text
    throw new Mistake(`--app must be the name of an app, such as default, not "${text}".`)
  })
