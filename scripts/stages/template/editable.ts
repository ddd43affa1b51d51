/** A compiled template that is being changed. */
export interface Editable {
  Description?: string
  readonly Resources: Record<string, EditableResource>
  Outputs?: Record<string, unknown>
}

export interface EditableResource {
  readonly Type: string
  DependsOn?: string | string[]
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
  UpdatePolicy?: Readonly<Record<string, unknown>>
  readonly Properties: Record<string, unknown>
}

export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly [member: string]: unknown
}

/** @throws Error where serverless.yml and resources/ have no such resource */
export function propertiesOf({ Resources }: Editable, id: string): Record<string, unknown> {
  const resource = Resources[id]
  if (resource === undefined) throw new Error(`the template has no ${id}, which a stage's file decides about`)
  return resource.Properties
}

/** The properties of all resources of a type. */
export const allOf = ({ Resources }: Editable, type: string): Record<string, unknown>[] =>
  Object.values(Resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []))

/** The functions, by what begins the names of all that belongs to each. */
export const FUNCTIONS = ['Http', 'Events', 'Worker'] as const

/** Lets a function's role do something more. */
export function grant(template: Editable, name: (typeof FUNCTIONS)[number], statement: Statement): void {
  const [policy] = propertiesOf(template, `${name}Role`).Policies as { PolicyDocument: { Statement: Statement[] } }[]
  policy!.PolicyDocument.Statement.push(statement)
}

export const ref = (id: string) => ({ Ref: id })
export const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] })
export const sub = (text: string) => ({ 'Fn::Sub': text })
