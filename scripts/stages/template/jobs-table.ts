import { isDeepStrictEqual } from 'node:util'
import type { Stage } from '../stage.ts'
import { att, type Editable, FUNCTIONS, propertiesOf, type Statement, sub } from './editable.ts'

export const arnOfTable = (name: string) =>
  sub(`arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${name}`)

/** Lets the functions work with a restored table of jobs, and no longer with the stack's own. */
export function decideJobsTable(template: Editable, { said }: Stage): void {
  if (said.jobsTable === undefined) return
  const own = att('JobsTable', 'Arn')
  for (const name of FUNCTIONS) {
    const policies = propertiesOf(template, `${name}Role`).Policies as {
      PolicyDocument: { Statement: (Omit<Statement, 'Resource'> & { Resource: unknown })[] }
    }[]
    const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    for (const statement of statements) {
      if (isDeepStrictEqual(statement.Resource, own)) statement.Resource = arnOfTable(said.jobsTable)
    }
  }
}
