import { BlockList, isIP } from 'node:net'
import { isRegion, type Origin, originsOf, type Region } from '../regions.ts'

/** An app's secret as stored in Secrets Manager, checked. */
export interface AppSecret {
  readonly sdkAppId: number
  readonly adminUserId: string
  readonly secretKey: string
  readonly region: Region
  /** Origins to call, primary first: the secret's own `endpoint`, or the region's hosts. */
  readonly origins: readonly [Origin, ...Origin[]]
  /** Custom friend fields, by bare name, that the app declared as integers. */
  readonly integerFields: readonly string[]
}

/** What is wrong with a secret, without a word of what it holds. */
export class SecretFault extends Error {}

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
 * Reads the text of a secret.
 * @throws SecretFault naming the member that is missing or wrong
 */
export function parseSecret(text: string): AppSecret {
  const { sdkAppId, adminUserId, secretKey, region, endpoint, integerFields = [] } = parseObject(text)
  demand(Number.isSafeInteger(sdkAppId) && Number(sdkAppId) > 0, 'sdkAppId must be a positive integer')
  demand(isText(adminUserId) && Buffer.byteLength(adminUserId) <= 32, 'adminUserId must be a string of 1 to 32 bytes')
  demand(isText(secretKey), 'secretKey must be a string that is not empty')
  if (!isRegion(region)) throw new SecretFault('region is missing or not one of the known regions')
  demand(Array.isArray(integerFields) && integerFields.every(isText), 'integerFields must be a list of field names')
  return {
    sdkAppId: Number(sdkAppId),
    adminUserId: String(adminUserId),
    secretKey: String(secretKey),
    region,
    integerFields: integerFields as string[],
    origins: endpoint === undefined ? originsOf(region) : parseEndpoint(endpoint),
  }
}

/** The parser's own message would quote the secret, so it goes no further. */
function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new SecretFault('it is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SecretFault('it is not a JSON object')
  return value as Readonly<Record<string, unknown>>
}

function parseEndpoint(endpoint: unknown): AppSecret['origins'] {
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

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.isWellFormed()

function demand(met: boolean, fault: string): void {
  if (!met) throw new SecretFault(fault)
}
