import { startSecrets } from '../../local/aws/secrets.ts'
import { type Chat, startChat } from '../../local/chat/index.ts'
import { type Answer, readAnswer } from '../support/gateway/answer.ts'
import { httpEvent, invocationContext } from '../support/gateway/invocation.ts'
import { advance, restoreClock } from '../support/gateway/moved-clock.ts'
import { captureOutput } from '../support/gateway/output-capture.ts'
import { coldHandler } from '../support/gateway/start.ts'
import { strictly } from '../support/strict-seed.ts'
import { BEGIN, integerFields, seed } from './seed.ts'
import type { SideAnswer, StateAnswer } from './state.ts'
import { ATTEMPTS, type Loss } from './words.ts'

/**
 * The built function in front of the emulator: real sockets, the real protocol of Secrets Manager, one process, which prints
 * nothing while the rig is there: the lines of so many requests would hide what came of them.
 */
export interface Rig {
  post(path: string, body: object): Promise<Answer>
  /** Back to the seed. */
  reset(): Promise<void>
  /** Sets the emulator's clock, in Unix seconds. */
  setClock(now: number): void
  /** Lets time pass for the gateway. */
  letPass(ms: number): void
  lose(loss: Loss): Promise<void>
  forgetFaults(): Promise<void>
  state(): Promise<StateAnswer>
  /** What one account has of its messages with another. */
  side(app: string, owner: string, peer: string): Promise<SideAnswer>
  close(): Promise<void>
}

interface Sides {
  readonly apps: Readonly<Record<string, { readonly conversation: Readonly<Record<string, SideAnswer>> }>>
}

/** Waits between attempts are a random share of their most: here none, since only what comes of them counts. */
async function handlerWithoutWaits() {
  const { random } = Math
  Math.random = () => 0
  try {
    return await coldHandler()
  } finally {
    Math.random = random
  }
}

const secretsOf = (chat: Chat) =>
  Object.fromEntries(
    Object.entries(chat.secrets()).map(([app, secret]) => [
      `chat-gateway/${app}`,
      { ...secret, integerFields: integerFields[app] },
    ]),
  )

function settle(secretsUrl: string): void {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
    CHAT_SECRET_PREFIX: 'chat-gateway',
    CHAT_DEFAULT_APP: 'default',
    ACCESS_POLICY: 'open',
    UPSTREAM_ATTEMPTS: String(ATTEMPTS),
    LOG_LEVEL: 'ERROR',
  })
}

export async function startRig(): Promise<Rig> {
  let clock = BEGIN
  const chat = await startChat({ port: 0, seed: strictly(seed), now: () => clock * 1000 })
  const secrets = await startSecrets({ port: 0, secrets: secretsOf(chat) })
  settle(secrets.url)
  const handler = await handlerWithoutWaits()
  const output = captureOutput()
  const control = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${chat.url}/_emulator/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json()
    if (response.status !== 200) throw new Error(`the emulator refused ${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    post: async (path, body) => {
      output.clear()
      return readAnswer(await handler(httpEvent({ path, body }), invocationContext()))
    },
    reset: async () => void (await control('POST', 'reset')),
    setClock: (now) => {
      clock = now
    },
    letPass: advance,
    lose: async ({ fault, after, times }) =>
      void (await control('POST', 'faults', { times, fault: { ...fault, after } })),
    forgetFaults: async () => void (await control('DELETE', 'faults')),
    state: async () => (await control('GET', 'state')) as StateAnswer,
    side: async (app, owner, peer) => {
      const query = new URLSearchParams([...Object.entries({ app, conversation: owner }), ['conversation', peer]])
      const { apps } = (await control('GET', `state?${query}`)) as Sides
      return apps[app]!.conversation[owner]!
    },
    close: async () => {
      output.stop()
      restoreClock()
      await Promise.all([chat.close(), secrets.close()])
    },
  }
}
