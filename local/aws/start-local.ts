import path from 'node:path'
import type { AppSecret, Chat } from '../chat/index.ts'
import { readBuses, readRules } from './bus/rules.ts'
import { type Bus, startBus } from './bus/server.ts'
import { startEmulator } from './emulator.ts'
import { startHttpApi } from './http-api/server.ts'
import { connectFunctions } from './lambda/connect.ts'
import { InvocationError } from './lambda/invocation-error.ts'
import { type InvokeServer, startInvokeServer } from './lambda/invoke-server.ts'
import { Pool } from './lambda/pool.ts'
import { type FunctionSettings, readFunctions } from './lambda/settings.ts'
import { Metrics } from './metrics.ts'
import type { EngineName, LocalOptions } from './options.ts'
import { type Queues, queueUrl, readQueues, startQueues } from './queues.ts'
import { REFERENCE, reference } from './reference.ts'
import { readReferences } from './references.ts'
import { RequestLog } from './request-log.ts'
import { reset } from './reset.ts'
import { type Secrets, startSecrets } from './secrets.ts'
import { readSenderIds } from './senders.ts'
import { StartError } from './start-error.ts'
import { readTables, startTables, type Tables } from './tables.ts'
import { Template } from './template.ts'
import { localUnlessSaid, stageToStart } from './unless-said.ts'

export interface Local {
  url: string
  chat: Chat
  secrets: Secrets
  tables: Tables | undefined
  /** Where serverless.yml describes some. */
  queues: Queues | undefined
  bus: Bus | undefined
  /** By their keys in serverless.yml. */
  functions: Record<string, Pool>
  lambda: InvokeServer
  /** The name of an app's secret. */
  secretName(app: string): string
  /** Stops everything; no process is left. */
  close(): Promise<void>
}

type Closer = () => Promise<unknown>

/** Where the functions find what stands in for AWS. */
type Urls = Readonly<Partial<Record<EngineName, string>>>

const SERVERLESS_YML = path.join(import.meta.dirname, '../../serverless.yml')

/** A minute and two on AWS, which nobody would sit through here. */
const RETRY_DELAYS_MS = [1000, 2000]

/**
 * Brings up emulator, secrets, tables, queues, event bus and gateway, on the bundles as last built. All of it runs on loopback.
 * Rejects with a StartError (after stopping what was up already) for a taken port, bad settings or a bundle that can't be loaded.
 */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const closers: Closer[] = []
  const close = async () => {
    await Promise.all(closers.splice(0).map((closer) => closer()))
  }
  try {
    return { ...(await startAll(options, closers)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function startAll(options: LocalOptions, closers: Closer[]): Promise<Omit<Local, 'close'>> {
  const { serverless = SERVERLESS_YML, env = process.env, port, allowHosts } = options
  const template = new Template(serverless, localUnlessSaid(env, port), stageToStart(options, serverless))
  const log = new RequestLog(options.log ?? (() => undefined), options.verbose ?? false, options.paint)
  const secrets = await startSecrets({ port: options.secretsPort ?? 0, allowHosts, secrets: {} })
  closers.push(secrets.close)
  const engines = await startEngines(template, options, log, closers)
  const functions = functionsOf(template, options, await urlsOf({ secrets, ...engines }, options))
  const secretName = (app: string) => `${functions[0]?.environment.CHAT_SECRET_PREFIX}/${app}`
  const { secretOf = (secret: AppSecret) => secret } = options
  const publishSecret = (app: string, secret: AppSecret | undefined) =>
    secret ? secrets.put(secretName(app), secretOf(secret)) : secrets.remove(secretName(app))
  const chat = await startEmulator(options, log.emulator, publishSecret)
  closers.push(chat.close)
  for (const [app, secret] of Object.entries(chat.secrets())) publishSecret(app, secret)
  const metrics = new Metrics()
  const keyOf = ({ name }: FunctionSettings) => name.slice(template.prefix.length + 1)
  const made = functions.map((settings) => poolOf(settings, keyOf(settings), options, metrics, log))
  const pools = await startPools(made, options, closers)
  const { arrived, handled } = log
  const { retryDelaysMs = RETRY_DELAYS_MS } = options
  const connected = connectFunctions({ pools, ...engines, retryDelaysMs, log })
  closers.push(connected.close)
  const gateway = { pools, chat, ...engines, drop: connected.drop }
  const own = {
    'GET /_local/metrics': metrics.totals,
    'POST /_local/reset': () => reset(gateway),
    [`GET ${REFERENCE}`]: reference,
  }
  const api = await startHttpApi({ port: options.port ?? 0, allowHosts, integrations: pools, own, arrived, handled })
  closers.push(api.close)
  const lambda = await startInvokeServer({ port: options.lambdaPort ?? 0, allowHosts, functions: connected.functions })
  closers.push(lambda.close)
  const keyed = pools.map((pool) => [keyOf(pool.settings), pool])
  return { url: api.url, chat, secrets, ...engines, lambda, functions: Object.fromEntries(keyed), secretName }
}

function poolOf(
  settings: FunctionSettings,
  key: string,
  options: LocalOptions,
  metrics: Metrics,
  log: RequestLog,
): Pool {
  const written = (line: string) => {
    metrics.read(line)
    options.wrote?.(line)
    log.function(line)
  }
  const failed = (error: InvocationError) => options.failed?.(key, error)
  return new Pool({ settings, instances: options.instances ?? 10, log: written, failed })
}

/** Jobs stand in a table, so that without tables events would lead nowhere. */
const hasEvents = ({ tables = true, events = true }: LocalOptions): boolean => tables && events

/** What keeps things and hands them on: each as far as the template describes it, and nobody has asked to leave it out. */
async function startEngines(
  template: Template,
  options: LocalOptions,
  log: RequestLog,
  closers: Closer[],
): Promise<Pick<Local, 'tables' | 'queues' | 'bus'>> {
  const { tables: hasTables = true, tablesPort = 0, queuesPort = 0, busPort = 0 } = options
  const { allowHosts, visibilityTimeoutSeconds } = options
  const opened = <Engine extends { close: Closer }>(engine: Engine): Engine => {
    closers.push(engine.close)
    return engine
  }
  const references = readReferences(template)
  const tables = hasTables && opened(await startTables({ port: tablesPort, allowHosts, tables: readTables(template) }))
  const described = hasEvents(options) ? readQueues(template, references) : []
  const senderIds = readSenderIds(template)
  const queuesOptions = { port: queuesPort, allowHosts, queues: described, senderIds, visibilityTimeoutSeconds }
  const queues = described.length > 0 && opened(await startQueues(queuesOptions))
  const buses = hasEvents(options) ? readBuses(template) : []
  const rules = hasEvents(options) ? readRules(template, references) : []
  const isBus = buses.length + rules.length > 0
  const bus = isBus && opened(await startBus({ port: busPort, allowHosts, buses, rules, arrived: log.event }))
  return { tables: tables || undefined, queues: queues || undefined, bus: bus || undefined }
}

async function urlsOf(engines: Pick<Local, EngineName>, { through }: LocalOptions): Promise<Urls> {
  const up = Object.entries(engines).flatMap(([name, engine]) =>
    engine ? [[name as EngineName, engine.url] as const] : [],
  )
  const seen = up.map(async ([name, url]) => [name, (await through?.(name, url)) ?? url] as const)
  return Object.fromEntries(await Promise.all(seen))
}

function functionsOf(
  template: Template,
  options: LocalOptions,
  { secrets = '', tables, queues, bus }: Urls,
): FunctionSettings[] {
  const references = readReferences(template, queues === undefined ? undefined : (name) => queueUrl(queues, name))
  return readFunctions(template, references, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets,
    ...(tables === undefined ? { STATE_TABLE: '' } : { AWS_ENDPOINT_URL_DYNAMODB: tables }),
    ...(queues !== undefined && { AWS_ENDPOINT_URL_SQS: queues }),
    ...(bus !== undefined && { AWS_ENDPOINT_URL_EVENTBRIDGE: bus }),
    // Jobs are no use to anybody when nothing works them off.
    ...(!hasEvents(options) && { JOBS_TABLE: '', JOBS_QUEUE_URL: '', EVENT_BUS: '' }),
    ...options.environment,
  })
}

/**
 * One instance of each function is up before the first request, so that a bundle that can't be loaded is told at once.
 * Without events that holds for those with routes only: nothing invokes the others, and they may not even load.
 */
async function startPools(pools: Pool[], options: LocalOptions, closers: Closer[]): Promise<Pool[]> {
  closers.push(...pools.map((pool) => () => pool.close()))
  const invoked = pools.filter(({ settings }) => hasEvents(options) || settings.routes.length > 0)
  const warmed = await Promise.allSettled(invoked.map((pool) => pool.warm()))
  // What is wrong with a setting of all functions is told of the same one each time.
  const failed = warmed.findIndex(({ status }) => status === 'rejected')
  if (failed >= 0) throw loadError(invoked[failed]!, (warmed[failed] as PromiseRejectedResult).reason)
  return pools
}

function loadError({ settings }: Pool, error: unknown): unknown {
  if (!(error instanceof InvocationError)) return error
  const what = error.trace || `${error.type}: ${error.message}`
  return new StartError(
    `Function ${settings.name} can't be loaded from ${settings.handler}:\n${what}\n` +
      'If its settings are to blame, mend them in serverless.yml or the environment; if its code is, mend that and build again.',
    { cause: error },
  )
}
