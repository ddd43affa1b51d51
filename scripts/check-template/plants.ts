import type { Template } from '../stages/difference.ts'

type Properties = Record<string, unknown>

/** Faults to be put into a sound template, each with what must be said of it: a check that misses one of them is worth nothing. */
export const plants: readonly (readonly [said: string, plant: (properties: (id: string) => Properties) => void])[] = [
  [
    'JobsTable.Properties.PointInTimeRecoverySpecification: no property PointInTimeRecoveryEnable; is it PointInTimeRecoveryEnabled?',
    (of) => {
      of('JobsTable').PointInTimeRecoverySpecification = { PointInTimeRecoveryEnable: true }
    },
  ],
  [
    'HttpLambdaFunction.Properties: no property MemorySizes; is it MemorySize?',
    (of) => {
      of('HttpLambdaFunction').MemorySizes = 512
    },
  ],
  [
    'StateTable.Properties: KeySchema is required',
    (of) => {
      delete of('StateTable').KeySchema
    },
  ],
  [
    'WorkerLambdaFunction.Properties.Timeout must be of the type integer, not "a minute"',
    (of) => {
      of('WorkerLambdaFunction').Timeout = 'a minute'
    },
  ],
  [
    'HttpLambdaFunction.Properties.TracingConfig.Mode must be one of Active, PassThrough, not "On"',
    (of) => {
      of('HttpLambdaFunction').TracingConfig = { Mode: 'On' }
    },
  ],
  [
    'JobsQueue has no attribute Url',
    (of) => {
      of('JobsQueue').QueueName = { 'Fn::GetAtt': ['JobsQueue', 'Url'] }
    },
  ],
  [
    'OldestJobAlarm.Properties.Dimensions must be a list',
    (of) => {
      of('OldestJobAlarm').Dimensions = { QueueName: 'jobs' }
    },
  ],
]

/** A template with one fault. */
export function planted(template: Template, plant: (properties: (id: string) => Properties) => void): Template {
  const copy = structuredClone(template)
  plant((id) => copy.Resources[id]!.Properties as Properties)
  return copy
}
