import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'

/** CloudFormation's word for how a stack stands, or undefined where there is none. Rejects with whatever AWS says otherwise. */
export async function stackStatus(
  client: Pick<CloudFormationClient, 'send'>,
  StackName: string,
): Promise<string | undefined> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }))
    return stack?.StackStatus
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined
    throw error
  }
}

/** Why a stack that stands like this can't be deployed to, with the cure; undefined where it can. */
export function statusFault(status: string | undefined, stack: string, stage: string): string | undefined {
  const cure = status === undefined ? undefined : cureOf(status, stack, stage)
  return (
    cure &&
    `The stack ${stack} is in ${status}: ${cure} Nothing was changed (docs/deploy.md, "A deployment that stopped half-way").`
  )
}

function cureOf(status: string, stack: string, stage: string): string | undefined {
  if (status === 'REVIEW_IN_PROGRESS') return undefined
  if (status.endsWith('_IN_PROGRESS')) {
    const what = /ROLLBACK/.exec(status)?.[0] ?? /^[A-Z]+/.exec(status)![0]
    return `somebody is at work on it. Wait for the end: aws cloudformation wait stack-${what.toLowerCase()}-complete --stack-name ${stack}.`
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return `an update failed, and so did going back. Mend what its events name, then: aws cloudformation continue-update-rollback --stack-name ${stack}.`
  }
  if (['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'].includes(status)) {
    return `it can only be removed. Remove it, then deploy again: npx osls remove --stage ${stage}.`
  }
  return undefined
}
