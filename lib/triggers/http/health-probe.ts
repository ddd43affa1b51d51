import { readPolicy } from '../../access.ts'
import { shareOf } from '../../callers.ts'
import { within } from '../../clock.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import type { ItemError } from '../../flow/outcome.ts'
import { createFlow, type Flow } from '../../flow/run.ts'
import { Turns } from '../../flow/turns.ts'
import type { Gateway } from '../../gateway.ts'
import { harmlessRead } from '../../operations/harmless-read.ts'
import { type Fields, faultOf } from '../../telemetry/log.ts'
import { EventBus } from '../results/event-bus.ts'
import { faultOfAws, faultOfChat, faultOfSecret, lateFault } from './health-faults.ts'

/** One part that an app stands on, as it was found. */
export interface Check {
  readonly name: string
  /** `not-tried` where what comes before it failed. */
  readonly status: 'ok' | 'failed' | 'not-configured' | 'not-tried'
  /** How long the look took, in milliseconds. */
  readonly ms?: number
  readonly error?: ItemError
}

/** How long each look may take: what hangs must not have health hang. The one at Chat waits for the one at the secret. */
const PATIENCE_MS = 6000
/** The flow’s own verdict comes before that: it knows more than that nothing came. */
const CHAT_MS = 5500

/** Looks at all that an app stands on, and changes nothing. */
export class HealthProbe {
  readonly #gateway: Gateway
  readonly #run: Flow
  readonly #bus: EventBus

  constructor(gateway: Gateway) {
    const { config, upstream, clock, log, queue, connectBus: connect } = gateway
    this.#gateway = gateway
    // Who may ask for health may not ask for the read: it is ours, and tells nothing but whether Chat takes the signature.
    const open = { ...config, accessPolicy: readPolicy('open') }
    this.#run = createFlow({ config: open, upstream, turns: new Turns(), clock })
    this.#bus = new EventBus({ name: config.eventBus, log, sleep: clock.sleep, queue, connect })
  }

  /** @param caller at whose expense a secret is read and Chat is called */
  async look(app: string, caller: string, requestId: string): Promise<readonly Check[]> {
    const { config, secrets, stateTable, jobs, queue } = this.#gateway
    const secret = this.#check('secret', async () => faultOfSecret(await secrets.examine(app), app))
    const chat = secret.then(({ status }): Check | Promise<Check> =>
      status === 'ok'
        ? this.#check('chat', () => this.#askChat(app, caller, requestId))
        : { name: 'chat', status: 'not-tried' },
    )
    const part = (name: string, isSet: boolean, look: () => Promise<unknown>): Check | Promise<Check> =>
      isSet ? this.#check(name, () => faultOfLook(name, look)) : { name, status: 'not-configured' }
    return Promise.all([
      secret,
      chat,
      part('stateTable', stateTable !== undefined, async () => stateTable?.get(NOBODYS)),
      part('jobsTable', jobs !== undefined, async () => jobs?.get(NOBODYS)),
      part('queue', config.jobsQueueUrl !== '', () => queue.size()),
      part('bus', config.eventBus !== '', () => this.#bus.look()),
    ])
  }

  async #check(name: string, look: () => Promise<ItemError | undefined>): Promise<Check> {
    const { clock, log } = this.#gateway
    const begunAt = clock.now()
    const error = await within(
      look().catch((unforeseen: unknown) =>
        faultUnforeseen(unforeseen, (fault) => log.error('unexpected error', fault)),
      ),
      PATIENCE_MS,
      () => lateFault(name, PATIENCE_MS),
    )
    const ms = clock.now() - begunAt
    return error ? { name, status: 'failed', ms, error } : { name, status: 'ok', ms }
  }

  /** While credentials are held, the flow itself calls nobody and tells of the hold. */
  async #askChat(app: string, caller: string, requestId: string): Promise<ItemError | undefined> {
    const { upstream, clock, config } = this.#gateway
    const deadline = clock.now() + CHAT_MS
    const asked = { app, share: shareOf(caller, config.accessPolicy) }
    const { adminUserId, region } = await upstream.facts(asked, deadline)
    const ran = await this.#run({ ...harmlessRead(app, adminUserId), caller, requestId, deadline })
    return 'leading' in ran && ran.leading ? faultOfChat(ran.leading, region) : undefined
  }
}

/** A key that nothing stands under. */
const NOBODYS = 'health'

async function faultOfLook(name: string, look: () => Promise<unknown>): Promise<ItemError | undefined> {
  try {
    await look()
    return undefined
  } catch (error) {
    return faultOfAws(name, error)
  }
}

/** Of an error that no look has words for: a refusal of ours, or what nobody foresaw, which only the log is told. */
function faultUnforeseen(error: unknown, tell: (fault: Fields) => void): ItemError {
  const known = error instanceof GatewayError ? error : new GatewayError('INTERNAL')
  if (known !== error) tell(faultOf(error))
  return { code: known.code, message: known.message, retryable: known.retryable }
}
