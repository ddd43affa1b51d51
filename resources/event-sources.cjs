const { createHash } = require('node:crypto')

const OWN_SOURCE = 'chat-gateway'
const SOURCE = /^[\w./-]{1,256}$/
const PRINCIPAL = /^arn:[\w*-]+:(iam::[\d*]+:(role|user)\/.+|iam::[\d*]+:root|sts::[\d*]+:federated-user\/.+)$/
const EXAMPLE = '{"crm":["arn:aws:iam::123456789012:role/crm-*"]}'

/**
 * Which principals may put events of which source on the gateway's bus, as EVENT_SOURCES says at the deploy: each source that is
 * listed is denied to all other principals, and once one is listed, every other source to everybody. Unset, there is no statement.
 * A policy of a bus grows by one resource for each statement, so a YAML file could not hold them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
module.exports = () => ({ Resources: policiesOf(readSources(process.env.EVENT_SOURCES ?? '')) })

function readSources(text) {
  if (text === '') return []
  const sources = Object.entries(parse(text))
  if (sources.length === 0) throw fault('names no source; leave it unset to deny nobody')
  for (const [source, principals] of sources) checkSource(source, principals)
  return sources
}

function parse(text) {
  let sources
  try {
    sources = JSON.parse(text)
  } catch {
    throw fault('is not JSON')
  }
  if (sources === null || typeof sources !== 'object' || Array.isArray(sources)) throw fault('is no JSON object')
  return sources
}

function checkSource(source, principals) {
  const name = JSON.stringify(source)
  if (source === OWN_SOURCE) throw fault(`lists ${name}, which is the gateway's own and nobody else's; leave it out`)
  if (source.startsWith('aws.')) throw fault(`lists ${name}, which EventBridge lets nobody put; leave it out`)
  if (!SOURCE.test(source)) throw fault(`lists ${name}; a source has 1 to 256 letters, digits, ".", "_", "/" or "-"`)
  if (!Array.isArray(principals) || principals.length === 0) throw fault(`must give ${name} a list of principals' ARNs`)
  const wrong = principals.find((principal) => !PRINCIPAL.test(principal))
  if (wrong === undefined) return
  throw fault(`gives ${name} the principal ${JSON.stringify(wrong)}; an assumed role is known by its role's ARN`)
}

const fault = (what) => new Error(`EVENT_SOURCES ${what}. It looks like ${EXAMPLE}.`)

function policiesOf(sources) {
  if (sources.length === 0) return {}
  const names = sources.map(([source]) => source)
  const unlisted = deny('EventSourcesUnlisted', { 'ForAnyValue:StringNotEquals': equals([...names, OWN_SOURCE]) })
  // Named after its source, so that another one more or less leaves a statement as it is.
  const listed = sources.map(([source, principals]) =>
    deny(`EventSource${createHash('sha256').update(source).digest('hex').slice(0, 16)}`, {
      'ForAnyValue:StringEquals': equals([source]),
      // A call of no principal, as by an AWS service, is refused as well.
      ArnNotLike: { 'aws:PrincipalArn': principals },
    }),
  )
  return Object.fromEntries([...listed, unlisted])
}

const equals = (sources) => ({ 'events:source': sources })

/** A request puts up to ten events: one source that is denied is enough. */
const deny = (StatementId, Condition) => {
  const Statement = { Effect: 'Deny', Principal: '*', Action: 'events:PutEvents', Resource: arnOfBus, Condition }
  return [
    StatementId,
    { Type: 'AWS::Events::EventBusPolicy', Properties: { EventBusName: { Ref: 'EventBus' }, StatementId, Statement } },
  ]
}

const arnOfBus = { 'Fn::GetAtt': ['EventBus', 'Arn'] }
