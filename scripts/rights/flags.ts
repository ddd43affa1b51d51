import { parseArgs } from 'node:util'
import { optionFault } from '../../local/chat/option-fault.ts'
import type { Asked } from './policies.ts'

export const USAGE = `Usage: npm run rights -- --stage NAME --account ID [options]

Writes the policies that deploying a stage takes, as its file has it: for a person or a pipeline (deployer.json), for the role that
CloudFormation takes on (cloudformation.json), and who may take each role (…-trust.json). Nothing is asked of AWS.

  --stage NAME       the stage
  --account ID       the twelve digits of the AWS account
  --repo ORG/REPO    the repository on GitHub whose workflows deploy (ORG/REPO)
  --partition NAME   aws, aws-cn or aws-us-gov (aws)
  --to FOLDER        where they are written (rights/NAME)
  --help             show this

docs/deploy.md, "Who may deploy", says what to do with them.`

export interface Flags extends Asked {
  readonly stage: string
  readonly to: string
}

/** A mistake on the command line: exit code 2, as the shell's own commands have it. */
export class UsageError extends Error {}

const OPTIONS = {
  stage: { type: 'string', short: 's' },
  account: { type: 'string' },
  repo: { type: 'string', default: 'ORG/REPO' },
  partition: { type: 'string', default: 'aws' },
  to: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** What is asked for, or undefined where that is help. @throws UsageError */
export function readFlags(args: readonly string[]): Flags | undefined {
  const { stage, account, repo, partition, to, help } = parsed(args)
  if (help) return undefined
  if (stage === undefined) throw new UsageError('Say which stage: --stage prod, say.')
  const demand = (flag: string, text: string, pattern: RegExp, takes: string) => {
    if (!pattern.test(text)) throw new UsageError(`${flag} takes ${takes}, not ${JSON.stringify(text)}.`)
  }
  demand('--account', account ?? '', /^\d{12}$/, 'the twelve digits of an AWS account')
  demand('--repo', repo, /^[\w.-]+\/[\w.-]+$/, 'a repository such as ORG/REPO')
  demand('--partition', partition, /^aws(-[a-z-]+)?$/, 'a partition such as aws or aws-cn')
  return { stage, account: account!, repository: repo, partition, to: to ?? `rights/${stage}` }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(optionFault(error, Object.keys(OPTIONS)))
  }
}
