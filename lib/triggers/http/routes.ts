import { GatewayError } from '../../errors/gateway-error.ts'
import { isJobId } from '../../jobs/jobs.ts'
import { nearest } from '../../nearest.ts'
import { known } from '../../operations/known.ts'

export type Route =
  | { readonly kind: 'operation'; readonly operation: string }
  | { readonly kind: 'batch' }
  | { readonly kind: 'health' }
  | { readonly kind: 'openapi.json' }
  | { readonly kind: 'job'; readonly jobId: string }

/** What the log calls the path of every job. */
export const JOB_PATH = '/v1/jobs/…'

/** No path of ours has more. */
const MOST_SEGMENTS = 5

/**
 * Finds what a method and path ask for.
 * @throws GatewayError NOT_FOUND, or METHOD_NOT_ALLOWED with what is allowed
 */
export function findRoute(method: string, path: string): Route {
  const route = routeOf(path)
  if (!route) throw nothingAt(path)
  const allowed = route.kind === 'operation' || route.kind === 'batch' ? ['POST'] : ['GET', 'HEAD']
  if (!allowed.includes(method)) {
    const detail = `This path takes ${allowed.join(' or ')}.`
    throw new GatewayError('METHOD_NOT_ALLOWED', { allow: allowed.join(', '), detail })
  }
  return route
}

/** Whether a path leads anywhere, by whatever method. */
export const isServed = (path: string): boolean => routeOf(path) !== undefined

const segments: ReadonlySet<string> = new Set([
  '',
  'v1',
  'batch',
  'health',
  'openapi.json',
  'jobs',
  ...[...known.keys()].flatMap((name) => name.split('.')),
])

/** A path for the log: a segment that is none of ours may be somebody's UserID. */
export const knownPath = (path: string): string =>
  path
    .split('/', MOST_SEGMENTS)
    .map((segment) => (segments.has(segment) ? segment : '…'))
    .join('/')

/** Names the path that was probably meant. */
function nothingAt(path: string): GatewayError {
  const paths = [...known.keys()].map((name) => `/v1/${name.replace('.', '/')}`)
  const hint = nearest(path, [...paths, '/v1/batch', '/v1/health', '/v1/openapi.json'])
  const cure = hint ? `did you mean ${hint}?` : 'GET /v1/health lists the operations.'
  return new GatewayError('NOT_FOUND', { detail: `There is nothing at ${path.slice(0, 200)}; ${cure}` })
}

function routeOf(path: string): Route | undefined {
  const [empty, version, first = '', second, ...more] = path.split('/')
  if (empty !== '' || version !== 'v1' || more.length > 0) return undefined
  if (second === undefined)
    return first === 'batch' || first === 'health' || first === 'openapi.json' ? { kind: first } : undefined
  if (first === 'jobs' && isJobId(second)) return { kind: 'job', jobId: second }
  const operation = `${first}.${second}`
  return known.has(operation) ? { kind: 'operation', operation } : undefined
}
