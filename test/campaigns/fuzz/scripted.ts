import { readConfig } from '../../../lib/config.ts'
import { createLog } from '../../../lib/log.ts'
import { createFlow } from '../../../lib/run.ts'
import { outcomeAnswer, refuse } from '../../../lib/triggers/answer.ts'
import { Turns } from '../../../lib/turns.ts'
import { parseSecret } from '../../../lib/upstream/credentials/app-secret.ts'
import { Credentials } from '../../../lib/upstream/credentials/credentials.ts'
import { SecretCache } from '../../../lib/upstream/credentials/secret-cache.ts'
import { Upstream } from '../../../lib/upstream/deliver.ts'
import { Hosts } from '../../../lib/upstream/hosts.ts'
import { Pace } from '../../../lib/upstream/pace.ts'
import { RetryBudget } from '../../../lib/upstream/retry.ts'
import type { send } from '../../../lib/upstream/send.ts'
import type { AnswerBody } from '../../support/gateway/answer.ts'
import { ADMIN, APP_ID, KEY } from '../../support/gateway/user-sig.ts'
import type { Answerer } from './hostile.ts'
import type { Exchange } from './oracle.ts'
import { accountsIn } from './replies.ts'

/** What a request for hostile answers came to. */
export interface Played {
  readonly status: number
  readonly json: AnswerBody
  /** Everything that left the gateway: the answer and the log. */
  readonly text: string
  /** The UserSig that the calls carried. */
  readonly userSigs: readonly string[]
  readonly exchanges: readonly Exchange[]
}

export interface Request {
  readonly operation: string
  readonly body: unknown
}

const secret = parseSecret(
  JSON.stringify({ sdkAppId: APP_ID, adminUserId: ADMIN, secretKey: KEY, region: 'singapore' }),
)
const config = readConfig({})
const BEGIN = Date.UTC(2026, 0, 1)
const LIFE_MS = 28_000

/** Time that passes only while somebody waits. */
function restlessClock() {
  let now = BEGIN
  const sleep = async (ms: number) => {
    now += ms
  }
  return { now: () => now, sleep }
}

/** The whole flow, but for sockets: all of it is new each time, so that no run knows of another. @param answerers one a call, the last again */
export async function playAlone({ operation, body }: Request, answerers: readonly Answerer[]): Promise<Played> {
  const exchanges: Exchange[] = []
  const userSigs: string[] = []
  const lines: string[] = []
  const sender: typeof send = async ({ path, body: text }) => {
    const url = new URL(path, 'http://chat')
    const userSig = url.searchParams.get('usersig') ?? ''
    userSigs.push(userSig)
    const call = { command: url.pathname.split('/').at(-1) ?? '', body: JSON.parse(text), secrets: [userSig, KEY] }
    const sent = (answerers[exchanges.length] ?? answerers.at(-1)!)(call)
    exchanges.push({ ids: accountsIn(call), sent })
    return sent
  }
  const log = createLog('DEBUG', (line) => lines.push(line))
  const clock = restlessClock()
  const { now } = clock
  const secrets = new SecretCache({ read: async () => secret, ttlMs: 300_000, now, log })
  const upstream = new Upstream({
    credentials: new Credentials({ secrets, userSigTtlSeconds: 86_400, now, log }),
    budget: new RetryBudget(),
    places: new Pace(200, now),
    hosts: new Hosts(now),
    send: sender,
    clock,
    random: () => 0.5,
    log,
    attempts: config.attempts,
    attemptTimeoutMs: config.attemptTimeoutMs,
  })
  const run = createFlow({ config, upstream, turns: new Turns(), clock })
  const call = { operation, body, caller: 'fuzz', requestId: 'fuzz', deadline: BEGIN + LIFE_MS }
  const answer = await run(call).then(
    (ran) => outcomeAnswer(ran as Parameters<typeof outcomeAnswer>[0], 200),
    (error: unknown) => refuse(error, 'fuzz', log),
  )
  const text = JSON.stringify(answer)
  return { status: answer.status, json: JSON.parse(text).body, text: [text, ...lines].join('\n'), userSigs, exchanges }
}
