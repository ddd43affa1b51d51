import { STOPPING } from '../guard.ts'
import type { Said } from '../keys.ts'
import type { Stage } from '../stage.ts'
import { att, type Editable, ref, sub } from './editable.ts'

/** CodeDeploy's own ways with a tenth of the requests, by their minutes. */
export const GRADUAL_MINUTES: Readonly<Record<'canary' | 'linear', readonly number[]>> = {
  canary: [5, 10, 15, 30],
  linear: [1, 2, 3, 10],
}

/** What the API calls in place of the function, where no instances are provisioned: those stand behind osls's own alias. */
export const LIVE = { name: 'live', logicalId: 'HttpLiveAlias' } as const
const PROVISIONED = 'HttpProvConcLambdaAlias'

/**
 * Lets CodeDeploy move the requests from one version of `http` to the next, and back where an alarm rings; CloudFormation waits for it.
 * The functions of events and of the queue change at once: AWS hands them events and doorbells unversioned, and what one of them leaves
 * undone another does again.
 */
export function decideGradual(template: Editable, { name, said }: Stage): void {
  if (said['functions.http.gradual.traffic'] === undefined) return
  const alias = aliasIn(template)
  alias.UpdatePolicy = {
    CodeDeployLambdaAliasUpdate: { ApplicationName: ref('HttpGradual'), DeploymentGroupName: ref('HttpGradualGroup') },
  }
  template.Resources.HttpGradual = { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'Lambda' } }
  template.Resources.HttpGradualGroup = {
    Type: 'AWS::CodeDeploy::DeploymentGroup',
    Properties: {
      ApplicationName: ref('HttpGradual'),
      ServiceRoleArn: att('HttpGradualRole', 'Arn'),
      DeploymentConfigName: configOf(said),
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      AlarmConfiguration: { Enabled: true, Alarms: STOPPING.map((id) => ({ Name: ref(id) })) },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
    },
  }
  template.Resources.HttpGradualRole = roleOf(name)
}

/** What goes back under an alarm must not wait for it: CodeDeploy begins nothing while one rings. */
export function changeAtOnce(template: Editable): void {
  for (const resource of Object.values(template.Resources)) delete resource.UpdatePolicy
}

function configOf(said: Said): string {
  const { 'functions.http.gradual.traffic': traffic, 'functions.http.gradual.minutes': minutes } = said
  return traffic === 'canary'
    ? `CodeDeployDefault.LambdaCanary10Percent${minutes}Minutes`
    : `CodeDeployDefault.LambdaLinear10PercentEvery${minutes}Minute${minutes === 1 ? '' : 's'}`
}

/** The alias that the API calls. Its versions go when nothing is left to lead to them, or each deployment would leave one for good. */
function aliasIn(template: Editable) {
  const [version] = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Version')
  if (version === undefined) throw new Error('the template has no version of http, which is to be replaced gradually')
  delete version[1].DeletionPolicy
  if (template.Resources[PROVISIONED] === undefined) makeLive(template, version[0])
  return template.Resources[PROVISIONED] ?? template.Resources[LIVE.logicalId]!
}

function makeLive(template: Editable, version: string): void {
  template.Resources[LIVE.logicalId] = {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      FunctionName: ref('HttpLambdaFunction'),
      FunctionVersion: att(version, 'Version'),
      Name: LIVE.name,
    },
  }
}

/** CodeDeploy moves one alias and looks at alarms. AWS's own policies for it would let it call every function, and change every alias. */
function roleOf(stage: string) {
  const http = `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:chat-gateway-${stage}-http`
  const Statement = [
    {
      Sid: 'MoveAlias',
      Effect: 'Allow',
      Action: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
      Resource: [sub(http), sub(`${http}:*`)],
    },
    // CloudWatch asks for the right to look at all alarms where it is asked for several by name.
    { Sid: 'LookAtAlarms', Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: '*' },
  ]
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'codedeploy.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'replace', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  }
}
