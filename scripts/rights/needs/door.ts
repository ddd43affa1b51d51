const METHODS = [
  'apigateway:DELETE',
  'apigateway:GET',
  'apigateway:PATCH',
  'apigateway:POST',
  'apigateway:PUT',
] as const

/** What callers come in by, and the name it has. */
export const door = {
  'AWS::ApiGatewayV2::Api': METHODS,
  'AWS::ApiGatewayV2::ApiMapping': METHODS,
  'AWS::ApiGatewayV2::DomainName': METHODS,
  'AWS::ApiGatewayV2::Integration': METHODS,
  'AWS::ApiGatewayV2::Route': METHODS,
  'AWS::ApiGatewayV2::Stage': [
    'apigateway:DELETE',
    'apigateway:GET',
    'apigateway:PATCH',
    'apigateway:POST',
    'apigateway:TagResource',
    'apigateway:UntagResource',
  ],
  'AWS::Route53::RecordSetGroup': [
    'route53:ChangeResourceRecordSets',
    'route53:GetChange',
    'route53:GetHostedZone',
    'route53:ListResourceRecordSets',
  ],
} as const
