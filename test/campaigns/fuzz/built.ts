import type { Sent } from '../../../lib/upstream/send.ts'
import { cutAtOnce, page } from '../../support/gateway/chat-replies.ts'
import type { Reply, Call as WireCall } from '../../support/gateway/chat-server.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { KEY } from '../../support/gateway/user-sig.ts'
import type { Answerer } from './hostile.ts'
import type { Exchange } from './oracle.ts'
import { idsIn, type Members, numbersIn } from './replies.ts'
import type { Played, Request } from './scripted.ts'

/** Refused credentials rest for a minute; the next conversation begins behind that. */
const BEHIND_THE_HOLD_MS = 61_000

/** The built function before a scripted Chat, over sockets. One attempt a call: a repeat would wait in real time. */
export interface BuiltGateway {
  readonly play: (request: Request, answerers: readonly Answerer[]) => Promise<Played>
  readonly close: () => void
}

export async function startBuilt(): Promise<BuiltGateway> {
  const gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1', LOG_LEVEL: 'DEBUG' } })
  return {
    play: (request, answerers) => play(gateway, request, answerers),
    close: () => {
      restoreClock()
      gateway.close()
    },
  }
}

async function play(gateway: Gateway, { operation, body }: Request, answerers: readonly Answerer[]): Promise<Played> {
  const exchanges: Exchange[] = []
  const userSigs: string[] = []
  gateway.chat.play(({ path, query, body: sentBody }: WireCall): Reply => {
    const userSig = query.get('usersig') ?? ''
    userSigs.push(userSig)
    const call = {
      command: path.split('/').at(-1) ?? '',
      body: sentBody as unknown as Members,
      secrets: [userSig, KEY],
    }
    const { sent, reply } = overTheWire((answerers[exchanges.length] ?? answerers.at(-1)!)(call))
    exchanges.push({ ids: idsIn(call), sent, at: 0, numbers: numbersIn(call) })
    return reply
  })
  gateway.output.clear()
  const { status, text, json, headers } = await gateway.request({ path: `/v1/${operation.replace('.', '/')}`, body })
  advance(BEHIND_THE_HOLD_MS)
  const log = gateway.output.text()
  const all = [text, JSON.stringify(headers), log].join('\n')
  return { status, json, text: all, log, userSigs, exchanges }
}

/** What can't be had over a socket in no time becomes a cut one. */
function overTheWire(sent: Sent): { readonly sent: Sent; readonly reply: Reply } {
  if (sent.kind !== 'reply') return { sent: { kind: 'lost', reason: 'cut' }, reply: cutAtOnce() }
  return { sent, reply: page(sent.status, sent.text, 'application/json') }
}
