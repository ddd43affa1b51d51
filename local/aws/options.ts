import type { AppSecret, CallRecord, Seed } from '../chat/index.ts'
import type { InvocationError } from './lambda/invocation-error.ts'
import type { Paint } from './paint.ts'

export type EngineName = 'secrets' | 'tables' | 'queues' | 'bus'

/** What a start may be told. */
export interface LocalOptions {
  /** Ports of gateway, emulator, secrets, tables, queues, event bus and Lambda's Invoke; any free one unless given. */
  port?: number
  chatPort?: number
  secretsPort?: number
  tablesPort?: number
  queuesPort?: number
  busPort?: number
  lambdaPort?: number
  /** Names by which each of them may be called, beside loopback's. */
  allowHosts?: string[]
  /** Whether to start DynamoDB (yes); without it the functions are told that there are no tables, and there are no events. */
  tables?: boolean
  /** Whether to start SQS and EventBridge (yes); without them the functions are told that there are no jobs, queues and bus. */
  events?: boolean
  /** Waits before the second attempt and the third at an event whose function failed (1 s and 2 s). */
  retryDelaysMs?: readonly number[]
  /** Visibility timeout of every queue, instead of its own: so long a message stays away whose worker died. */
  visibilityTimeoutSeconds?: number
  /** Most processes of a function (10). */
  instances?: number
  /** The emulator's seed: an object or the path of a JSON file. */
  seed?: Seed | string | undefined
  /** Another serverless.yml than the project's own. */
  serverless?: string
  /** Settings of the functions that differ from serverless.yml's. */
  environment?: Record<string, string>
  /** The stage whose file holds the settings, instead of `env`, which then must not say otherwise. */
  stage?: string | undefined
  /** The variables of the functions, and what stands behind `${env:…}` in serverless.yml (the process's own); without an ACCESS_POLICY that is `open`. */
  env?: NodeJS.ProcessEnv
  /** What the functions read instead of an app's secret: one with another endpoint, say. */
  secretOf?: (secret: AppSecret) => object
  /** The URL that the functions are told instead of an engine's own: of a proxy before it. */
  through?: (engine: EngineName, url: string) => Promise<string>
  /** Told of every call on the emulator. */
  heard?: (call: CallRecord) => void
  /** Told of every line that a function writes, as it wrote it. */
  wrote?: (line: string) => void
  /** Told of every invocation that gave no answer, by the function's key in serverless.yml. */
  failed?: (functionKey: string, error: InvocationError) => void
  /** One line per request and, indented, what it caused. */
  log?: (line: string) => void
  /** Colours of these lines (none). */
  paint?: Paint
  /** Log all that the functions log, not just warnings and errors. */
  verbose?: boolean
}
