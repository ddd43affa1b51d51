import { createServer } from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { constants, Script as NativeScript } from 'node:vm'
import type { Context } from 'aws-lambda'
import { isGranted } from '../../../lib/access.ts'
import { readConfig } from '../../../lib/config.ts'
import { keyOf, signingAs } from '../roles/signers.ts'
import { type Answer, readAnswer, type UpdateRequest } from './answer.ts'
import { allOk } from './chat-replies.ts'
import { type Chat, type Script, startChat } from './chat-server.ts'
import { type Asked, httpEvent, invocationContext } from './invocation.ts'
import { type Capture, captureOutput } from './output-capture.ts'
import { type Secrets, type SecretValue, startSecrets } from './secrets-server.ts'
import { ADMIN, APP_ID, KEY } from './user-sig.ts'

export type Handler = (event: unknown, context: Context) => Promise<unknown>

export interface Gateway {
  readonly chat: Chat
  readonly secrets: Secrets
  readonly output: Capture
  /** The secret of the default app, as it stood at the start. */
  readonly secret: SecretShape
  readonly request: (asked: Asked) => Promise<Answer>
  readonly update: (body: UpdateRequest | unknown, asked?: Omit<Asked, 'body'>) => Promise<Answer>
  readonly batch: (requests: unknown, asked?: Omit<Asked, 'body' | 'path'>) => Promise<Answer>
  readonly close: () => void
}
export interface SecretShape {
  readonly sdkAppId: number
  readonly adminUserId: string
  readonly secretKey: string
  readonly region: string
  readonly endpoint?: string | readonly string[]
  readonly integerFields?: readonly string[]
}
export interface Given {
  readonly chat?: Script
  readonly env?: Readonly<Record<string, string>>
  /** Further secrets by full name, or in place of the default app's; made from the Chat server's address. */
  readonly secrets?: (secret: SecretShape) => Readonly<Record<string, SecretValue | undefined>>
  /**
   * Whether the default app's secret, which a starting function begins to read, is there for the first request. Unless it is said to
   * be, that read is refused, which must change nothing: what a test sees of secrets is then its own requests' doing. A function
   * here says what that read is to meet.
   */
  readonly readsAhead?: true | ((secrets: Secrets) => void)
}

export const DEFAULT_SECRET = 'chat-gateway/default'
const OWN = [
  'CHAT_SECRET_PREFIX',
  'CHAT_DEFAULT_APP',
  'ACCESS_POLICY',
  'SECRET_TTL_SECONDS',
  'USERSIG_TTL_SECONDS',
  'BASE_PATH',
  'MAX_BODY_BYTES',
  'MAX_CUSTOM_FIELDS',
  'UPSTREAM_ATTEMPTS',
  'UPSTREAM_TIMEOUT_MS',
  'UPSTREAM_CALLS_PER_SECOND',
  'ERROR_DOCS_URL',
  'SERVICE_NAME',
  'VERSION',
  'LOG_LEVEL',
]

// The runner would take the bundle apart and put it together again; Lambda's Node imports it as it is, and so does this.
const importNative = new NativeScript('(url) => import(url)', {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext() as (url: string) => Promise<{ handler: Handler }>

let instances = 0

/**
 * A cold instance of a built function: module state of its own, settings as they stand in the environment, its own role.
 * @param folder where the bundles are
 */
export async function coldHandler(
  name: 'http' | 'events' | 'worker' = 'http',
  folder: string = 'dist',
): Promise<Handler> {
  instances += 1
  const bundle = pathToFileURL(path.resolve(folder, `${name}.mjs`)).href
  const load = () => importNative(`${bundle}?instance=${process.pid}-${instances}`)
  const { handler } = await signingAs(keyOf(name), load)
  return (event, context) => signingAs(keyOf(name), () => handler(event, context))
}

function settle(secretsUrl: string, env: Given['env']): void {
  for (const name of OWN) delete process.env[name]
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_LAMBDA_FUNCTION_NAME: 'http',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
    // The functions' own default, which is not the deployment's: the roles enforced here go by it.
    CHAT_SECRET_PREFIX: 'chat-gateway',
    // Every operation can be called, also one that is granted by its name only.
    ACCESS_POLICY: 'open',
    ...env,
  })
}

/** Has the read refused that a function begins while it starts; undefined where it begins none. */
function refusalAhead(secrets: Secrets): Promise<void> | undefined {
  const { accessPolicy, defaultApp, secretPrefix } = readConfig(process.env)
  return isGranted(accessPolicy, defaultApp) ? secrets.refuseNext(`${secretPrefix}/${defaultApp}`) : undefined
}

/** A cold instance between a scripted Chat server and a scripted Secrets Manager, all over real sockets. */
export async function startGateway(given: Given = {}): Promise<Gateway> {
  const chat = await startChat(given.chat ?? allOk)
  const secret = { sdkAppId: APP_ID, adminUserId: ADMIN, secretKey: KEY, region: 'singapore', endpoint: chat.url }
  const named: Record<string, SecretValue | undefined> = { [DEFAULT_SECRET]: secret, ...given.secrets?.(secret) }
  const kept = Object.entries(named).filter((pair): pair is [string, SecretValue] => pair[1] !== undefined)
  const secrets = await startSecrets(Object.fromEntries(kept))
  settle(secrets.url, given.env)
  const output = captureOutput()
  if (typeof given.readsAhead === 'function') given.readsAhead(secrets)
  const refused = given.readsAhead ? undefined : refusalAhead(secrets)
  const handler = await coldHandler()
  await refused
  const request = async (asked: Asked) => readAnswer(await handler(httpEvent(asked), invocationContext(asked.ms)))
  return {
    chat,
    secrets,
    output,
    secret,
    request,
    update: (body, asked) => request({ ...asked, body }),
    batch: (requests, asked) => request({ ...asked, path: '/v1/batch', body: { requests } }),
    close: () => {
      output.stop()
      chat.close()
      secrets.close()
    },
  }
}

/**
 * An address where nobody listens, and nobody will: below the ports that systems hand out, or the next test's server could
 * get it a moment later.
 */
export async function closedPort(): Promise<string> {
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const server = createServer()
  const isFree = await new Promise<boolean>((tried) => {
    server.once('error', () => tried(false)).listen(port, '127.0.0.1', () => tried(true))
  })
  if (!isFree) return closedPort()
  await new Promise((closed) => server.close(closed))
  return `http://127.0.0.1:${port}`
}
