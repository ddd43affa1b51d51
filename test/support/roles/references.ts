import { ACCOUNT_ID, roleIdOf } from '../../../local/aws/account.ts'
import type { PackagedTemplate } from './packaged-template.ts'

type Properties = Readonly<Record<string, unknown>>

/** What each kind of resource is called in an ARN, from its properties and its key in the template. */
const arns: Readonly<Record<string, (properties: Properties, id: string) => readonly [service: string, rest: string]>> =
  {
    'AWS::DynamoDB::Table': ({ TableName }) => ['dynamodb', `table/${TableName}`],
    'AWS::SQS::Queue': ({ QueueName }) => ['sqs', `${QueueName}`],
    'AWS::Events::EventBus': ({ Name }) => ['events', `event-bus/${Name}`],
    'AWS::Lambda::Function': ({ FunctionName }) => ['lambda', `function:${FunctionName}`],
    'AWS::Logs::LogGroup': ({ LogGroupName }) => ['logs', `log-group:${LogGroupName}:*`],
    'AWS::Events::Rule': (_, id) => ['events', `rule/chat-gateway-dev/${id}`],
    // CloudFormation makes up the rest of the name.
    'AWS::IAM::Role': (_, id) => ['iam', `role/${id}`],
  }

/** The ARN that something of the stand-ins' account has in a region. */
export const arnIn = (region: string, service: string, rest: string): string =>
  `arn:aws:${service}:${service === 'iam' ? '' : region}:${ACCOUNT_ID}:${rest}`

/** The ARN of one of the template's resources. @throws Error for a kind that has no rule here */
export function arnOfResource({ Resources }: PackagedTemplate, id: string, region: string): string {
  const { Type = 'nothing', Properties = {} } = Resources[id] ?? {}
  const arn = arns[Type]
  if (!arn) throw new Error(`no ARN is known here for ${id}, which is ${Type}: add it to ${import.meta.filename}`)
  return arnIn(region, ...arn(Properties as Properties, id))
}

/** Replaces what CloudFormation would. @throws Error for what stands in no policy so far */
export function resolve(value: unknown, template: PackagedTemplate, region: string): unknown {
  const again = (part: unknown) => resolve(part, template, region)
  if (Array.isArray(value)) return value.map(again)
  if (value === null || typeof value !== 'object') return value
  const [[name = '', operand] = [], ...others] = Object.entries(value)
  if (others.length > 0 || !/^(Ref$|Fn::)/.test(name)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, again(part)]))
  }
  if (name === 'Ref') return pseudo(String(operand), region)
  if (name === 'Fn::Sub') return String(operand).replaceAll(/\$\{([^}]+)\}/g, (_, key: string) => pseudo(key, region))
  if (name === 'Fn::Join') return (again(operand[1]) as string[]).join(operand[0])
  if (name === 'Fn::GetAtt' && operand[1] === 'Arn') return arnOfResource(template, operand[0], region)
  if (name === 'Fn::GetAtt' && operand[1] === 'RoleId') return roleIdOf(operand[0])
  throw new Error(`${JSON.stringify(value)} in a policy is not understood here: add it to ${import.meta.filename}`)
}

function pseudo(name: string, region: string): string {
  const known: Readonly<Record<string, string>> = {
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::AccountId': ACCOUNT_ID,
  }
  const value = known[name]
  if (value === undefined) throw new Error(`\${${name}} in a policy is not understood here`)
  return value
}
