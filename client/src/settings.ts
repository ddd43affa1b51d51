import type { Hooks } from './hooks.ts'

/** What signs a request; the shape that the AWS SDK has for it. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  /** From when on they are refused; those that say so are kept until shortly before, all others are asked for each time. */
  readonly expiration?: Date | undefined
}

export type CredentialsProvider = () => Promise<Credentials>

/** Time, as far as the client needs it. Tests bring their own. */
export interface Clock {
  /** Unix milliseconds. */
  readonly now: () => number
  /** Resolves after so many milliseconds, and rejects with the signal's reason where that is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

export interface Settings {
  /** Where the gateway is, with its base path where it has one: `https://abc123.execute-api.eu-west-1.amazonaws.com`. */
  readonly url: string | URL
  /** For which region requests are signed; left out, the one that the URL names, then AWS_REGION or AWS_DEFAULT_REGION. */
  readonly region?: string | undefined
  /**
   * Who signs: AWS's standard chain (environment, profiles, SSO, web identity, container, instance), credentials or a function of your
   * own, or nobody (`none`). Left out, it is the chain; for a gateway on this machine (`npm start`) nobody.
   */
  readonly credentials?: 'chain' | 'none' | Credentials | CredentialsProvider | undefined
  /** Which profile of the AWS configuration the chain reads. */
  readonly profile?: string | undefined
  /** In place of Node's own `fetch`: for proxies, agents or logs. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** How long a call may take with all its repeats, in milliseconds; 60,000 where it is left out. */
  readonly timeoutMs?: number | undefined
  /** How long one attempt of it may take; 35,000 where it is left out, since API Gateway answers within 30 s. */
  readonly attemptTimeoutMs?: number | undefined
  /** How often a call is repeated at most, where a repeat is safe and may help; 3 where it is left out. */
  readonly retries?: number | undefined
  /** `false`: writes get no Idempotency-Key unless a call brings its own. For gateways without a table. */
  readonly idempotency?: false | undefined
  /** Told of each request, answer and repeat. */
  readonly hooks?: Hooks | undefined
  readonly clock?: Clock | undefined
  /** A number from 0 to below 1. */
  readonly random?: (() => number) | undefined
}

/** Settings as the client goes by them. */
export interface ReadySettings {
  readonly url: URL
  readonly region: string | undefined
  readonly credentials: 'chain' | 'none' | Credentials | CredentialsProvider
  readonly profile: string | undefined
  readonly fetch: typeof globalThis.fetch
  readonly timeoutMs: number
  readonly attemptTimeoutMs: number
  readonly retries: number
  readonly hasKeys: boolean
  readonly hooks: Hooks
  readonly clock: Clock
  readonly random: () => number
}

/** A setting can't be meant as it is: the message names it and the cure. Nothing was sent. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const stop = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal?.addEventListener('abort', stop, { once: true })
    }),
}

/**
 * Reads settings, with what is left out.
 * @throws SettingsError
 */
export function readSettings(given: Settings): ReadySettings {
  const url = readUrl(given.url)
  const isHere = isLoopback(url)
  const credentials = given.credentials ?? (isHere ? 'none' : 'chain')
  if (credentials !== 'none' && url.protocol === 'http:' && !isHere)
    throw new SettingsError(
      `url: ${url.origin} is not encrypted, so nothing signed goes there; use https, or credentials: 'none'`,
    )
  return {
    url,
    region: given.region ?? regionIn(url) ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION,
    credentials,
    profile: given.profile,
    // Node's own may be replaced later on, by whoever traces requests.
    fetch: given.fetch ?? ((...asked) => globalThis.fetch(...asked)),
    timeoutMs: readNumber('timeoutMs', given.timeoutMs, 60_000, 1, MOST_MS),
    attemptTimeoutMs: readNumber('attemptTimeoutMs', given.attemptTimeoutMs, 35_000, 1, MOST_MS),
    retries: readNumber('retries', given.retries, 3, 0),
    hasKeys: given.idempotency !== false,
    hooks: given.hooks ?? {},
    clock: given.clock ?? systemClock,
    random: given.random ?? Math.random,
  }
}

function readUrl(given: string | URL): URL {
  const text = String(given)
  if (!URL.canParse(text)) throw new SettingsError(`url: ${shownUrl(text)} is no URL; one begins with https://`)
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new SettingsError(`url: ${url.protocol} is not spoken by gateways; one begins with https://`)
  if (url.search !== '' || url.hash !== '' || url.username + url.password !== '')
    throw new SettingsError('url: it names the gateway alone, without a query, a fragment, a user or a password')
  url.pathname = url.pathname.replace(/\/+$/, '')
  return url
}

/** A mistyped URL may have a password before its @, or a token in its query. */
const shownUrl = (text: string): string => (/[@?#]/.test(text) ? 'what was given' : `"${text}"`)

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

const regionIn = ({ hostname }: URL): string | undefined =>
  /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(hostname)?.[1]

/** As long as a timer of Node's can wait: a longer one would be over at once. */
export const MOST_MS = 2 ** 31 - 1

/** @throws SettingsError for what is no number, or one that is too small or too large */
export function readNumber(
  name: string,
  given: number | undefined,
  usual: number,
  least: number,
  most = Infinity,
): number {
  if (given === undefined) return usual
  if (!Number.isFinite(given) || given < least || given > most)
    throw new SettingsError(`${name}: ${given} is no number from ${least} ${most === Infinity ? 'on' : `to ${most}`}`)
  return given
}
