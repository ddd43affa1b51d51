import { randomUUID } from 'node:crypto'
import type { Local } from '../../../local/aws/start-local.ts'
import { eventOf } from '../../support/events.ts'
import { ask, type Reply } from './ask.ts'
import type { KnownJob } from './forgeries.ts'
import { isOwn, type Story, type Told } from './history.ts'
import type { Asked, Step } from './workload.ts'

const BUS = 'chat-gateway-dev'
/** Patience of a caller who repeats under a key: a claim that was left by a killed process ends before. */
const TRIES = 25
const BETWEEN_TRIES_MS = 700

type Growing = { -readonly [K in keyof Story]: Story[K] } & { told: Told[] }

/** What callers do with the gateway, and all they hear. */
export class Callers {
  readonly #local: Local
  readonly #stories = new Map<number, Growing>()
  /** Calls whose ending will be told of on the bus. */
  readonly #byEvent = new Map<string, Growing>()
  readonly #byJob = new Map<string, Growing>()
  /** Results of jobs that nobody has heard of yet. */
  readonly #early = new Map<string, Told[]>()
  #seen = 0

  constructor(local: Local) {
    this.#local = local
  }

  get stories(): readonly Story[] {
    return [...this.#stories.values()]
  }

  /** Resolves when the step has been answered, or accepted. */
  async take({ way, calls }: Step): Promise<void> {
    for (const asked of calls) this.#stories.set(asked.number, { asked, startedAt: Date.now(), told: [] })
    const stories = calls.map(({ number }) => this.#stories.get(number)!)
    if (way === 'batch') return this.#batch(stories)
    const [story] = stories as [Growing]
    if (way === 'event') return this.#event(story)
    const { copies, isRepeatedLater } = story.asked
    await Promise.all(Array.from({ length: copies }, () => this.#ask(story)))
    if (isRepeatedLater) await this.#ask(story)
  }

  /** Takes in what has come over the bus since. */
  hearBus(): void {
    for (const { seq, event } of this.#local.bus!.events(this.#seen)) {
      this.#seen = seq
      const { jobId, eventId, answer } = event.detail as {
        jobId?: string
        eventId?: string
        answer?: Pick<Told, 'status' | 'body'>
      }
      if (event.source !== 'chat-gateway' || !answer) continue
      const around = { shape: 'result', value: event.detail } as const
      const told: Told = { at: Date.now(), by: 'event', status: answer.status, body: answer.body, around }
      const story = this.#byEvent.get(String(eventId)) ?? this.#byJob.get(String(jobId))
      if (story && jobId !== undefined) story.jobId = jobId
      if (story) story.told.push(told)
      else this.#early.set(String(jobId), [...(this.#early.get(String(jobId)) ?? []), told])
    }
  }

  /** Calls that were accepted and have not ended yet. */
  waiting(): readonly Story[] {
    const accepted = new Set([...this.#byEvent.values(), ...this.#byJob.values()])
    return [...accepted].filter(({ told }) => !told.some(({ by }) => by === 'event'))
  }

  /** Those that have been heard of. */
  jobs(): KnownJob[] {
    return this.stories.flatMap(({ jobId, asked: { operation, app, body } }) =>
      jobId === undefined ? [] : [{ jobId, operation, app, body }],
    )
  }

  /** Asks for each job that has ended. */
  async lookUpJobs(): Promise<void> {
    const ended = this.stories.filter(({ jobId }) => jobId !== undefined) as Growing[]
    for (const story of ended) {
      const { status, headers, text } = await ask(`${this.#local.url}/v1/jobs/${story.jobId}`, { method: 'GET' })
      const job = parsed(text)
      const { answer = { status, body: job } } = Object(job) as { answer?: Pick<Told, 'status' | 'body'> }
      story.told.push({ at: Date.now(), by: 'job', ...answer, around: { shape: 'job', value: job }, headers })
    }
  }

  /** One request, again and again where it has a key and nothing is known yet. */
  async #ask(story: Growing): Promise<void> {
    const tries = story.asked.key === undefined ? 1 : TRIES
    for (let count = 1; count <= tries; count++) {
      const told = await this.#post(path(story.asked), story.asked.body, headersOf(story.asked))
      story.told.push(told)
      const { jobId } = Object(told.body) as { jobId?: string }
      if (told.status === 202 && jobId !== undefined) this.#accepted(story, jobId)
      const code = Object(told.body).code
      if (isOwn(told) && code !== 'IDEMPOTENCY_IN_PROGRESS' && code !== 'STATE_UNAVAILABLE') return
      if (count < tries) await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS))
    }
  }

  #accepted(story: Growing, jobId: string): void {
    story.jobId = jobId
    this.#byJob.set(jobId, story)
    story.told.push(...(this.#early.get(jobId) ?? []))
    this.#early.delete(jobId)
  }

  async #batch(stories: readonly Growing[]): Promise<void> {
    const requests = stories.map(({ asked: { number, operation, body } }) => ({ id: `${number}`, operation, body }))
    const told = await this.#post('/v1/batch', { requests }, {})
    const { responses = [] } = Object(told.body) as {
      responses?: readonly { id: string; status: number; body: unknown }[]
    }
    for (const [index, story] of stories.entries()) {
      const response = responses[index]
      const isMine = response?.id === `${story.asked.number}`
      const around = { shape: 'batch', value: told.body } as const
      story.told.push(isMine ? { ...told, status: response.status, body: response.body, around } : told)
    }
  }

  /** Either over the bus, or as EventBridge hands it over, which may be more than once. */
  async #event(story: Growing): Promise<void> {
    const { operation, body, copies } = story.asked
    const event = copies === 1 ? undefined : eventOf(operation, body, { id: randomUUID() })
    const eventId = event ? event.id : await this.#putOnBus(operation, body)
    story.eventId = eventId
    this.#byEvent.set(eventId, story)
    if (event) await Promise.all(Array.from({ length: copies }, () => this.#invoke(event)))
  }

  async #putOnBus(operation: string, detail: object): Promise<string> {
    const entry = { EventBusName: BUS, Source: 'crm', DetailType: `chat.${operation}`, Detail: JSON.stringify(detail) }
    const headers = { ...SIGNED, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' }
    const { text } = await ask(this.#local.bus!.url, { headers, body: { Entries: [entry] } })
    return JSON.parse(text).Entries[0].EventId
  }

  async #invoke(event: object): Promise<void> {
    const name = this.#local.functions.events!.settings.name
    const headers = { ...SIGNED, 'x-amz-invocation-type': 'Event' }
    const url = `${this.#local.lambda.url}/2015-03-31/functions/${name}/invocations`
    const { status, text } = await ask(url, { headers, body: event })
    if (status !== 202) throw new Error(`the event was not taken: ${text}`)
  }

  async #post(place: string, body: object, headers: Record<string, string>): Promise<Told> {
    const question = { headers: { 'content-type': 'application/json', ...headers }, body }
    const reply = await ask(this.#local.url + place, question).catch(() => NO_ANSWER)
    return {
      at: Date.now(),
      by: 'answer',
      status: reply.status,
      body: parsed(reply.text),
      isReplayed: reply.headers['idempotency-replayed'] === 'true',
      headers: reply.headers,
    }
  }
}

/** What a caller has of a connection that broke, or of an answer that never came. */
const NO_ANSWER: Reply = { status: 0, headers: {}, text: '' }

/** The stand-ins want to see a signature, and check none. */
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=local' }

const path = ({ operation }: Asked) => `/v1/${operation.replace('.', '/')}`

const headersOf = ({ key, way }: Asked): Record<string, string> => ({
  ...(key !== undefined && { 'idempotency-key': key }),
  ...(way === 'later' && { prefer: 'respond-async' }),
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
