/**
 * What AWS would refuse in the middle of a deployment, found once everything is packaged: only then is it known what the settings of
 * this deployment come to. A plugin of osls, so that no way of packaging gets past it.
 */

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html; in its refusal Lambda quotes the JSON that it measured. */
const VARIABLES_BYTES = 4096
const NAME_CHARACTERS = 64
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const BUS_POLICY_CHARACTERS = 10_240
/** Account ids have twelve digits, and any will do to see how long a text becomes. */
const ACCOUNT = '000000000000'

class Limits {
  constructor(serverless) {
    this.hooks = {
      'after:package:finalize': () => {
        const { compiledCloudFormationTemplate } = serverless.service.provider
        const faults = faultsOf(compiledCloudFormationTemplate, serverless.getProvider('aws').getRegion())
        if (faults.length > 0) throw new serverless.classes.Error(faults.join('\n'))
      },
    }
  }
}

/** What AWS would refuse of a compiled template in this region, each with its cure. */
function faultsOf({ Resources }, region) {
  const of = (type) => Object.values(Resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []))
  return [
    ...of('AWS::Lambda::Function').flatMap((properties) => [
      ...nameFaults(properties),
      ...variablesFaults(properties, Resources, region),
    ]),
    ...of('AWS::Events::EventBus').flatMap(busFaults),
    ...new Set(of('AWS::CloudWatch::Alarm').flatMap((properties) => topicFaults(properties, region))),
  ]
}

function nameFaults({ FunctionName }) {
  if (FunctionName.length <= NAME_CHARACTERS) return []
  return [
    `Lambda takes ${NAME_CHARACTERS} characters of a function's name, and ${FunctionName} has ${FunctionName.length}: give the stage a shorter name.`,
  ]
}

function variablesFaults({ FunctionName, Environment }, resources, region) {
  const texts = Object.entries(Environment?.Variables ?? {}).map(([name, value]) => [
    name,
    textOf(value, resources, region),
  ])
  const bytes = bytesOf(Object.fromEntries(texts))
  if (bytes <= VARIABLES_BYTES) return []
  const [[name, text]] = texts.toSorted(([, one], [, other]) => bytesOf(other) - bytesOf(one))
  return [
    `Lambda takes ${VARIABLES_BYTES} bytes of environment variables a function, and those of ${FunctionName} have ${bytes}, written as ` +
      `JSON. ${name} alone has ${bytesOf(text)}: make it shorter. A policy is shortened by wildcards (docs/security.md).`,
  ]
}

/** A variable's text, or for what only a deployment knows, the queues' URLs, one of the same length. */
function textOf(value, resources, region) {
  const { QueueName } = resources[value?.Ref]?.Properties ?? {}
  return QueueName === undefined ? value : `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${QueueName}`
}

const bytesOf = (value) => Buffer.byteLength(JSON.stringify(value))

function busFaults({ Name, Policy }) {
  const characters = JSON.stringify(Policy ?? '').length
  if (characters <= BUS_POLICY_CHARACTERS) return []
  return [
    `EventBridge takes ${BUS_POLICY_CHARACTERS} characters of a bus's policy, and that of ${Name} has ${characters}: list fewer sources ` +
      'in eventSources, or principals by "*" (docs/security.md).',
  ]
}

/** An alarm tells topics of its own region alone. */
function topicFaults({ AlarmActions }, region) {
  const [topic] = AlarmActions?.['Fn::If']?.[1] ?? []
  const home = topic?.split(':')[3]
  if (!home || home === region) return []
  return [
    `alarmTopic is of ${home}, and alarms of ${region} can tell a topic of that region alone. Give one of ${region}.`,
  ]
}

module.exports = Limits
module.exports.faultsOf = faultsOf
