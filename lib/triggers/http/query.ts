import { GatewayError } from '../../errors/gateway-error.ts'

/** The one parameter that some paths take: how many seconds to wait for the end of a job, or the app whose parts are to be looked at. */
const TAKEN: Readonly<Record<string, 'wait' | 'app'>> = { job: 'wait', health: 'app' }
/** The function lives 29 s and the API gives up after 30: there must be time left for a start and for a large answer. */
export const MOST_WAIT_SECONDS = 20

/** Of those that nobody knows, so many are named. */
const MOST_NAMES = 5
const MOST_NAME_CHARACTERS = 50

/** What is asked for behind a question mark. */
export interface Query {
  /** How long to wait for the job's end. */
  readonly waitSeconds?: number | undefined
  /** As it was written: it may be no app's name. */
  readonly app?: string
}

/**
 * Reads what stands behind the question mark. A parameter that was passed over would be taken for heeded, such as an `app`, so that
 * one that the path does not take is refused. Those of a signed URL are the API's.
 * @param kind of the route
 * @throws GatewayError INVALID_REQUEST
 */
export function readQuery(query: string | null | undefined, kind: string): Query {
  // An event written by hand, or by a proxy, says null where there is none.
  if (!query) return {}
  const taken = TAKEN[kind]
  const given = new URLSearchParams(query)
  const unknown = [...new Set(given.keys())].filter((name) => name !== taken && !/^x-amz-/i.test(name))
  if (unknown.length > 0) throw unknownParameters(unknown, taken)
  const values = taken === undefined ? [] : given.getAll(taken)
  if (values.length === 0) return {}
  return taken === 'app' ? { app: values.join() } : { waitSeconds: waitIn(values) }
}

function unknownParameters(unknown: readonly string[], taken: string | undefined): GatewayError {
  const names = unknown.slice(0, MOST_NAMES).map((name) => JSON.stringify(name.slice(0, MOST_NAME_CHARACTERS)))
  const detail = taken
    ? `The only query parameter here is "${taken}"; there is no ${names.join(', ')}.`
    : `There are no query parameters here, such as ${names.join(', ')}; members of the body say what is asked for.`
  return new GatewayError('INVALID_REQUEST', { detail })
}

/** @throws GatewayError INVALID_REQUEST */
function waitIn(given: readonly string[]): number {
  const seconds = given.length === 1 && /^\d{1,2}$/.test(given[0] ?? '') ? Number(given[0]) : 0
  if (seconds >= 1 && seconds <= MOST_WAIT_SECONDS) return seconds
  const detail = `The query parameter "wait" must be a whole number of seconds from 1 to ${MOST_WAIT_SECONDS}, given once.`
  throw new GatewayError('INVALID_REQUEST', { detail })
}
