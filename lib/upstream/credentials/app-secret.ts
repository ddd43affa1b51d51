import { isRegion, type Origin, originsOf, type Region, regions } from '../regions.ts'
import { parseEndpoint } from './endpoint.ts'
import { demand, isText, SecretFault } from './secret-fault.ts'
import { asMeant, type Note, parsed, withoutMark } from './secret-spelling.ts'

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

const KNOWN_REGIONS = Object.keys(regions).join(', ')

/**
 * Reads the text of a secret.
 * @param note hears of what was taken in spite of its spelling
 * @throws SecretFault naming the member that is missing or wrong
 */
export function parseSecret(text: string, note: Note = () => undefined): AppSecret {
  const members = asMeant(parseObject(withoutMark(text, note), note), note)
  const { sdkAppId, adminUserId, secretKey, region, endpoint, integerFields = [] } = members
  demand(Number.isSafeInteger(sdkAppId) && Number(sdkAppId) > 0, 'sdkAppId must be a positive integer')
  demand(isText(adminUserId) && Buffer.byteLength(adminUserId) <= 32, 'adminUserId must be a string of 1 to 32 bytes')
  demand(isText(secretKey), 'secretKey must be a string that is not empty')
  if (!isRegion(region)) throw new SecretFault(`region is missing or none of the known ones: ${KNOWN_REGIONS}`)
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

function parseObject(text: string, note: Note): Readonly<Record<string, unknown>> {
  const found = parsed(text)
  if (found === undefined) throw new SecretFault('it is not JSON')
  const value = typeof found === 'string' ? parsed(found) : found
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SecretFault('it is not a JSON object')
  if (value !== found) note('it is JSON within a JSON text; store the object itself')
  return value as Readonly<Record<string, unknown>>
}
