import { GatewayError } from '../../errors/gateway-error.ts'

/** The one parameter that a path takes: how many seconds to wait for the end of a job. */
const WAIT = 'wait'
/** The function lives 29 s and the API gives up after 30: there must be time left for a start and for a large answer. */
export const MOST_WAIT_SECONDS = 20

/** Of those that nobody knows, so many are named. */
const MOST_NAMES = 5
const MOST_NAME_CHARACTERS = 50

/**
 * Reads what stands behind the question mark. A parameter that was passed over would be taken for heeded, such as an `app`, so that
 * one that the path does not take is refused. Those of a signed URL are the API's.
 * @param takesWait whether the path is that of a job
 * @returns the seconds to wait for the job's end, where some are asked for
 * @throws GatewayError INVALID_REQUEST
 */
export function readQuery(query: string | null | undefined, takesWait: boolean): number | undefined {
  // An event written by hand, or by a proxy, says null where there is none.
  if (!query) return undefined
  const given = new URLSearchParams(query)
  const unknown = [...new Set(given.keys())].filter((name) => !(takesWait && name === WAIT) && !/^x-amz-/i.test(name))
  if (unknown.length > 0) throw unknownParameters(unknown, takesWait)
  const waits = takesWait ? given.getAll(WAIT) : []
  return waits.length > 0 ? waitIn(waits) : undefined
}

function unknownParameters(unknown: readonly string[], takesWait: boolean): GatewayError {
  const names = unknown.slice(0, MOST_NAMES).map((name) => JSON.stringify(name.slice(0, MOST_NAME_CHARACTERS)))
  const detail = takesWait
    ? `The only query parameter here is ${JSON.stringify(WAIT)}; there is no ${names.join(', ')}.`
    : `There are no query parameters here, such as ${names.join(', ')}; members of the body say what is asked for.`
  return new GatewayError('INVALID_REQUEST', { detail })
}

/** @throws GatewayError INVALID_REQUEST */
function waitIn(given: readonly string[]): number {
  const seconds = given.length === 1 && /^\d{1,2}$/.test(given[0] ?? '') ? Number(given[0]) : 0
  if (seconds >= 1 && seconds <= MOST_WAIT_SECONDS) return seconds
  const detail = `The query parameter ${JSON.stringify(WAIT)} must be a whole number of seconds from 1 to ${MOST_WAIT_SECONDS}, given once.`
  throw new GatewayError('INVALID_REQUEST', { detail })
}
