import { startAwsProxy } from '../../local/aws/proxy.ts'
import { type Secrets, startSecrets } from '../../local/aws/secrets.ts'
import { type Chat, type Seed, startChat } from '../../local/chat/index.ts'
import { type Answer, readAnswer } from './gateway/answer.ts'
import { type Asked, httpEvent, invocationContext } from './gateway/invocation.ts'
import { coldHandler } from './gateway/start.ts'
import { guard } from './roles/guard.ts'
import { strictly, strictSeed } from './strict-seed.ts'
import { startTables, type Tables } from './tables.ts'

export type Ask = (asked: Asked) => Promise<Answer>

/** The emulator, secrets and tables, and any number of cold instances of the built function that share them. */
export interface Instances {
  readonly chat: Chat
  readonly secrets: Secrets
  readonly tables: Tables
  /** Another instance, with module state of its own. */
  readonly start: () => Promise<Ask>
  readonly close: () => Promise<void>
}

/** @param environment settings of the functions */
export async function startInstances(
  seed: Seed | undefined,
  environment: Readonly<Record<string, string>> = {},
): Promise<Instances> {
  const chat = await startChat({ port: 0, seed: strictly(seed ?? strictSeed) })
  const named = Object.entries(chat.secrets()).map(([app, secret]) => [`chat-gateway/${app}`, secret])
  const secrets = await startSecrets({ port: 0, secrets: Object.fromEntries(named) })
  const tables = await startTables()
  const guarded = await Promise.all([secrets, tables].map(({ url }) => startAwsProxy(url, guard)))
  const [toSecrets, toTables] = guarded.map(({ url }) => url) as [string, string]
  const settings: Readonly<Record<string, string>> = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: toSecrets,
    AWS_ENDPOINT_URL_DYNAMODB: toTables,
    STATE_TABLE: tables.name,
    // The functions' own default, which is not the deployment's: the roles enforced here go by it.
    CHAT_SECRET_PREFIX: 'chat-gateway',
    // Every operation can be called, also one that is granted by its name only.
    ACCESS_POLICY: 'open',
    LOG_LEVEL: 'ERROR',
    ...environment,
  }
  Object.assign(process.env, settings)
  const start = async (): Promise<Ask> => {
    const handler = await coldHandler()
    return async (asked) => readAnswer(await handler(httpEvent(asked), invocationContext(asked.ms)))
  }
  const close = async () => {
    for (const name of Object.keys(settings)) delete process.env[name]
    await Promise.all([chat, secrets, tables, ...guarded].map((one) => one.close()))
  }
  return { chat, secrets, tables, start, close }
}
