import { roleIdOf } from '../../../local/aws/account.ts'
import type { AwsCall } from './deeds.ts'
import type { PackagedTemplate } from './packaged-template.ts'
import { arnOfResource, resolve } from './references.ts'
import { type Deed, listOf, type Statement, speaksOf } from './statement.ts'

/** What somebody may do, by the access key they sign with. */
export interface Holder {
  readonly key: string
  /** As reports name it: a role, or a page of the docs. */
  readonly name: string
  /** The role's key in the template; whoever has none is another principal of the account. */
  readonly roleId?: string
  /** As written in the template, before anything in it is replaced. */
  readonly statements: readonly object[]
}

/** A permission that somebody has: `HttpRole QueueJobs dynamodb:GetItem`, and on what where that is not the statement's only resource. */
export type Grant = string

/** A call that its signer had no permission for, in AWS's words. */
export type Denial = string

interface Resolved {
  /** What conditions can ask of the signer. */
  readonly who: Deed['context']
  readonly statements: readonly Statement[]
}

/** The functions of the template, each with the statements of its role. */
export function holdersIn({ Resources }: PackagedTemplate): Holder[] {
  const functions = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function')
  return functions.map(({ Properties }) => {
    const { FunctionName: key, Role } = Properties as { FunctionName: string; Role: { 'Fn::GetAtt': [string] } }
    const [roleId] = Role['Fn::GetAtt']
    const { Policies } = Resources[roleId]!.Properties as { Policies: { PolicyDocument: { Statement: object[] } }[] }
    return { key, name: roleId, roleId, statements: Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) }
  })
}

/** What the policies of resources deny to whoever is concerned: the bus's and the queues'. */
const denialsIn = ({ Resources }: PackagedTemplate): object[] =>
  Object.values(Resources).flatMap(({ Type, Properties }) => {
    const { Policy, PolicyDocument } = Properties as Record<string, { Statement: object[] } | undefined>
    const policy = { 'AWS::Events::EventBus': Policy, 'AWS::SQS::QueuePolicy': PolicyDocument }[Type]
    return policy?.Statement ?? []
  })

/** Judges calls as IAM would: what is not granted is denied, and an explicit denial goes before any grant. */
export class Permissions {
  readonly #template: PackagedTemplate
  readonly #holders: ReadonlyMap<string, Holder>
  readonly #resolved = new Map<string, Resolved>()
  readonly #denials = new Map<string, readonly Statement[]>()

  constructor(template: PackagedTemplate, holders: readonly Holder[]) {
    this.#template = template
    this.#holders = new Map(holders.map((holder) => [holder.key, holder]))
  }

  /** All grants there are. */
  get grants(): Grant[] {
    return [...this.#holders.values()].flatMap((holder) =>
      this.#resolve(holder, 'any').statements.flatMap((statement) =>
        listOf(statement.Action).flatMap((action) =>
          listOf(statement.Resource).map((resource) => grantOf(holder, statement, action, resource)),
        ),
      ),
    )
  }

  /** What grants a call, or why it is denied. Undefined where its signer is nobody whose permissions are known. */
  judge({ key, region, deeds }: AwsCall): { readonly used: Grant[] } | { readonly denied: Denial } | undefined {
    const holder = this.#holders.get(key)
    if (!holder) return undefined
    const { who, statements } = this.#resolve(holder, region)
    const used: Grant[] = []
    for (const one of deeds) {
      const deed: Deed = { ...one, context: { ...one.context, ...who } }
      const grant = this.#isForbidden(deed, region) ? undefined : grantFor(holder, statements, deed)
      if (grant === undefined) return { denied: `${holder.name} (${key}) may not ${deed.action} on ${deed.resource}` }
      used.push(grant)
    }
    return { used }
  }

  #isForbidden(deed: Deed, region: string): boolean {
    const known = this.#denials.get(region)
    const denials = known ?? (resolve(denialsIn(this.#template), this.#template, region) as Statement[])
    this.#denials.set(region, denials)
    return denials.some((statement) => statement.Effect === 'Deny' && speaksOf(statement, deed))
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
  #identity({ key, name, roleId }: Holder, region: string): Deed['context'] {
    const [arn, id] =
      roleId === undefined
        ? [name, `AIDA${key.toUpperCase()}`]
        : [arnOfResource(this.#template, roleId, region), `${roleIdOf(roleId)}:${key}`]
    return { 'aws:PrincipalArn': [arn], 'aws:userid': [id], 'aws:PrincipalIsAWSService': ['false'] }
  }

  #resolve(holder: Holder, region: string): Resolved {
    const at = `${holder.key} ${region}`
    const known = this.#resolved.get(at)
    if (known) return known
    const statements = resolve(holder.statements, this.#template, region) as Statement[]
    const resolved = { who: this.#identity(holder, region), statements }
    this.#resolved.set(at, resolved)
    return resolved
  }
}

function grantFor(holder: Holder, statements: readonly Statement[], deed: Deed): Grant | undefined {
  if (statements.some((one) => one.Effect === 'Deny' && speaksOf(one, deed))) return undefined
  for (const statement of statements) {
    const spoken = speaksOf(statement, deed)
    if (spoken) return grantOf(holder, statement, ...spoken)
  }
  return undefined
}

/** Without region and account, which differ from test to test. */
const grantOf = ({ name }: Holder, { Sid }: Statement, action: string, resource: string): Grant =>
  `${name} ${Sid} ${action} on ${resource.split(':').slice(5).join(':')}`
