export type Sources = readonly (readonly [source: string, principals: readonly string[]])[]

/** What the gateway's own events say they come from; nobody else's do. */
export const OWN_SOURCE = 'chat-gateway'
const SOURCE = /^[\w./-]{1,256}$/
const PRINCIPAL = /^arn:[\w*-]+:(iam::[\d*]+:(role|user)\/.+|iam::[\d*]+:root|sts::[\d*]+:federated-user\/.+)$/
const EXAMPLE = '{crm: ["arn:aws:iam::123456789012:role/crm-*"]}'

/**
 * The sources that a stage's `eventSources` list, each with the principals that may put events of it.
 * Throws an Error whose message ends a sentence that begins with that key.
 */
export function readSources(listed: unknown): Sources {
  if (listed === null || typeof listed !== 'object' || Array.isArray(listed))
    throw fault('must be none, or a map of sources')
  const sources = Object.entries(listed)
  if (sources.length === 0) throw fault('names no source; write none to deny nobody')
  return sources.map(([source, principals]) => [source, principalsOf(source, principals)])
}

function principalsOf(source: string, principals: unknown): readonly string[] {
  const name = JSON.stringify(source)
  if (source === OWN_SOURCE) throw fault(`lists ${name}, which is the gateway's own and nobody else's; leave it out`)
  if (source.startsWith('aws.')) throw fault(`lists ${name}, which EventBridge lets nobody put; leave it out`)
  if (!SOURCE.test(source)) throw fault(`lists ${name}; a source has 1 to 256 letters, digits, ".", "_", "/" or "-"`)
  if (!Array.isArray(principals) || principals.length === 0) throw fault(`must give ${name} a list of principals' ARNs`)
  const wrong = principals.find((principal) => !PRINCIPAL.test(principal))
  if (wrong === undefined) return principals
  throw fault(`gives ${name} the principal ${JSON.stringify(wrong)}; an assumed role is known by its role's ARN`)
}

const fault = (what: string) => new Error(`${what}. It looks like ${EXAMPLE}`)
