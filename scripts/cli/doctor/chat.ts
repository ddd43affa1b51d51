import { randomUUID } from 'node:crypto'
import { readConfig } from '../../../lib/config.ts'
import { realEdges } from '../../../lib/edges.ts'
import { codes } from '../../../lib/errors/codes.ts'
import { GatewayError } from '../../../lib/errors/gateway-error.ts'
import type { ItemError } from '../../../lib/flow/outcome.ts'
import { createGateway } from '../../../lib/gateway.ts'
import { harmlessRead } from '../../../lib/operations/harmless-read.ts'
import type { AppSecret } from '../../../lib/upstream/credentials/app-secret.ts'
import { probe } from '../../../lib/upstream/probe.ts'
import type { Origin } from '../../../lib/upstream/regions.ts'
import type { Place } from '../place.ts'
import type { Finding } from './finding.ts'

const urlOf = ({ protocol, hostname, port }: Origin): string => `${protocol}//${hostname}${port && `:${port}`}`

/** Whether Chat's hosts of the app's region take connections from here; the functions' own way there may be another. */
export function checkHosts({ origins, region }: AppSecret): Promise<readonly Finding[]> {
  return Promise.all(
    origins.map(async (origin, index): Promise<Finding> => {
      const what = index === 0 ? 'host' : 'backup host'
      const says = `${urlOf(origin)} (${region})`
      if (await probe(origin, PATIENCE_MS)) return { what, state: 'well', says }
      const cure =
        'Check the network from here (DNS, firewall, TLS certificates), and the secret’s region and endpoint.'
      return { what, state: index === 0 ? 'fault' : 'note', says: `${says} takes no connection`, cure }
    }),
  )
}

const PATIENCE_MS = 5000
/** Chat's `Date` is exact to the second, and the answer takes a while; a UserSig of a minute is renewed after half of it. */
const MOST_SECONDS_OFF = 30

/** This machine's clock against Chat's: a UserSig that is signed by a wrong one is not valid yet, or not for long. */
export async function checkClock({ origins: [origin] }: AppSecret): Promise<Finding> {
  const what = 'clock'
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const reply = await fetch(urlOf(origin), { method: 'HEAD', redirect: 'manual', signal }).catch(() => undefined)
  const date = Date.parse(reply?.headers.get('date') ?? '')
  if (Number.isNaN(date))
    return { what, state: 'unseen', says: 'Chat’s host told no time', cure: 'Mend the host first.' }
  const off = Math.round((Date.now() - date) / 1000)
  if (Math.abs(off) <= MOST_SECONDS_OFF) return { what, state: 'well', says: `within ${MOST_SECONDS_OFF} s of Chat’s` }
  const says = `this machine’s is ${Math.abs(off)} s ${off > 0 ? 'ahead of' : 'behind'} Chat’s`
  return { what, state: 'fault', says, cure: 'Have it set from the network (NTP), as by timedatectl set-ntp true.' }
}

/** A read that the gateway itself would do, signed as it would sign: it asks Chat whether it knows the administrator. */
export async function checkRead(
  { adminUserId }: Pick<AppSecret, 'adminUserId'>,
  app: string,
  place: Place,
): Promise<Finding> {
  const what = 'signed read'
  const error = await errorOfRead(adminUserId, app, place)
  if (!error) return { what, state: 'well', says: `Chat takes the UserSig of ${adminUserId}` }
  const { code, upstream } = error
  const number = upstream && 'code' in upstream ? ` (Chat’s ${upstream.code}: ${upstream.info})` : ''
  return { what, state: 'fault', says: `${code}${number}: ${codes[code].title}`, cure: codes[code].cure }
}

async function errorOfRead(
  adminUserId: string,
  app: string,
  { secretPrefix }: Place,
): Promise<Pick<ItemError, 'code' | 'message' | 'upstream'> | undefined> {
  const settings = readConfig({
    CHAT_SECRET_PREFIX: secretPrefix,
    ACCESS_POLICY: 'open',
  })
  const { run } = createGateway(settings, { ...realEdges, writeLog: () => undefined })
  try {
    const ran = await run({
      ...harmlessRead(app, adminUserId),
      caller: 'doctor',
      requestId: randomUUID(),
      deadline: Date.now() + 3 * PATIENCE_MS,
    })
    return 'leading' in ran ? ran.leading : undefined
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const { code, message, parts } = error
    return { code, message, ...(parts.upstream && { upstream: parts.upstream }) }
  }
}
