/** A statement of a policy with everything in it replaced. */
export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** One thing that a call on AWS does, as policies see it. */
export interface Deed {
  /** `dynamodb:PutItem`. */
  readonly action: string
  /** An ARN. */
  readonly resource: string
  /** Condition keys and what they hold; those that the call has nothing to say of are left out. */
  readonly context: Readonly<Record<string, readonly string[]>>
}

export const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value

/** As IAM matches: `*` stands for any characters, `?` for one. */
export function isLike(text: string, pattern: string): boolean {
  const source = RegExp.escape(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

const isSame = (text: string, pattern: string): boolean => text === pattern

/** ArnEquals and ArnLike are the same: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Readonly<Record<string, typeof isLike>> = {
  StringEquals: isSame,
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: isSame,
}

/**
 * Whether a condition holds. A key that the call does not have meets no operator but the negative ones.
 * @throws Error for an operator that is not understood: to pass over a condition would be to grant more than AWS does
 */
function holds(written: string, wanted: readonly string[], actual: readonly string[] = []): boolean {
  if (written === 'Null') return wanted.includes(String(actual.length === 0))
  const [, quantifier = '', name = ''] = /^(?:(ForAnyValue|ForAllValues):)?(\w+)$/.exec(written) ?? []
  const isNegative = name.includes('Not')
  const match = operators[name.replace('Not', '')]
  if (!match)
    throw new Error(`the condition operator ${written} is not understood here: add it to ${import.meta.filename}`)
  const meets = (value: string) => wanted.some((one) => match(value, one)) !== isNegative
  if (quantifier === 'ForAnyValue') return actual.some(meets)
  if (quantifier === 'ForAllValues') return actual.every(meets)
  const [value] = actual
  return value === undefined ? isNegative : meets(value)
}

const isMet = ({ Condition = {} }: Statement, { context }: Deed): boolean =>
  Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, listOf(wanted), context[key])),
  )

/** The action and the resource by which a statement speaks of a deed; undefined where it does not. */
export function speaksOf(statement: Statement, deed: Deed): readonly [action: string, resource: string] | undefined {
  const action = listOf(statement.Action).find((one) => isLike(deed.action, one))
  const resource = listOf(statement.Resource).find((one) => isLike(deed.resource, one))
  return action !== undefined && resource !== undefined && isMet(statement, deed) ? [action, resource] : undefined
}
