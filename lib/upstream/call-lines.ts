import type { Log } from '../telemetry/log.ts'
import type { Reached } from './reach.ts'
import { type Reading, wholeFault } from './reply.ts'
import type { Sent } from './send.ts'
import { isFault, type Verdict } from './verdict.ts'

/** Which call it was. */
interface Called {
  readonly app: string
  readonly path: string
  readonly requestId: string
}

/**
 * The log's lines about one upstream call: one at DEBUG, and at WARN what is nobody's everyday business.
 * @param clean takes secrets out of an upstream text
 */
export function logCall(
  log: Log,
  { app, path, requestId }: Called,
  { sent, host }: Reached,
  reading: Reading,
  ms: number,
  clean: (text: string) => string,
): void {
  const call = { requestId, app, path }
  if (reading.kind === 'items' && reading.strangers > 0) {
    log.warn('the reply held entries nobody asked for', { ...call, strangers: reading.strangers })
  }
  const fault = wholeFault(reading)
  const { httpStatus } = fault ?? {}
  const form = () => formOf(sent, clean)
  if (httpStatus !== undefined) {
    log.warn('another HTTP status came in place of Chat’s answer', { ...call, host, httpStatus, ...form() })
  }
  const particular = unclearIn(reading)
  if (particular !== undefined) log.warn('the reply could not be understood', { ...call, host, particular, ...form() })
  const end = sent.kind === 'reply' ? sent.status : `${sent.kind}: ${sent.reason}`
  const answers =
    reading.kind === 'items'
      ? { counts: summaryOf(reading.verdicts) }
      : { code: fault?.code, errorCode: fault?.upstream?.code }
  log.debug('upstream call', { ...call, host, ms, end, ...answers })
}

const MOST_TYPE_LENGTH = 100

/** What tells a page of a proxy's from an answer of Chat's, whatever its status; nothing of an answer that was not read. */
function formOf(sent: Sent, clean: (text: string) => string) {
  if (sent.kind !== 'reply') return {}
  return { contentType: sent.contentType && clean(sent.contentType).slice(0, MOST_TYPE_LENGTH), bytes: sent.bytes }
}

/** The first thing that could not be understood. */
function unclearIn(reading: Reading): string | undefined {
  const verdicts = reading.kind === 'whole' ? [reading.verdict] : reading.verdicts.values()
  for (const verdict of verdicts) {
    if (isFault(verdict) && verdict.fault.httpStatus === undefined && verdict.fault.particular !== undefined) {
      return verdict.fault.particular
    }
  }
  return undefined
}

/** How many entries ended how. */
function summaryOf(verdicts: ReadonlyMap<string, Verdict>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { status } of verdicts.values()) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
