import fc from 'fast-check'
import { operations } from '../../../lib/operations/index.ts'
import { schemas } from '../../../scripts/request-schemas.ts'
import { operation } from '../../support/gateway/rows.ts'
import { KEY } from '../../support/gateway/user-sig.ts'
import { LeakScan } from '../leaks.ts'
import { answerers } from './hostile.ts'
import { type Known, verdictFaults } from './oracle.ts'
import { publishedFault } from './published.ts'
import { isBodyOf, isNamed } from './readings.ts'
import type { Played, Request } from './scripted.ts'
import { type Shape, valid } from './valid.ts'

/** Good bodies, without what needs a secret or a cursor of its own. */
export const goodRequests: fc.Arbitrary<Request> = fc.oneof(
  ...[...operations.keys()].map((operation) =>
    valid(schemas[operation] as Shape)
      .filter((body) => (operations.get(operation)?.refuses?.(body) ?? []).length === 0)
      .map((body) => {
        const { app: _, cursor: __, ...rest } = body as Record<string, unknown>
        return { operation, body: withoutIntegers(rest) }
      }),
  ),
)

/** An integer in a custom field depends on the app, which is not what is looked into here. */
const withoutIntegers = (body: object): unknown =>
  JSON.parse(
    JSON.stringify(body, (key, value) => (key === 'custom' && typeof value === 'object' ? mapped(value) : value)),
  )

const mapped = (custom: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(custom).map(([name, value]) => [name, String(value)]))

export const scripts = fc.array(answerers, { minLength: 1, maxLength: 4 })

/** What the contract says of an operation. */
function knownOf({ operation: name, body }: Request): Known & { readonly member?: string | undefined } {
  const { repeated, ...members } = body as Record<string, unknown>
  const { effect, items } = operation(name)
  const isRead = effect === 'read'
  const hasItems = items !== undefined && members[items.member] !== undefined
  return {
    name,
    isRead,
    tells: isRead,
    isRepeated: repeated === true,
    hasItems,
    alsoDone: operations.get(name)?.alsoDone,
    ...(hasItems && { told: items.told, member: items.member }),
  }
}

/** Each conversation has UserSigs of its own, which are forgotten with it. */
function leaksIn({ text, userSigs }: Played): string[] {
  const scan = new LeakScan({ 'the key': KEY })
  for (const userSig of userSigs) scan.addUserSig('the UserSig', userSig)
  scan.search('what left the gateway', text)
  return scan.leaks.map(({ place, what }) => `${place} holds ${what}`)
}

/** Longer than any id or name, so that whoever finds one has found what was said. */
const LONG = 100

/** Texts of a message that stand in the log. */
export function whispersIn({ body }: Pick<Request, 'body'>, { log }: Pick<Played, 'log'>): string[] {
  const { elements, customData, offlinePush } = body as Record<string, unknown>
  const said: string[] = []
  const note = (_: string, value: unknown) => {
    if (typeof value === 'string') said.push(value)
    return value
  }
  JSON.stringify([elements, customData, offlinePush], note)
  const found = said.filter(
    (text) => text.length > LONG && log.includes(JSON.stringify(text.slice(0, LONG)).slice(1, -1)),
  )
  return found.map((text) => `the log holds a text of ${text.length} characters that a message says`)
}

/** What is wrong with the answer that hostile replies led to. */
export function faultsOfPlayed(request: Request, played: Played): string[] {
  const { status, json, exchanges } = played
  const known = knownOf(request)
  const general = [...publishedFault({ status, json }), ...leaksIn(played), ...whispersIn(request, played)]
  if (json.code === 'INTERNAL') return [...general, `500 ${json.detail}`]
  if (json.retry !== undefined && !isBodyOf(request.operation, json.retry))
    general.push('a retry that would be refused')
  if (known.member === undefined) {
    const outcome = json.outcome as 'ok' | 'failed' | 'unknown'
    return [...general, ...verdictFaults('', outcome, exchanges, known)]
  }
  const items = (request.body as Record<string, unknown[]>)[known.member]!
  const rules = operations.get(known.name)!.items!
  const ids = items.map(rules.id)
  const results = json.results ?? []
  const isInOrder = results.length === ids.length && ids.every((id, index) => isNamed(results[index]!, id, rules.as))
  if (!isInOrder) return [...general, 'the results are not those of the items, in their order']
  return [...general, ...results.flatMap(({ status: one }, index) => verdictFaults(ids[index]!, one, exchanges, known))]
}
