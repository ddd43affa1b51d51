import { type Code, codeRow, messageOf } from './codes.ts'

/** A place in the caller's body (JSON Pointer, RFC 6901) and what is wrong there. */
export interface Pointed {
  readonly pointer: string
  readonly message: string
}

/** What the upstream said: its own code and texts, cut and free of secrets. */
export interface UpstreamFault {
  readonly code: number
  readonly info: string
  readonly display?: string
}

/** The HTTP status that came where the upstream itself would have answered 200 and its own code. */
export interface ForeignStatus {
  readonly httpStatus: number
}

/** Of which account a refusal speaks: the one acted for, or an item's. */
export type Subject = 'account' | 'item'

export interface ErrorParts {
  /** What happened this time, for the caller; the code's own words where it is left out. */
  readonly detail?: string
  readonly errors?: readonly Pointed[]
  /** How many more there are. */
  readonly errorsOmitted?: number
  readonly upstream?: UpstreamFault
  readonly retryable?: boolean
  readonly allow?: string
  /** Seconds after which another try is of use, where that is known; else what the code says. */
  readonly retryAfter?: number
  /** Id of a job that may be done all the same. */
  readonly jobInDoubt?: string
  /** What lies behind it, for the log alone. */
  readonly cause?: Error
}

/** The only error the gateway throws on purpose. Its code says who must act (`codes.ts`); particulars are data. */
export class GatewayError extends Error {
  readonly code: Code
  readonly parts: ErrorParts

  constructor(code: Code, parts: ErrorParts = {}) {
    super(parts.detail ?? messageOf(code), { cause: parts.cause })
    this.name = 'GatewayError'
    this.code = code
    this.parts = parts
  }

  get retryable(): boolean {
    return this.parts.retryable ?? codeRow(this.code).retryable
  }
}

/** More nobody mends in one go, and an answer must not grow with a hostile body. */
const MOST_ERRORS = 1000

/** 400, with the places that are wrong: the first 1,000 of them, and how many more there are. */
export function invalid(places: Iterable<Pointed>): GatewayError {
  const errors: Pointed[] = []
  let errorsOmitted = 0
  for (const place of places) {
    if (errors.length < MOST_ERRORS) errors.push({ pointer: place.pointer, message: place.message })
    else errorsOmitted += 1
  }
  const [first] = errors
  const others = errors.length - 1 + errorsOmitted
  const more = others > 0 ? ` (and ${others} more, see \`errors\`)` : ''
  const sentence = first && `${first.pointer || 'The body'} ${first.message}${more}`
  const detail = sentence && (/[?.)]$/.test(sentence) ? sentence : `${sentence}.`)
  return new GatewayError('INVALID_REQUEST', {
    errors,
    ...(errorsOmitted > 0 && { errorsOmitted }),
    ...(detail && { detail }),
  })
}
