import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation'
import { awsTroubleOf } from '../aws-trouble.ts'
import { regionCure } from '../cli/place.ts'
import { type Found, failed, ok, StepTrouble } from './step.ts'

/** What a stack puts out, by name. */
export type Outputs = Readonly<Record<string, string | undefined>>

export interface Located extends Found {
  readonly outputs: Outputs
}

/** A stack's state, where the deployment is not simply done. */
const states: readonly (readonly [RegExp, says: string, cure: string])[] = [
  [
    /^UPDATE_ROLLBACK_FAILED$/,
    'going back failed, so that nobody knows which version it is',
    'Mend what the stack’s events name, then: aws cloudformation continue-update-rollback --stack-name STACK',
  ],
  [
    /^(ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED)$/,
    'the first deployment failed, and left no gateway',
    'See why in the stack’s events, delete the stack, and deploy anew.',
  ],
  [/^DELETE_/, 'it is being removed', 'Deploy the stage again once it is gone.'],
  [
    /_IN_PROGRESS$/,
    'a deployment is under way, or was broken off',
    'Wait for its end: aws cloudformation describe-stacks --stack-name STACK. Then try again.',
  ],
  [/_FAILED$/, 'the last deployment failed', 'See why in the stack’s events, mend it, and deploy again.'],
]

/** An operator may be far from the region; still, nothing may hang for good. */
const requestHandler = { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true }

/**
 * Whether the stack is as a deployment leaves it, and what it puts out.
 * @param lack that the stage has no file here, where that is so: then it is probably misspelt
 */
export async function locate(stage: string, lack?: string): Promise<Located> {
  const name = `chat-gateway-${stage}`
  const stack = await describe(name, lack)
  if (!stack) {
    const deploy = `Deploy it: npm run deploy -- --stage ${stage}. Or check the region and the account.`
    return { ...failed(`there is no stack ${name}`, lack === undefined ? deploy : `${lack} ${deploy}`), outputs: {} }
  }
  const outputs = Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]),
  )
  const { StackStatus: status = '' } = stack
  const [, says, cure] = states.find(([pattern]) => pattern.test(status)) ?? []
  const address = addressIn(outputs)
  if (says && cure) return { ...failed(`${status}: ${says}`, cure.replace('STACK', name)), outputs }
  if (address === undefined)
    return {
      ...failed(`${status}, and it puts out no address`, 'Is it this service’s stack? Else give --url.'),
      outputs,
    }
  // The version before goes on running, which is what going back is for: worth saying, and no fault.
  const note = status === 'UPDATE_ROLLBACK_COMPLETE' ? '; the last deployment was taken back' : ''
  return { ...ok(`${status}, ${address}${outputs.Version ? `, version ${outputs.Version}` : ''}${note}`), outputs }
}

/** Where the gateway answers: at a domain of its own, where it has one. */
export const addressIn = ({ DomainUrl, HttpApiUrl }: Outputs): string | undefined => DomainUrl ?? HttpApiUrl

async function describe(StackName: string, lack: string | undefined): Promise<Stack | undefined> {
  const client = new CloudFormationClient({ requestHandler, maxAttempts: 3 })
  try {
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined
    if (awsTroubleOf(error)?.kind === 'no region') throw new StepTrouble('no region is known', regionCure(lack))
    throw error
  } finally {
    client.destroy()
  }
}
