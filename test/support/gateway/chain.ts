import type { Failures, Told } from '../../../lib/told.ts'
import type { ItemError, Upstream } from './answer.ts'
import { inTurn } from './chat-replies.ts'
import type { Call, Reply, Script } from './chat-server.ts'
import type { Asked } from './invocation.ts'
import { type Body, type Row, rows } from './rows.ts'
import type { Gateway } from './start.ts'

export interface ChainResult {
  readonly userId: string
  readonly status: 'ok' | 'pending' | 'failed' | 'unknown'
  readonly error?: ItemError
  readonly relation?: string
  readonly friend?: Body
}
/** What the contract says any of the operations may answer. */
export interface ChainBody {
  readonly outcome?: string
  readonly requestId?: string
  readonly counts?: Readonly<Record<string, number>>
  readonly results?: readonly ChainResult[]
  readonly retry?: Body
  readonly friends?: readonly Body[]
  readonly total?: number
  readonly lists?: readonly Body[]
  readonly blocked?: readonly Body[]
  readonly cursor?: string
  readonly code?: string
  readonly subject?: string
  readonly detail?: string
  readonly status?: number
  readonly retryable?: boolean
  readonly upstream?: Upstream
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[]
  readonly operations?: readonly string[]
}
export interface ChainAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly json: ChainBody
}

export const pathOf = (name: string) => `/v1/${name.replace('.', '/')}`

/** Asks for an operation by its own path. */
export async function ask(gateway: Gateway, name: string, body: unknown, asked: Asked = {}): Promise<ChainAnswer> {
  const answer = await gateway.request({ ...asked, path: pathOf(name), body })
  return { ...answer, json: answer.json as unknown as ChainBody }
}

export const bodyOf = (call: Call | undefined) => (call?.body ?? {}) as unknown as Body
export const bodies = (gateway: Gateway) => gateway.chat.calls.map(bodyOf)
export const commandOf = (call: Call) => call.path.split('/').at(-1)!

/** The row that a call is of. */
const rowOf = (call: Call): Row => rows.find((row) => `/${row.path}` === call.path)!

/** Ids of the items a call is about, in the order asked. */
export function accountsOf(call: Call): readonly string[] {
  const { items } = rowOf(call)
  return items ? items.carriedBy(bodyOf(call)).map(items.idOf) : []
}
export const accounts = (gateway: Gateway) => gateway.chat.calls.map(accountsOf)

const OK = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ErrorDisplay: '' }
export const reply = (members: Body = {}) => ({ ...members, ...OK })

/** An entry as the command's own reply would hold it: what the sample's says, of this id and with this code. */
export const entryOf = (call: Call, id: unknown, code: unknown = 0, info = ''): Body =>
  entryIn(rowOf(call), id, code, info)

function entryIn({ items }: Row, id: unknown, code: unknown = 0, info = ''): Body {
  const { told, entry = {}, idPath } = items ?? {}
  if (told?.form === undefined) return entry
  const parts: readonly (readonly [string | undefined, unknown])[] = [
    [idPath, id],
    ['code' in told ? told.code : undefined, code],
    ['info' in told ? told.info : undefined, info],
  ]
  return parts.reduce<Body>(
    (one, [path, value]) => (path === undefined ? one : withAt(one, path.split('.'), value)),
    entry,
  )
}

function withAt(value: Body, [step = '', ...rest]: readonly string[], end: unknown): Body {
  return { ...value, [step]: rest.length === 0 ? end : withAt(Object(value[step]) as Body, rest, end) }
}

/** A list where its path says: inside the objects and lists on the way. */
const placed = (path: string, list: unknown) =>
  path
    .split('.')
    .reduceRight<unknown>((inner, step) => (/^\d+$/.test(step) ? [inner] : { [step]: inner }), list) as Body

/** A reply of the command with just these entries in its list. */
export const listed = (call: Call, entries: unknown) =>
  reply(placed(rowOf(call).items?.told?.list ?? 'ResultItem', entries))

type Verdict = number | readonly [code: number, info: string]

/** One item's failure as the command's list of failures would hold it. */
function failureOf({ id, code, info }: Failures, one: string, [value, text]: readonly [number, string?]): unknown {
  if (id === undefined) return one
  return { [id]: one, ...(code && { [code]: value }), ...(info && { [info]: text }) }
}

/** The lists by which a reply tells what became of these, in the form of the row. */
export function lists(row: Row, told: Told, verdicts: ReadonlyMap<string, readonly [number, string?]>): Body {
  const entries = (some: readonly string[]) => some.map((id) => entryIn(row, id, ...verdicts.get(id)!))
  const failed = [...verdicts.keys()].filter((id) => verdicts.get(id)![0] !== 0)
  const failures = (rules: Failures) =>
    placed(
      rules.list,
      failed.map((id) => failureOf(rules, id, verdicts.get(id)!)),
    )
  if (told.form === 'fails') return failures(told)
  if (told.form !== 'names') return placed(told.list, entries([...verdicts.keys()]))
  const found = placed(told.list, entries([...verdicts.keys()].filter((id) => !failed.includes(id))))
  return { ...found, ...(told.fails && failures(told.fails)) }
}

/** Everything done, but for the accounts given a code, or a code and its info. */
export const coded =
  (byAccount: Readonly<Record<string, Verdict>>): Script =>
  (call) => {
    const ids = accountsOf(call)
    const { items, sample } = rowOf(call)
    if (ids.length === 0) return items ? reply() : sample.reply
    if (!items?.told) return reply()
    const verdict = (id: string) => [Object.hasOwn(byAccount, id) ? byAccount[id] : 0].flat() as [number, string?]
    return reply(lists(rowOf(call), items.told, new Map(ids.map((id) => [id, verdict(id)]))))
  }
export const done: Script = coded({})

/** Plays these one after another and asks; the answer comes with the accounts of each call it took. */
export async function play(gateway: Gateway, name: string, body: unknown, ...scripts: readonly (Script | Reply)[]) {
  gateway.chat.play(inTurn(...scripts))
  const answer = await ask(gateway, name, body)
  return { ...answer, calls: accounts(gateway) }
}

/** What a result is about: what names it comes first. */
export const idIn = (result: object): unknown => Object.values(result)[0]

/** `id status CODE` a line. */
export const verdictsOf = ({ results = [] }: ChainBody) =>
  results.map((item) => [idIn(item), item.status, item.error?.code].filter(Boolean).join(' '))
