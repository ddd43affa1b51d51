import type { Stage } from '../stages/stage.ts'
import type { Home } from './arns.ts'
import { deployerPolicy, executionTrustPolicy, trustPolicy } from './deployer-policy.ts'
import { executionPolicy } from './execution-policy.ts'

export interface Asked extends Home {
  /** `ORG/REPO`, whose workflows deploy. */
  readonly repository: string
}

/** The policies that deploying a stage takes, each by the file that it is printed to. */
export const policies = {
  'deployer.json': deployerPolicy,
  'deployer-trust.json': (stage: Stage, asked: Asked) => trustPolicy(stage, asked, asked.repository),
  'cloudformation.json': executionPolicy,
  'cloudformation-trust.json': executionTrustPolicy,
} as const satisfies Readonly<Record<string, (stage: Stage, asked: Asked) => object>>

/** What the printed examples are of. */
export const EXAMPLE_HOME: Asked = { partition: 'aws', account: '123456789012', repository: 'ORG/REPO' }

/** Without blanks, since what IAM takes is bounded. */
export const bytesOf = (policy: object): number => Buffer.byteLength(JSON.stringify(policy))

/** Of the inline policies of a role together. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MOST_BYTES = 10_240

/** Of some stages those whose names begin as this one's things are called: the policies bound this one by nothing else. */
export const reached = (stage: string, stages: readonly string[]): string[] =>
  stages.filter((other) => other.startsWith(`${stage}-`))
