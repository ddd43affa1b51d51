import type { AccessPolicy } from './access.ts'

const EVENT = 'event:'

/** Who puts an event, as far as the bus lets anybody put this source. */
export const eventCaller = (source: string): string => `${EVENT}${source}`

export const isEventCaller = (caller: string): boolean => caller.startsWith(EVENT)

/** A rule's constant input takes the envelope's place, so the rule speaks for EventBridge itself; nobody can put an event of that source. */
export const CONSTANT_CALLER = eventCaller('aws.events')

/** Whoever calls GetFederationToken chooses what follows. */
const FEDERATED = /^(arn:[\w-]+:sts::\d+:federated-user\/).*$/s

/**
 * At whose expense a caller asks: callers of one share have together what is bounded for each caller. A name that somebody else vouches
 * for is a share of its own. What callers choose themselves makes none, or they would choose how many they are: the federated users of
 * an AWS account are one share, and so are all event sources that the policy does not name in full.
 */
export function shareOf(caller: string, policy: AccessPolicy): string {
  if (!isEventCaller(caller)) return caller.replace(FEDERATED, '$1*')
  const isNamed = caller === CONSTANT_CALLER || policy.some(({ named }) => named.has(caller))
  return isNamed ? caller : eventCaller('*')
}
