/** A statement of a policy; each says which actions it allows on what. */
export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

export const policyOf = (Statement: readonly Statement[]): Policy => ({ Version: '2012-10-17', Statement })

export const allow = (
  Sid: string,
  actions: string,
  Resource: readonly string[],
  Condition?: Statement['Condition'],
): Statement => ({
  Sid,
  Effect: 'Allow',
  Action: inFull(actions),
  Resource,
  ...(Condition !== undefined && { Condition }),
})

/** `sqs: A B` for `sqs:A`, `sqs:B`. */
function inFull(actions: string): string[] {
  const [service = '', names = ''] = actions.split(': ')
  return names.split(' ').map((name) => `${service}:${name}`)
}
