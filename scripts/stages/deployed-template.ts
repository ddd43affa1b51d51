import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import type { Template } from './difference.ts'

/** What AWS holds of a stack, or undefined where there is none. Rejects with whatever AWS, or the way to it, says otherwise. */
export async function deployedTemplate(
  client: Pick<CloudFormationClient, 'send'>,
  StackName: string,
): Promise<Template | undefined> {
  try {
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }))
    return JSON.parse(TemplateBody ?? '') as Template
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined
    throw error
  }
}
