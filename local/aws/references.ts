import { ACCOUNT_ID, arnOf, functionArn, REGION, roleIdOf } from './account.ts'
import { StartError } from './start-error.ts'
import { plainName, type Template } from './template.ts'

/** What CloudFormation knows a resource by: `Ref`, and `Fn::GetAtt` with the name of an attribute. */
interface Referent {
  ref: string
  attributes: Record<string, string>
}

/** By the resource's key in serverless.yml. */
export type References = ReadonlyMap<string, Referent>

/**
 * What can be referred to here: queues, tables, event buses, functions, roles and rules, and what is the account's own.
 * @param queueUrl of a queue by its name; where there is none, a reference to a queue is empty text
 */
export function readReferences(template: Template, queueUrl: (name: string) => string = () => ''): References {
  const queues = template.resources('AWS::SQS::Queue').map((resource): [string, Referent] => {
    const name = plainName(resource, 'QueueName', 'queue')
    return [resource.id, { ref: queueUrl(name), attributes: { Arn: arnOf('sqs', name), QueueName: name } }]
  })
  const tables = template.resources('AWS::DynamoDB::Table').map((resource): [string, Referent] => {
    const name = plainName(resource, 'TableName', 'table')
    return [resource.id, { ref: name, attributes: { Arn: arnOf('dynamodb', `table/${name}`) } }]
  })
  const buses = template.resources('AWS::Events::EventBus').map((resource): [string, Referent] => {
    const name = plainName(resource, 'Name', 'event bus')
    return [resource.id, { ref: name, attributes: { Arn: arnOf('events', `event-bus/${name}`), Name: name } }]
  })
  const functions = Object.keys(Object(template.section('functions'))).map((key): [string, Referent] => {
    const name = `${template.prefix}-${key}`
    return [logicalId(key), { ref: name, attributes: { Arn: functionArn(name) } }]
  })
  const roles = template.ids('AWS::IAM::Role').map((id): [string, Referent] => {
    const arn = `arn:aws:iam::${ACCOUNT_ID}:role/${id}`
    return [id, { ref: id, attributes: { Arn: arn, RoleId: roleIdOf(id) } }]
  })
  const rules = template.ids('AWS::Events::Rule').map((id): [string, Referent] => {
    return [id, { ref: id, attributes: { Arn: arnOf('events', `rule/${id}`) } }]
  })
  return new Map([...pseudo, ...queues, ...tables, ...buses, ...functions, ...roles, ...rules])
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const pseudo = Object.entries({
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT_ID,
}).map(([name, ref]): [string, Referent] => [name, { ref, attributes: {} }])

/** The resource that osls makes of a function: `my-fn` becomes MyDashfnLambdaFunction. */
function logicalId(key: string): string {
  const name = key.replaceAll('-', 'Dash').replaceAll('_', 'Underscore')
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`
}

/** Replaces every `Ref`, `Fn::GetAtt` and `Fn::Join`. Throws a StartError naming the place of one that points at nothing known here. */
export function dereference(value: unknown, place: string, references: References): unknown {
  if (Array.isArray(value)) return value.map((item, index) => dereference(item, `${place}[${index}]`, references))
  if (value === null || typeof value !== 'object') return value
  const [[key, operand] = ['', undefined], ...others] = Object.entries(value)
  if (others.length === 0 && /^(Ref|Fn::.+)$/.test(key)) {
    const found = key === 'Fn::Join' ? joined(operand, place, references) : pointedAt(key, operand, references)
    if (found !== undefined) return found
    throw new StartError(
      `serverless.yml: ${place}: ${JSON.stringify(value)} is known only once deployed; start needs a value for it.`,
    )
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, dereference(item, `${place}.${name}`, references)]),
  )
}

function joined(operand: unknown, place: string, references: References): string | undefined {
  const [separator, parts] = Array.isArray(operand) ? operand : []
  if (typeof separator !== 'string' || !Array.isArray(parts)) return undefined
  return (dereference(parts, place, references) as unknown[]).join(separator)
}

function pointedAt(key: string, operand: unknown, references: References): string | undefined {
  if (key === 'Ref') return references.get(String(operand))?.ref
  if (key !== 'Fn::GetAtt') return undefined
  const [id = '', attribute = ''] = typeof operand === 'string' ? operand.split('.') : (operand as string[])
  return references.get(id)?.attributes[attribute]
}
