export interface Match {
  routeKey: string
  pathParameters?: Record<string, string>
}

/**
 * Picks a route as an HTTP API does: the fullest path first (fixed segments before parameters before a greedy one), a named
 * method before ANY, `$default` last.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute(routeKeys: string[], method: string, path: string): Match | undefined {
  const fitting = routeKeys.flatMap((routeKey) => {
    const [wanted, pattern] = routeKey.split(' ')
    if (pattern === undefined) return [{ routeKey, rank: '9' }]
    const pathParameters = matchPath(pattern, path)
    if (!pathParameters || (wanted !== 'ANY' && wanted !== method)) return []
    return [{ routeKey, pathParameters, rank: rankOf(pattern) + (wanted === 'ANY' ? '1' : '0') }]
  })
  const [best] = fitting.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  if (!best) return undefined
  const { rank: _, ...match } = best
  return match
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const source = pattern.replace(/\{(\w+)(\+?)\}|[.*+?^$()|[\]\\]/g, (found, name, greedy) =>
    name === undefined ? `\\${found}` : `(?<${name}>${greedy ? '.+' : '[^/]+'})`,
  )
  const found = new RegExp(`^${source}$`).exec(path)
  return found ? { ...found.groups } : undefined
}

function rankOf(pattern: string): string {
  return pattern
    .split('/')
    .map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0'))
    .join('')
}
