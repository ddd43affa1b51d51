import type { Said } from '../keys.ts'
import type { Stage } from '../stage.ts'
import { att, type Editable, propertiesOf, ref } from './editable.ts'

const HEALTH = 'GET /v1/health'

/** The API's domain, how much it lets in, and how finely it counts. */
export function decideApi(template: Editable, { said }: Stage): void {
  if (said['domain.name'] !== undefined) makeDomain(template, said)
  if (said.executeApi === false) propertiesOf(template, 'HttpApi').DisableExecuteApiEndpoint = true
  const settings = propertiesOf(template, 'HttpApiStage')
  const counts = { DetailedMetricsEnabled: said.detailedMetrics ?? false }
  settings.DefaultRouteSettings = { ...counts, ...throttle(said['throttle.rate'], said['throttle.burst']) }
  const health = throttle(said['throttle.health.rate'], said['throttle.health.burst'])
  if (Object.keys(health).length > 0) throttleHealth(template, { ...counts, ...health })
}

const throttle = (rate: number | undefined, burst: number | undefined) =>
  rate === undefined ? {} : { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }

/** Only a route of its own can have bounds of its own; the stage's settings name it, so that it must be there first. */
function throttleHealth(template: Editable, settings: object): void {
  const { Properties, ...route } = template.Resources.HttpApiRouteAnyProxyVar!
  template.Resources.HealthRoute = { ...route, Properties: { ...Properties, RouteKey: HEALTH } }
  propertiesOf(template, 'HttpApiStage').RouteSettings = { [HEALTH]: settings }
  template.Resources.HttpApiStage!.DependsOn = 'HealthRoute'
}

function makeDomain(template: Editable, said: Said): void {
  template.Resources.Domain = {
    Type: 'AWS::ApiGatewayV2::DomainName',
    Properties: {
      DomainName: said['domain.name'],
      DomainNameConfigurations: [
        { CertificateArn: said['domain.certificate'], EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
      ],
    },
  }
  const path = said['domain.basePath']
  template.Resources.DomainMapping = {
    Type: 'AWS::ApiGatewayV2::ApiMapping',
    Properties: {
      ApiId: ref('HttpApi'),
      DomainName: ref('Domain'),
      Stage: ref('HttpApiStage'),
      ...(path !== undefined && { ApiMappingKey: path }),
    },
  }
  if (said['domain.zone'] !== undefined) pointAt(template, said['domain.zone'], said['domain.name']!)
}

function pointAt(template: Editable, zone: string, name: string): void {
  const AliasTarget = {
    DNSName: att('Domain', 'RegionalDomainName'),
    HostedZoneId: att('Domain', 'RegionalHostedZoneId'),
    EvaluateTargetHealth: false,
  }
  template.Resources.DomainRecords = {
    Type: 'AWS::Route53::RecordSetGroup',
    Properties: { HostedZoneId: zone, RecordSets: ['A', 'AAAA'].map((Type) => ({ Name: name, Type, AliasTarget })) },
  }
}
