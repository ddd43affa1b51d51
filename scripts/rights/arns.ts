import type { Stage } from '../stages/stage.ts'

/** Where a stage stands. */
export interface Home {
  readonly partition: string
  readonly account: string
}

const SERVICE = 'chat-gateway'

/** Of a stage's resources, by the part of AWS that has them. */
export function arnsOf({ name, region }: Pick<Stage, 'name' | 'region'>, { partition, account }: Home) {
  const at = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`
  const apiOf = (...paths: string[]) => paths.map((path) => `arn:${partition}:apigateway:${region}::${path}`)
  const stack = `${SERVICE}-${name}`
  const bucket = `arn:${partition}:s3:::${stack.toLowerCase()}-serverlessdeploymentbucket-*`
  return {
    stack: at('cloudformation', `stack/${stack}/*`),
    bucket,
    objects: `${bucket}/*`,
    functions: at('lambda', `function:${stack}-*`),
    mappings: at('lambda', 'event-source-mapping:*'),
    logs: [
      at('logs', `log-group:/aws/lambda/${stack}-*`),
      at('logs', `log-group:/aws/http-api/${stack}`),
      at('logs', `log-group:/aws/http-api/${stack}:*`),
    ],
    roles: `arn:${partition}:iam::${account}:role/${stack}-*`,
    tables: at('dynamodb', `table/${stack}-*`),
    queues: at('sqs', `${stack}-*`),
    bus: at('events', `event-bus/${stack}`),
    rules: at('events', `rule/${stack}/*`),
    archive: at('events', `archive/${stack}-results`),
    alarms: at('cloudwatch', `alarm:${stack}-*`),
    dashboard: `arn:${partition}:cloudwatch::${account}:dashboard/${stack}`,
    // An API has no name that a policy could know beforehand.
    gradual: [
      at('codedeploy', `application:${stack}-*`),
      at('codedeploy', `deploymentgroup:${stack}-*/${stack}-*`),
      at('codedeploy', 'deploymentconfig:CodeDeployDefault.Lambda*'),
    ],
    invoke: at('execute-api', '*/$default/*'),
    apis: apiOf('/apis', '/apis/*', '/tags/*'),
    apiOf,
    zoneOf: (zone: string) => [`arn:${partition}:route53:::hostedzone/${zone}`, `arn:${partition}:route53:::change/*`],
  }
}
