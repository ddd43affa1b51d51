const { OWN_SOURCE } = require('./event-sources.cjs')

/**
 * The policy of the gateway's bus, merged into the resource that event-bus.yml describes. Nobody but the gateway speaks in its name;
 * each source that the stage's file lists is denied to all principals but its own, and once one is listed, every other
 * source to everybody. It is one document, since statements that are resources each are written side by side, and one may get lost
 * (docs/decisions/0015-one-policy-of-the-bus.md).
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
module.exports = async ({ resolveVariable }) => {
  const bus = await resolveVariable('self:provider.environment.EVENT_BUS')
  const denied = { Effect: 'Deny', Principal: '*', Action: 'events:PutEvents', Resource: arnOf(bus) }
  const { sources } = await resolveVariable('self:custom.stage')
  const conditions = [ownSource, ...sourcesOf(sources)]
  const Statement = conditions.map(([Sid, Condition]) => ({ Sid, ...denied, Condition }))
  return { Resources: { EventBus: { Properties: { Policy: { Version: '2012-10-17', Statement } } } } }
}

const ref = (id) => ({ Ref: id })

/** Put together, as a bus that is being described can't be asked for its own ARN. */
const arnOf = (bus) => {
  const home = [ref('AWS::Partition'), 'events', ref('AWS::Region'), ref('AWS::AccountId')]
  return { 'Fn::Join': [':', ['arn', ...home, `event-bus/${bus}`]] }
}

const equals = (...sources) => ({ 'events:source': sources })

// A request puts up to ten events, each with its source; without ForAnyValue, another one beside it would help a denied one past.
// The function calls as its role, whatever the session is named. A call of no principal, as by an AWS service, is refused as well.

const ownSource = [
  'OwnSourceOnlyByOwnFunctions',
  {
    'ForAnyValue:StringEquals': equals(OWN_SOURCE),
    ArnNotEquals: { 'aws:PrincipalArn': ['EventsRole', 'WorkerRole'].map((role) => ({ 'Fn::GetAtt': [role, 'Arn'] })) },
  },
]

function sourcesOf(sources) {
  if (sources.length === 0) return []
  const listed = sources.map(([source, principals], index) => [
    `ListedSource${index + 1}OnlyByItsPrincipals`,
    { 'ForAnyValue:StringEquals': equals(source), ArnNotLike: { 'aws:PrincipalArn': principals } },
  ])
  const names = sources.map(([source]) => source)
  return [...listed, ['NoUnlistedSource', { 'ForAnyValue:StringNotEquals': equals(...names, OWN_SOURCE) }]]
}
