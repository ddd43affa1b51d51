import type { Template } from './difference.ts'
import type { Stage } from './stage.ts'

/** The alarms that stop a deployment: what a bad version of ours would ring, and neither Chat nor a caller. */
export const STOPPING = ['ServerErrorsAlarm', 'UnexpectedErrorsAlarm', 'FunctionErrorsAlarm'] as const

/** Where the stage's alarms stand. */
export interface Place {
  readonly partition: string
  readonly region: string
  readonly accountId: string
}

interface RollbackConfiguration {
  readonly MonitoringTimeInMinutes: number
  readonly RollbackTriggers: readonly { readonly Arn: string; readonly Type: 'AWS::CloudWatch::Alarm' }[]
}

/** CloudFormation keeps the triggers of the last update unless it is told of others, be it of none. */
export const NO_GUARD: RollbackConfiguration = { MonitoringTimeInMinutes: 0, RollbackTriggers: [] }

/**
 * Which alarms CloudFormation watches during an update and for some minutes after it, to take all of it back where one rings.
 * @param before what is deployed: a trigger that does not exist fails the update, so that the first deployment has none
 */
export function guardOf(
  { said }: Pick<Stage, 'said'>,
  before: Template | undefined,
  { partition, region, accountId }: Place,
): RollbackConfiguration {
  const { guardMinutes } = said
  const alarms = STOPPING.flatMap((id) => before?.Resources[id]?.Properties?.AlarmName ?? [])
  if (guardMinutes === undefined || alarms.length === 0) return NO_GUARD
  return {
    MonitoringTimeInMinutes: guardMinutes,
    RollbackTriggers: alarms.map((alarm) => ({
      Arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${alarm}`,
      Type: 'AWS::CloudWatch::Alarm',
    })),
  }
}
