/** More than the type asks by itself, where a property of a resource brings it about. */
export const needsOfProperties: readonly {
  readonly type: string
  readonly property: string
  readonly actions: readonly string[]
}[] = [
  {
    type: 'AWS::Lambda::Function',
    property: 'VpcConfig',
    actions: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
  },
  { type: 'AWS::DynamoDB::Table', property: 'SSESpecification', actions: ['kms:CreateGrant', 'kms:DescribeKey'] },
  { type: 'AWS::IAM::Role', property: 'ManagedPolicyArns', actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'] },
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
  {
    type: 'AWS::ApiGatewayV2::Stage',
    property: 'AccessLogSettings',
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
  },
]
