import type { Code } from '../../errors/codes.ts'
import type { ItemError } from '../../flow/outcome.ts'
import type { Gateway } from '../../gateway.ts'
import { StateUnavailable } from '../../ledger/state-table.ts'

/** What a check's name stands for, as a sentence begins with it. */
const parts: Readonly<Record<string, string>> = {
  secret: 'Secrets Manager',
  chat: 'Chat',
  stateTable: 'The state table',
  jobsTable: 'The jobs table',
  queue: 'The queue of jobs',
  bus: 'The event bus',
}

const NETWORK =
  'Where the functions stand in a network of yours, see that its subnets lead there: a NAT gateway, or an endpoint of the VPC.'
const DEPLOY = 'Deploy the stage again: a deployment that was broken off, or a hand at the stack, leaves such a gap.'
const RIGHTS =
  'Deploy the stage again, so that the role has its rights; where a key of yours encrypts it, see that key’s policy as well.'

/** What the names of AWS's errors come to: what is so, and what to do. */
const meanings: readonly (readonly [RegExp, says: string, cure: string])[] = [
  [/NotFound|DoesNotExist|NonExistent/, 'is not there', DEPLOY],
  [/AccessDenied|NotAuthorized|Kms|KMS|Decryption/, 'may not be used by the function’s role', RIGHTS],
  [
    /Throttl|ProvisionedThroughput|LimitExceeded|TooManyRequests/,
    'takes no more requests for now',
    'Ask again; where it stays so, see the service’s quotas.',
  ],
]

const fault = (code: Code, message: string): ItemError => ({ code, message, retryable: code === 'SECRET_UNAVAILABLE' })

const nameOf = (error: unknown): string => {
  const cause = error instanceof StateUnavailable ? error.cause : error
  return cause instanceof Error ? cause.name : ''
}

/** Names the error and never quotes it: AWS's own words hold ARNs, and a proxy's anything at all. */
function sayOf(name: string, error: unknown): string {
  const told = nameOf(error)
  const [, says, cure] = meanings.find(([pattern]) => pattern.test(told)) ?? []
  const why = /^\w{1,64}$/.test(told) && told !== 'Error' ? ` (${told})` : ''
  return says ? `${parts[name]} ${says}${why}. ${cure}` : `${parts[name]} does not answer${why}. ${NETWORK}`
}

/** A part of AWS's that could not be looked at. */
export const faultOfAws = (name: string, error: unknown): ItemError => fault('STATE_UNAVAILABLE', sayOf(name, error))

/** A look that did not end in time. */
export function lateFault(name: string, ms: number): ItemError {
  const codes: Readonly<Record<string, Code>> = { secret: 'SECRET_UNAVAILABLE', chat: 'UPSTREAM_TIMEOUT' }
  return fault(codes[name] ?? 'STATE_UNAVAILABLE', `${parts[name]} did not answer within ${ms / 1000} s. ${NETWORK}`)
}

type Examined = Awaited<ReturnType<Gateway['secrets']['examine']>>

/** What is wrong with an app's secret, and nothing of the secret. */
export function faultOfSecret(examined: Examined, app: string): ItemError | undefined {
  if (examined === 'usable') return undefined
  if (examined === 'absent')
    return fault(
      'UNKNOWN_APP',
      `There is no secret for app "${app}". Create it: npm run secret -- --stage … --app ${app}`,
    )
  const { fault: said, cause } = examined
  if (said === undefined) return fault('SECRET_UNAVAILABLE', sayOf('secret', cause))
  const cure = `Mend it: npm run secret -- --stage … --app ${app} --replace. It is read again within seconds.`
  return fault('SECRET_UNAVAILABLE', `The secret of app "${app}" can’t be used: ${said}. ${cure}`)
}

/** Says of which region it speaks where that may be what is wrong. */
export function faultOfChat(error: ItemError, region: string): ItemError {
  const { code, message } = error
  if (code === 'UPSTREAM_UNREACHABLE' || code === 'UPSTREAM_TIMEOUT') {
    return {
      ...error,
      message: `No answer came from Chat’s hosts (the secret says region ${region}). ${NETWORK} Else Chat is down, or the secret’s endpoint is wrong.`,
    }
  }
  return code === 'REGION_MISMATCH' ? { ...error, message: `${message} The secret says ${region}.` } : error
}
