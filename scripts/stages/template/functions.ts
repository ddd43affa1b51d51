import type { Stage } from '../stage.ts'
import { type Editable, FUNCTIONS, grant, propertiesOf, sub } from './editable.ts'

/** What the functions' roles need for their network and for tracing: osls would grant it to a role of its own only. */
export function decideFunctions(template: Editable, { said }: Stage): void {
  for (const name of FUNCTIONS) {
    if (said['network.subnets'] !== undefined) {
      // In the role and not in a policy beside it, which CloudFormation might make after the function.
      propertiesOf(template, `${name}Role`).ManagedPolicyArns = [
        sub(`arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaENIManagementAccess`),
      ]
    }
    if (said.tracing) {
      const Action = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']
      // X-Ray knows no resources.
      grant(template, name, { Sid: 'Trace', Effect: 'Allow', Action, Resource: '*' })
    }
  }
}
