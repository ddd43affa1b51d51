import { BlockList, isIP } from 'node:net'
import type { Origin } from '../regions.ts'
import { demand, isText, SecretFault } from './secret-fault.ts'

const privateAddresses = new BlockList()
for (const [net, bits, family] of [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
] as const) {
  privateAddresses.addSubnet(net, bits, family)
}

/**
 * The origins that a secret's `endpoint` names, primary first.
 * @throws SecretFault
 */
export function parseEndpoint(endpoint: unknown): readonly [Origin, ...Origin[]] {
  const [primary, ...backups] = [endpoint].flat()
  return [parseOrigin(primary), ...backups.map(parseOrigin)]
}

function parseOrigin(origin: unknown): Origin {
  const url = isText(origin) && URL.canParse(origin) ? new URL(origin) : undefined
  if (!url || url.href !== `${url.origin}/`)
    throw new SecretFault('endpoint must be an origin such as https://host:port')
  const isPlain = url.protocol === 'http:'
  demand(isPlain || url.protocol === 'https:', 'endpoint must be https: or http:')
  // The brackets of an IPv6 address belong to the URL, not to the address.
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  demand(!isPlain || isNear(hostname), 'endpoint may be http: on a loopback or private address only')
  return { protocol: url.protocol, hostname, port: url.port }
}

/** Plain http is for proxies, emulators and tests: the UserSig must not cross a network in the clear. */
function isNear(hostname: string): boolean {
  const family = isIP(hostname)
  return hostname === 'localhost' || (family !== 0 && privateAddresses.check(hostname, family === 6 ? 'ipv6' : 'ipv4'))
}
