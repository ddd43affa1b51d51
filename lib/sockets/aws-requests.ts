import { NodeHttpHandler } from '@smithy/node-http-handler'
import { diedUnanswered, dropUnused, keptAgents, newAgents } from './kept.ts'
import { connectionRules, type SecondEffect } from './second-effect.ts'

type Handle = NodeHttpHandler['handle']

/** The options of `client.send` that reach the sockets. */
export interface SendOptions extends NonNullable<Parameters<Handle>[1]> {
  /** Left out, nobody has judged the call, and it goes out on a new connection. */
  readonly secondEffect?: SecondEffect
}

/** The options of a call with this second effect. */
export const sending = (secondEffect: SecondEffect): SendOptions => ({ secondEffect })

export interface RequestLimits {
  readonly connectionTimeout: number
  readonly requestTimeout: number
}

/** As many connections as the SDK's own agents open at once. */
const MOST_SOCKETS = 50

/**
 * Sends an AWS client's requests. Connections are kept, and one that may be dead is not used. If one was dead all the same, a request
 * that does no harm twice is sent again at once. All of this happens beneath the SDK's attempts and uses none of them up.
 */
export class AwsRequests extends NodeHttpHandler {
  readonly #agents: ReturnType<typeof keptAgents>
  readonly #onNew: NodeHttpHandler

  constructor(limits: RequestLimits) {
    const agents = keptAgents({ maxSockets: MOST_SOCKETS })
    const { http: httpAgent, https: httpsAgent } = newAgents()
    // Without `throwOnRequestTimeout` the SDK only warns of a request that hangs, and waits on.
    const all = { ...limits, throwOnRequestTimeout: true }
    super({ ...all, httpAgent: agents.http, httpsAgent: agents.https })
    this.#agents = agents
    this.#onNew = new NodeHttpHandler({ ...all, httpAgent, httpsAgent })
  }

  override async handle(...[request, options = {}]: [Parameters<Handle>[0], SendOptions?]): ReturnType<Handle> {
    const { mostIdleMs, goesAgain } = connectionRules[options.secondEffect ?? 'doubled']
    if (mostIdleMs === 0) return this.#onNew.handle(request, options)
    dropUnused(request.protocol === 'https:' ? this.#agents.https : this.#agents.http, mostIdleMs)
    try {
      return await super.handle(request, options)
    } catch (error) {
      if (!goesAgain || !diedUnanswered(error)) throw error
      return this.#onNew.handle(request, options)
    }
  }
}
