import { GatewayError } from './errors/gateway-error.ts'
import { nearest } from './nearest.ts'
import type { AnyOperation } from './operation.ts'
import { known } from './operations/known.ts'

/** The caller of a request whose door named nobody. */
export const ANONYMOUS = 'anonymous'

/** What a policy looks at of an operation. */
export type Guarded = Pick<AnyOperation, 'name' | 'byName'>

/**
 * The look at all that an app stands on (`GET /v1/health?app=…`), which is no operation of Chat's and yet is granted as one: by its own
 * name, since it calls Chat and tells what is wrong with an app's secret.
 */
export const HEALTH_CHECK: Guarded = { name: 'health.check', byName: true }

/** Who asks for what. */
export interface Wanted {
  readonly caller: string
  readonly app: string
  readonly operation: Guarded
}

type Matches = (text: string) => boolean

/** Lets each of its callers use each of its operations in each of its apps. */
interface Grant {
  readonly callers: Matches
  readonly apps: Matches
  readonly operations: (operation: Guarded) => boolean
  /** The callers that it names in full. */
  readonly named: ReadonlySet<string>
}

/** Without a grant nobody has said who may: whoever gets in may call everything but what is granted by its name. */
export type AccessPolicy = readonly Grant[]

const always = () => true
const OPEN: AccessPolicy = [{ callers: always, apps: always, operations: always, named: new Set() }]

/** What is wrong with a policy, and where. */
export class PolicyFault extends Error {}

/** What a pattern must look like to match anything at all; undefined where it does. */
type Doubt = (pattern: string) => string | undefined

/** The three members of a grant, all required: what is left out by mistake must not mean everything. */
const members = { callers: doubtCaller, apps: doubtApp, operations: doubtOperation } satisfies Record<string, Doubt>
type Member = keyof typeof members
const names = Object.keys(members) as Member[]

/** @throws GatewayError FORBIDDEN where none of the policy's grants holds, or it has none and the operation is granted by its name */
export function demandAccess(policy: AccessPolicy, wanted: Wanted): void {
  if (mayCall(policy, wanted)) return
  const { caller, app, operation } = wanted
  const detail = `${caller} may not call ${operation.name} in app "${app}". ${cureOf(policy, operation)}`
  throw new GatewayError('FORBIDDEN', { detail })
}

function cureOf(policy: AccessPolicy, { name, byName }: Guarded): string {
  if (!byName) return 'Call what is granted to it, or ask the operator for a grant in ACCESS_POLICY.'
  const cure =
    policy.length === 0
      ? `and ACCESS_POLICY is not set: ask the operator for a policy with ${name} among the operations of a grant, or for ` +
        'ACCESS_POLICY=open, which grants everybody everything.'
      : `not by a wildcard over families: ask the operator to add ${name} to the operations of a grant in ACCESS_POLICY.`
  return `It is granted by its own name, ${cure}`
}

/** Whether the policy lets the caller do this. */
export const mayCall = (policy: AccessPolicy, { caller, app, operation }: Wanted): boolean =>
  policy.length === 0
    ? !operation.byName
    : policy.some((grant) => grant.callers(caller) && grant.apps(app) && grant.operations(operation))

/** Whether anybody may do anything in the app. */
export const isGranted = (policy: AccessPolicy, app: string): boolean =>
  policy.length === 0 || policy.some((grant) => grant.apps(app))

/** Whether a policy's text says that everybody may call everything: a word, as an empty text may be a slip. */
export const isOpen = (text: string): boolean => text === 'open'

/**
 * Reads a policy: a JSON list of `{ "callers": […], "apps": […], "operations": […] }`, each a list of patterns in which `*` stands
 * for any run of characters; or `open`, which grants everybody everything.
 * @throws PolicyFault with a JSON Pointer to the place
 */
export function readPolicy(text: string): AccessPolicy {
  if (isOpen(text)) return OPEN
  const list = parse(text)
  if (!Array.isArray(list) || list.length === 0) throw new PolicyFault('it is no list with at least one grant')
  return list.map((grant, index) => readGrant(grant, `/${index}`))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PolicyFault('it is not JSON')
  }
}

function readGrant(grant: unknown, place: string): Grant {
  const stray = Object.keys(Object(grant)).find((name) => !Object.hasOwn(members, name))
  if (stray !== undefined) throw new PolicyFault(`${place}/${stray} is unknown: a grant has ${names.join(', ')}`)
  const lists = names.map((name) => readPatterns(Object(grant)[name], name, `${place}/${name}`))
  const [callers = [], apps = [], wanted = []] = lists
  const named = new Set(callers.filter((pattern) => !pattern.includes('*')))
  return { callers: callersOf(callers), apps: anyOf(apps), operations: operationsOf(wanted), named }
}

function readPatterns(patterns: unknown, name: Member, place: string): string[] {
  if (!Array.isArray(patterns) || patterns.length === 0)
    throw new PolicyFault(`${place} must be a list of at least one pattern; ["*"] stands for all`)
  return patterns.map((pattern: unknown, index) => {
    const doubt = typeof pattern === 'string' ? members[name](pattern) : 'is no string'
    if (doubt === undefined) return pattern as string
    throw new PolicyFault(`${place}/${index} ${JSON.stringify(pattern)} ${doubt}`)
  })
}

/** `*` alone is everybody; any other pattern begins like one kind of caller, and fits callers of that kind only. */
const CALLER =
  /^(\*|anonymous|event:.+|(\d{12}|\d*\*\d*)\/[\w+=,.@*-]+|arn:.*\*.*|arn:[\w-]+:(iam|sts)::\d{12}:(root|(user|federated-user)\/.+))$/
const ROLE_ARN = /^arn:.*:(role|assumed-role)\//

function doubtCaller(pattern: string): string | undefined {
  if (ROLE_ARN.test(pattern)) return 'matches no caller: a role is written {accountId}/{RoleName}'
  if (CALLER.test(pattern)) return undefined
  return (
    'is of no one kind of caller: write {accountId}/{RoleName} or */{RoleName}, the ARN of a user, event:{source}, ' +
    'anonymous, or "*" alone for everybody'
  )
}

function doubtApp(pattern: string): string | undefined {
  return /^[\w*-]{1,64}$/.test(pattern) ? undefined : 'matches no app: a name has 1 to 64 letters, digits, "_" or "-"'
}

function doubtOperation(pattern: string): string | undefined {
  const all: readonly Guarded[] = [...known.values(), HEALTH_CHECK]
  const fitting = all.filter(({ name }) => fits(pattern, name))
  if (fitting.some(operationsOf([pattern]))) return undefined
  const [first] = fitting
  if (first)
    return `grants nothing: ${first.name} is granted by its own name or its family's, as "${familyOf(first)}.*"`
  const hint = nearest(
    pattern,
    all.map(({ name }) => name),
  )
  return `matches no operation: ${hint ? `did you mean "${hint}"?` : 'GET /v1/health lists them'}`
}

const familyOf = ({ name }: Guarded): string => name.slice(0, name.indexOf('.'))

/** A wildcard over families, such as `*.get`, means operations that are there today; it must not let in what can do harm tomorrow. */
const operationsOf =
  (patterns: readonly string[]) =>
  ({ name, byName }: Guarded): boolean =>
    patterns.some((pattern) => fits(pattern, name) && (!byName || saysFamily(pattern)))

/** Whether a pattern says which family it means: what stands before its dot is a name, without a wildcard. */
const saysFamily = (pattern: string): boolean => /^[^*]+\./.test(pattern)

const anyOf =
  (patterns: readonly string[]): Matches =>
  (text) =>
    patterns.some((pattern) => fits(pattern, text))

/**
 * Whether a pattern fits a whole text. What stands between the `*`s is looked for piece by piece: a source's name may be long, and an
 * expression could try for seconds.
 */
export function fits(pattern: string, text: string): boolean {
  const [head = '', ...pieces] = pattern.split('*')
  const tail = pieces.pop()
  if (tail === undefined) return text === head
  if (!text.startsWith(head)) return false
  let from = head.length
  for (const piece of pieces) {
    const at = text.indexOf(piece, from)
    if (at < 0) return false
    from = at + piece.length
  }
  return text.length - from >= tail.length && text.endsWith(tail)
}

/** Who chooses a name may write anything into it but how it begins: a wildcard that stands there must not reach from kind to kind. */
const kinds = [/^event:/, /^arn:/, /^[\d*]+\//]
const kindOf = (name: string): number => kinds.findIndex((kind) => kind.test(name))

/** A wildcard means callers somebody vouches for; who is nobody is let in only by that name. */
const callersOf =
  (patterns: readonly string[]): Matches =>
  (caller) =>
    patterns.some((pattern) =>
      pattern === '*' ? caller !== ANONYMOUS : kindOf(pattern) === kindOf(caller) && fits(pattern, caller),
    )
