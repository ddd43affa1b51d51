import { GatewayUnreachable } from '../answers/errors.ts'
import { tell } from '../hooks.ts'
import { MOST_MS, type ReadySettings, readNumber, readSettings, type Settings, SettingsError } from '../settings.ts'
import { type Attempt, createAttempt } from './attempt.ts'
import type { Exchange, GatewayReply, GatewayRequest, Tried } from './messages.ts'
import { reasonToRepeat } from './repeats.ts'
import { waitBefore } from './waits.ts'

/** @throws SettingsError */
export function createExchange(given: Settings): Exchange {
  const settings = readSettings(given)
  const attempt = createAttempt(settings)
  return (request) => exchange(request, attempt, settings)
}

async function exchange(request: GatewayRequest, send: Attempt, settings: ReadySettings): Promise<GatewayReply> {
  const { clock, retries, hooks } = settings
  const { method, path, signal } = request
  const deadline = clock.now() + readNumber('timeoutMs', request.timeoutMs, settings.timeoutMs, 1, MOST_MS)
  refuseHeaders(request)
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted()
    const tried = await tryOnce(request, attempt, deadline, send, settings)
    const reason = attempt <= retries ? reasonToRepeat(request, tried) : undefined
    const waitMs = waitBefore(tried, attempt, settings)
    if (reason === undefined || clock.now() + waitMs >= deadline) {
      if ('fault' in tried) throw tried.fault
      return tried.reply
    }
    tell(hooks.onRetry, { method, path, attempt, reason, waitMs })
    await clock.sleep(waitMs, signal)
  }
}

/** @throws CredentialsError, or the signal's reason: neither gets better by repeating */
async function tryOnce(
  request: GatewayRequest,
  attempt: number,
  deadline: number,
  send: Attempt,
  { clock, hooks, attemptTimeoutMs }: ReadySettings,
): Promise<Tried> {
  const { method, path, idempotencyKey } = request
  const begun = clock.now()
  tell(hooks.onRequest, { method, path, attempt, idempotencyKey })
  const answered = (more: { status?: number; requestId?: string; error?: Error }) =>
    tell(hooks.onAnswer, { method, path, attempt, ms: clock.now() - begun, ...more })
  try {
    const reply = await send(request, Math.min(attemptTimeoutMs, deadline - begun))
    answered({ status: reply.status, requestId: reply.requestId })
    return { reply }
  } catch (error) {
    if (error instanceof Error) answered({ error })
    if (error instanceof GatewayUnreachable) return { fault: error }
    throw error
  }
}

/** What no header can carry would look like a gateway that is out of reach. @throws SettingsError */
function refuseHeaders({ headers = {} }: GatewayRequest): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\x20-\x7e]+$/.test(value))
      throw new SettingsError(`${name}: it has characters of ASCII that can be printed`)
  }
}
