import { GatewayError } from './errors/gateway-error.ts'
import { nearest } from './nearest.ts'
import { operations } from './operations/index.ts'

/** The caller of a request whose door named nobody. */
export const ANONYMOUS = 'anonymous'

/** Who asks for what. */
export interface Wanted {
  readonly caller: string
  readonly app: string
  readonly operation: string
}

type Matches = (text: string) => boolean

/** Lets each of its callers use each of its operations in each of its apps. */
type Grant = Readonly<Record<Member, Matches>> & {
  /** The callers that it names in full. */
  readonly named: ReadonlySet<string>
}

/** Without a grant there is no policy: whoever gets in may call everything. */
export type AccessPolicy = readonly Grant[]

/** What is wrong with a policy, and where. */
export class PolicyFault extends Error {}

/** What a pattern must look like to match anything at all; undefined where it does. */
type Doubt = (pattern: string) => string | undefined

/** The three members of a grant, all required: what is left out by mistake must not mean everything. */
const members = { callers: doubtCaller, apps: doubtApp, operations: doubtOperation } satisfies Record<string, Doubt>
type Member = keyof typeof members
const names = Object.keys(members) as Member[]

/** @throws GatewayError FORBIDDEN where a policy is set and none of its grants holds */
export function demandAccess(policy: AccessPolicy, wanted: Wanted): void {
  if (mayCall(policy, wanted)) return
  const { caller, app, operation } = wanted
  const detail =
    `${caller} may not call ${operation} in app "${app}". ` +
    'Call what is granted to it, or ask the operator for a grant in ACCESS_POLICY.'
  throw new GatewayError('FORBIDDEN', { detail })
}

/** Whether the policy lets the caller do this; without grants it lets everybody do everything. */
export const mayCall = (policy: AccessPolicy, { caller, app, operation }: Wanted): boolean =>
  policy.length === 0 || policy.some((grant) => grant.callers(caller) && grant.apps(app) && grant.operations(operation))

/** Whether anybody may do anything in the app. */
export const isGranted = (policy: AccessPolicy, app: string): boolean =>
  policy.length === 0 || policy.some((grant) => grant.apps(app))

/** Whether a policy's text says that there is to be none: a word, as an empty text may be a slip. */
export const isOpen = (text: string): boolean => text === 'open'

/**
 * Reads a policy: a JSON list of `{ "callers": […], "apps": […], "operations": […] }`, each a list of patterns in which `*` stands
 * for any run of characters; or `open`, which has no grant.
 * @throws PolicyFault with a JSON Pointer to the place
 */
export function readPolicy(text: string): AccessPolicy {
  if (isOpen(text)) return []
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
  return { callers: callersOf(callers), apps: anyOf(apps), operations: anyOf(wanted), named }
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
  const known = [...operations.keys()]
  if (known.some(anyOf([pattern]))) return undefined
  const hint = nearest(pattern, known)
  return `matches no operation: ${hint ? `did you mean "${hint}"?` : 'GET /v1/health lists them'}`
}

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
