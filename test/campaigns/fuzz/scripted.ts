import { readConfig } from '../../../lib/config.ts'
import { type Edges, realEdges } from '../../../lib/edges.ts'
import { createGateway } from '../../../lib/gateway.ts'
import { operations } from '../../../lib/operations/index.ts'
import { outcomeAnswer } from '../../../lib/triggers/answer.ts'
import { refuse } from '../../../lib/triggers/refuse.ts'
import { parseSecret } from '../../../lib/upstream/credentials/app-secret.ts'
import type { send } from '../../../lib/upstream/send.ts'
import type { AnswerBody } from '../../support/gateway/answer.ts'
import { ADMIN, APP_ID, KEY } from '../../support/gateway/user-sig.ts'
import type { Answerer } from './hostile.ts'
import type { Exchange } from './oracle.ts'
import { idsIn, numbersIn } from './replies.ts'

/** What a request for hostile answers came to. */
export interface Played {
  readonly status: number
  readonly json: AnswerBody
  /** Everything that left the gateway: the answer and the log. */
  readonly text: string
  /** The log alone. */
  readonly log: string
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
const config = readConfig({ ACCESS_POLICY: 'open', LOG_LEVEL: 'DEBUG' })
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
  const clock = restlessClock()
  const userSigs: string[] = []
  const lines: string[] = []
  const sender: typeof send = async ({ path, body: text }) => {
    const url = new URL(path, 'http://chat')
    const userSig = url.searchParams.get('usersig') ?? ''
    userSigs.push(userSig)
    const call = { command: url.pathname.split('/').at(-1) ?? '', body: JSON.parse(text), secrets: [userSig, KEY] }
    const sent = (answerers[exchanges.length] ?? answerers.at(-1)!)(call)
    exchanges.push({ ids: idsIn(call), sent, at: clock.now(), numbers: numbersIn(call) })
    return sent
  }
  const edges: Edges = {
    ...realEdges,
    clock,
    random: () => 0.5,
    send: sender,
    readSecrets: () => async () => secret,
    writeLog: (line) => lines.push(line),
  }
  const { run, log } = createGateway(config, edges)
  const call = { operation, body, caller: 'fuzz', requestId: 'fuzz', deadline: BEGIN + LIFE_MS }
  const answer = await run(call).then(
    (ran) => outcomeAnswer(ran as Parameters<typeof outcomeAnswer>[0], operations.get(operation), 200),
    (error: unknown) => refuse(error, { requestId: 'fuzz' }, log),
  )
  const text = JSON.stringify(answer)
  return {
    status: answer.status,
    json: JSON.parse(text).body,
    text: [text, ...lines].join('\n'),
    log: lines.join('\n'),
    userSigs,
    exchanges,
  }
}
