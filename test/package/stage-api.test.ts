import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { arnOf, PROD, packageService, refTo } from './packaged.ts'

/** What a stage's file says of the API, as the packaged template has it. */
const [example, prod] = await Promise.all([packageService('example'), packageService('prod', PROD)])
const { template, all } = example
const said = parse(readFileSync(path.join(import.meta.dirname, '../../stages/example.yml'), 'utf8'))

describe('the API', () => {
  const stage = () => all('AWS::ApiGatewayV2::Stage').HttpApiStage!

  test('has its domain and nothing else, with a mapping under the base path and records of both kinds', () => {
    expect(all('AWS::ApiGatewayV2::Api').HttpApi!.DisableExecuteApiEndpoint).toBe(true)
    const { name, certificate, zone } = said.domain
    expect(all('AWS::ApiGatewayV2::DomainName')).toEqual({
      Domain: {
        DomainName: name,
        DomainNameConfigurations: [
          { CertificateArn: certificate, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
        ],
      },
    })
    expect(all('AWS::ApiGatewayV2::ApiMapping')).toEqual({
      DomainMapping: {
        ApiId: refTo('HttpApi'),
        DomainName: refTo('Domain'),
        Stage: refTo('HttpApiStage'),
        ApiMappingKey: 'chat',
      },
    })
    const target = (attribute: string) => ({ 'Fn::GetAtt': ['Domain', attribute] })
    const AliasTarget = {
      DNSName: target('RegionalDomainName'),
      HostedZoneId: target('RegionalHostedZoneId'),
      EvaluateTargetHealth: false,
    }
    expect(all('AWS::Route53::RecordSetGroup')).toEqual({
      DomainRecords: {
        HostedZoneId: zone,
        RecordSets: [
          { Name: name, Type: 'A', AliasTarget },
          { Name: name, Type: 'AAAA', AliasTarget },
        ],
      },
    })
  })

  test('is throttled, health by its own measure on a route of its own that is as guarded as the others, and counts by route', () => {
    expect(stage().DefaultRouteSettings).toEqual({
      DetailedMetricsEnabled: true,
      ThrottlingRateLimit: 500,
      ThrottlingBurstLimit: 1000,
    })
    expect(stage().RouteSettings).toEqual({
      'GET /v1/health': { DetailedMetricsEnabled: true, ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
    })
    const { HttpApiRouteAnyProxyVar, HealthRoute } = all('AWS::ApiGatewayV2::Route')
    expect(HealthRoute).toEqual({ ...HttpApiRouteAnyProxyVar, RouteKey: 'GET /v1/health' })
    expect(HealthRoute!.AuthorizationType).toBe('AWS_IAM')
    // The stage's settings name the route.
    expect(template.Resources.HttpApiStage).toMatchObject({ DependsOn: 'HealthRoute' })
  })

  test('writes a line a request into a log of its own, without query strings, headers and bodies', () => {
    const { DestinationArn, Format } = stage().AccessLogSettings as { DestinationArn: object; Format: string }
    expect(DestinationArn).toEqual(arnOf('AccessLogGroup'))
    expect(all('AWS::Logs::LogGroup').AccessLogGroup!.LogGroupName).toBe('/aws/http-api/chat-gateway-example')
    const written = Object.values(JSON.parse(Format) as Record<string, string>)
    expect(written.toSorted()).toEqual(
      [
        'requestId',
        'requestTime',
        'httpMethod',
        'path',
        'status',
        'identity.userArn',
        'responseLatency',
        'error.message',
        'integrationErrorMessage',
      ]
        .map((name) => `$context.${name}`)
        .toSorted(),
    )
  })

  test('where nothing is said has one route, no bounds, no log and its own address', () => {
    expect(prod.all('AWS::ApiGatewayV2::Stage').HttpApiStage).toEqual({
      ApiId: refTo('HttpApi'),
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { DetailedMetricsEnabled: false },
    })
    expect(Object.keys(prod.all('AWS::ApiGatewayV2::Route'))).toHaveLength(1)
    expect(prod.all('AWS::ApiGatewayV2::Api').HttpApi).not.toHaveProperty('DisableExecuteApiEndpoint')
  })
})
