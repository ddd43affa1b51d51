/** Makes a text safe to show: what was signed with is taken out of it. */
export type Veil = (text: string) => string

const HIDDEN = '[hidden]'
/** Shorter ones would take harmless words out of sentences; no token and no signature is that short. */
const LEAST_CHARACTERS = 8
/** Whose values nobody is shown. */
const SECRET_HEADERS = ['authorization', 'x-amz-security-token']

/**
 * Hides what a request was signed with, wherever it comes back: a refusal of API Gateway's quotes the headers that it read, a proxy may
 * send a request back, and a `fetch` of one's own may name the headers in its error.
 */
export function veilOver(headers: Readonly<Record<string, string>>): Veil {
  const values = SECRET_HEADERS.map((name) => headers[name] ?? '')
  const signature = /Signature=([0-9a-f]+)/.exec(headers.authorization ?? '')?.[1] ?? ''
  const secrets = [...values, signature].filter((value) => value.length >= LEAST_CHARACTERS)
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text)
}

/** The same for all texts of a parsed JSON, its names too. */
export function veiled(value: unknown, veil: Veil): unknown {
  if (typeof value === 'string') return veil(value)
  if (Array.isArray(value)) return value.map((one) => veiled(one, veil))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [veil(name), veiled(one, veil)]))
}

/** A cause may have a cause; one that is its own would never end. */
const MOST_CAUSES = 5

/** An error as far as it may be shown: its name, its code and its words. What else hangs on it, such as the request, may hold anything. */
export function shownError(error: unknown, veil: Veil, depth = 0): Error {
  const { name, message, code, cause } = Object(error) as Partial<NodeJS.ErrnoException>
  const hasCause = cause !== undefined && depth < MOST_CAUSES
  const shown = new Error(veil(String(message ?? error)), hasCause ? { cause: shownError(cause, veil, depth + 1) } : {})
  if (typeof name === 'string') shown.name = name
  return typeof code === 'string' ? Object.assign(shown, { code }) : shown
}
