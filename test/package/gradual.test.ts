import { describe, expect, test } from 'vitest'
import { arnOf, PROD, packageService, refTo } from './packaged.ts'

/** How a new version of `http` gets its requests, as the packaged template has it: behind an alias of ours, and behind that of provisioned instances. */
const gradual = { traffic: 'linear', minutes: 1 }
const [example, live, prod] = await Promise.all([
  packageService('example'),
  packageService('gradual', { ...PROD, functions: { http: { gradual } } }),
  packageService('prod', PROD),
])
const STOPPING = ['ServerErrorsAlarm', 'UnexpectedErrorsAlarm', 'FunctionErrorsAlarm']

describe.each([
  ['example', example, 'HttpProvConcLambdaAlias', 'provisioned', 'CodeDeployDefault.LambdaCanary10Percent10Minutes'],
  ['gradual', live, 'HttpLiveAlias', 'live', 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute'],
] as const)('the stage %s', (stage, { template, all }, alias, name, config) => {
  test('publishes a version, which CodeDeploy moves the alias to', () => {
    const [[version, ...others]] = [Object.keys(all('AWS::Lambda::Version'))] as [[string, ...string[]]]
    expect(others).toEqual([])
    expect(Object.keys(all('AWS::Lambda::Alias'))).toEqual([alias])
    expect(template.Resources[alias]).toMatchObject({
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: {
          ApplicationName: refTo('HttpGradual'),
          DeploymentGroupName: refTo('HttpGradualGroup'),
        },
      },
      Properties: {
        FunctionName: refTo('HttpLambdaFunction'),
        FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
        Name: name,
      },
    })
    // Or each deployment would leave a version behind for good.
    expect(template.Resources[version]!.DeletionPolicy).toBeUndefined()
  })

  test('has the API call that alias, and lets it; what follows events and the queue stays with the functions themselves', () => {
    const uri = { 'Fn::Join': [':', [arnOf('HttpLambdaFunction'), name]] }
    expect(all('AWS::ApiGatewayV2::Integration').HttpApiIntegrationHttp!.IntegrationUri).toEqual(uri)
    expect(all('AWS::Lambda::Permission').HttpLambdaPermissionHttpApi!.FunctionName).toEqual(uri)
    expect(all('AWS::Lambda::Permission').RequestRulePermission!.FunctionName).toEqual(arnOf('EventsLambdaFunction'))
    expect(Object.values(all('AWS::Lambda::EventSourceMapping')).map(({ FunctionName }) => FunctionName)).toEqual([
      arnOf('WorkerLambdaFunction'),
    ])
  })

  test('goes by the way that it says, and back where an alarm of the gateway’s own rings', () => {
    expect(all('AWS::CodeDeploy::Application')).toEqual({ HttpGradual: { ComputePlatform: 'Lambda' } })
    expect(all('AWS::CodeDeploy::DeploymentGroup')).toEqual({
      HttpGradualGroup: {
        ApplicationName: refTo('HttpGradual'),
        ServiceRoleArn: arnOf('HttpGradualRole'),
        DeploymentConfigName: config,
        DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
        AlarmConfiguration: { Enabled: true, Alarms: STOPPING.map((id) => ({ Name: refTo(id) })) },
        AutoRollbackConfiguration: {
          Enabled: true,
          Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
        },
      },
    })
    for (const id of STOPPING) expect(template.Resources[id]?.Type).toBe('AWS::CloudWatch::Alarm')
  })

  test('and its role may move this alias and look at alarms, and nothing else', () => {
    const { AssumeRolePolicyDocument, Policies, ManagedPolicyArns } = all('AWS::IAM::Role').HttpGradualRole!
    expect(AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Principal: { Service: 'codedeploy.amazonaws.com' } }],
    })
    expect(ManagedPolicyArns).toBeUndefined()
    const http = [
      'arn:',
      '{AWS::Partition}:lambda:',
      '{AWS::Region}:',
      `{AWS::AccountId}:function:chat-gateway-${stage}-http`,
    ].join('$')
    const [{ PolicyDocument }, ...more] = Policies as [{ PolicyDocument: object }]
    expect(more).toEqual([])
    expect(PolicyDocument).toMatchObject({
      Statement: [
        {
          Action: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
          Resource: [{ 'Fn::Sub': http }, { 'Fn::Sub': `${http}:*` }],
        },
        { Action: 'cloudwatch:DescribeAlarms', Resource: '*' },
      ],
    })
  })
})

test('a stage that does not ask for it has none of it', () => {
  const types = new Set(Object.values(prod.template.Resources).map(({ Type }) => Type))
  for (const type of types) expect(type).not.toMatch(/CodeDeploy|Lambda::(Alias|Version)/)
})
