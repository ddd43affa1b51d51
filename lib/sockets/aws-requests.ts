import { NodeHttpHandler } from '@smithy/node-http-handler'
import { diedUnanswered, dropUnused, keptAgents, newAgents } from './kept.ts'
import { connectionRules, type SecondEffect } from './second-effect.ts'

type Handle = NodeHttpHandler['handle']

/** What `client.send` hands on to the sockets, beside a command. */
export interface SendOptions extends NonNullable<Parameters<Handle>[1]> {
  /** What nobody has judged goes out on a new connection. */
  readonly secondEffect?: SecondEffect
}

/** The options of a call whose second effect is such. */
export const sending = (secondEffect: SecondEffect): SendOptions => ({ secondEffect })

export interface RequestLimits {
  readonly connectionTimeout: number
  readonly requestTimeout: number
}

/** As many connections as the SDK's own agents open at once. */
const MOST_SOCKETS = 50

/**
 * How an AWS client's requests reach their sockets: connections are kept, none is used that may be dead, and where one was dead after
 * all, what does no harm goes again at once. All of that lies beneath the SDK's attempts, and uses none of them up.
 */
export class AwsRequests extends NodeHttpHandler {
  readonly #agents: ReturnType<typeof keptAgents>
  readonly #onNew: NodeHttpHandler

  constructor(limits: RequestLimits) {
    const agents = keptAgents({ maxSockets: MOST_SOCKETS })
    const { http: httpAgent, https: httpsAgent } = newAgents()
    // Without the last member the SDK only warns of a request that hangs, and waits on.
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
