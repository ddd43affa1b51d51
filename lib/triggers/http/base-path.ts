import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { isServed } from './routes.ts'

/** Where a request goes. */
export interface AskedPath {
  /** A path of ours, or one that nobody serves. */
  readonly path: string
  /** What stands before it in the caller's URL: the stage, or the base path of a custom domain. */
  readonly base: string
}

/** The name that AWS gives an API, in whichever of its partitions; every other is a custom domain of somebody's. */
const OWN_DOMAIN = /^[^.]+\.execute-api\./i

/** The stage that stands in no path: what is called so is a path of the caller's own making, which no IAM policy by path means. */
const UNNAMED_STAGE = '$default'

/**
 * Takes off what the API may have left before our path. A stage or a base path can be named like our own first segment, and the API
 * does not say whether it left the name there: the reading that leads somewhere is right.
 */
export function pathOf({ rawPath, requestContext }: APIGatewayProxyEventV2, basePath: string): AskedPath {
  const { stage, domainName = '' } = requestContext
  const isMapped = basePath !== '' && domainName !== '' && !OWN_DOMAIN.test(domainName)
  const bases = [...(isMapped ? [basePath] : []), ...(stage === UNNAMED_STAGE ? [] : [stage])].map((name) => `/${name}`)
  const before = bases.filter((base) => rawPath.startsWith(`${base}/`))
  const asSent = { path: rawPath, base: '' }
  if (before.length === 0) return asSent
  const readings = [...before.map((base) => ({ path: rawPath.slice(base.length), base })), asSent]
  return readings.find(({ path }) => isServed(path)) ?? readings[0] ?? asSent
}
