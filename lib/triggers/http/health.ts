import { demandAccess, HEALTH_CHECK } from '../../access.ts'
import { isAhead, within } from '../../clock.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import { appIn } from '../../flow/plan.ts'
import type { Gateway } from '../../gateway.ts'
import { metric } from '../../telemetry/metric.ts'
import { traceIdOf } from '../../telemetry/trace.ts'
import { type Answer, jsonAnswer, problemOf, toUtcTime } from '../answer.ts'
import type { HttpCall } from './call.ts'
import { type Check, HealthProbe } from './health-probe.ts'

/** For so long all who ask are told what one look has found: a monitor with many eyes costs Chat one call. */
const GOOD_FOR_MS = 10_000
/** Each name asked for is a read of Secrets Manager: so many different ones are looked at in that time, and no more. */
const MOST_APPS = 50

interface Look {
  readonly begunAt: number
  readonly checks: Promise<readonly Check[]>
}

/** What an instance has found lately, by app. */
interface Looks {
  readonly probe: HealthProbe
  readonly byApp: Map<string, Look>
}

const ofGateways = new WeakMap<Gateway, Looks>()

/**
 * Tells whether all works that an app stands on: 200 where it does, else 503 with the same checks. It is granted as `health.check`.
 * @param plain what health says without an app
 * @throws GatewayError INVALID_REQUEST, FORBIDDEN, RATE_LIMITED or DEADLINE_EXCEEDED
 */
export async function checkHealth(plain: object, call: HttpCall, gateway: Gateway): Promise<Answer> {
  const { clock, config, log } = gateway
  const { requestId, caller, traceparent, deadline } = call
  const app = appIn({ app: call.app }, '')
  if (app === undefined) throw new GatewayError('INVALID_REQUEST', { detail: NO_NAME })
  demandAccess(config.accessPolicy, { caller, app, operation: HEALTH_CHECK })
  const { begunAt, checks: looking } = lookAt(app, call, gateway)
  const checks = await within(looking, deadline - clock.now(), () => {
    throw new GatewayError('DEADLINE_EXCEEDED')
  })
  const found = { app, checkedAt: toUtcTime(begunAt), checks }
  const failed = checks.flatMap(({ name, status }) => (status === 'failed' ? [name] : []))
  const answer = failed.length === 0 ? jsonAnswer(200, { ...plain, ...found }) : unhealthy(failed, found, requestId)
  const isReal = checks.some(({ name, status }) => name === 'secret' && status === 'ok')
  log[failed.length === 0 ? 'info' : 'warn']('health checked', {
    ...{ requestId, traceId: traceIdOf(traceparent), caller, status: answer.status },
    ...(isReal ? { app } : { askedApp: app }),
    checks: Object.fromEntries(checks.map(({ name, status, error }) => [name, error?.code ?? status])),
    ...(failed.length > 0 && metric('Unhealthy')),
  })
  return answer
}

const NO_NAME = 'The query parameter "app" must be the name of an app, given once: 1 to 64 letters, digits, "_" or "-".'

interface Found {
  readonly app: string
  readonly checkedAt: string
  readonly checks: readonly Check[]
}

function unhealthy(failed: readonly string[], found: Found, requestId: string): Answer {
  const detail = `Of what app "${found.app}" stands on this fails: ${failed.join(', ')}. See \`checks\` for what to do.`
  const problem = problemOf(new GatewayError('UNHEALTHY', { detail }), requestId)
  return { ...problem, body: { ...problem.body, ...found } }
}

/** What was found lately, or is being looked for, else a new look. */
function lookAt(app: string, { caller, requestId }: HttpCall, gateway: Gateway): Look {
  const now = gateway.clock.now()
  const { probe, byApp } = looksOf(gateway)
  for (const [name, { begunAt }] of byApp) if (!isAhead(begunAt + GOOD_FOR_MS, GOOD_FOR_MS, now)) byApp.delete(name)
  const known = byApp.get(app)
  if (known) return known
  if (byApp.size >= MOST_APPS) throw new GatewayError('RATE_LIMITED', { detail: TOO_MANY })
  const look = { begunAt: now, checks: probe.look(app, caller, requestId) }
  byApp.set(app, look)
  return look
}

const TOO_MANY = `The health of ${MOST_APPS} other apps was asked for within ${GOOD_FOR_MS / 1000} s. Ask again after Retry-After.`

function looksOf(gateway: Gateway): Looks {
  const known = ofGateways.get(gateway)
  if (known) return known
  const made = { probe: new HealthProbe(gateway), byApp: new Map() }
  ofGateways.set(gateway, made)
  return made
}
