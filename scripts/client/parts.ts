import type { Json } from '../api/components.ts'
import { openApiDocument } from '../api/document.ts'
import { meaningOf } from '../api/words.ts'
import { comment } from './comment.ts'
import { isChoice, membersText, nameIn, type Place, typeText } from './type-text.ts'

interface Document {
  readonly paths: Readonly<Record<string, { readonly post: Json }>>
  readonly components: { readonly schemas: Readonly<Record<string, Json>> }
}

/** All that the client's types are printed from. */
export const document = openApiDocument() as unknown as Document
export const { schemas } = document.components

/** Types that are written by hand, and from which file of `client/src` they come. */
const byHand: Readonly<Record<string, string>> = { OneOf: 'answers/choice', SomeOf: 'answers/choice' }

/** Codes stand in a type of their own. */
const CODE = 'Code'

const WORDS: Readonly<Record<string, string>> = {
  Accepted: 'What `respondAsync` is answered: the work is queued.',
  Counts: 'How many items ended in which way.',
  Element: 'One element of a message.',
  Friend: 'A friend as the gateway tells of one.',
  Health: 'What the gateway says of itself and, where one was asked about, of all that an app stands on.',
  HealthCheck: 'One part that an app stands on.',
  ItemError: 'Why an item is not done.',
  ItemFailed: 'An item that is not done. What names it stands beside these members, as in the operation’s own answer.',
  ItemUnknown: 'An item of which nobody knows whether it is done.',
  JobEnded: 'A job that has ended, with its answer.',
  JobWaiting: 'A job that has not ended.',
  Problem: 'A problem of RFC 9457: of all that was asked for, nothing is proved to be done.',
  Upstream: 'What Chat said or, where something on the way answered in its place, with which HTTP status.',
}

/** A member's own words, or those of the type that it refers to. */
function wordsOf({ description, $ref }: Json, member: string): string {
  if (typeof $ref !== 'string') return String(description ?? '')
  const type = nameIn($ref)
  return meaningOf(member) ?? WORDS[type] ?? String(schemas[type]?.description ?? '')
}

/** A type of its own for a schema of the document. */
export function typeOf(name: string, schema: Json, uses: Set<string>, words = WORDS[name] ?? ''): string {
  const place: Place = { indent: '', uses, wordsOf }
  const told = schema.description === undefined ? '' : String(schema.description)
  const head = comment([words, told === words ? '' : told], '')
  if (isChoice(schema)) return `${head}export type ${name} = ${typeText(schema, place)}\n`
  const members = membersText(schema, { ...place, indent: '  ' })
  return members === ''
    ? `${head}export type ${name} = Readonly<Record<string, never>>\n`
    : `${head}export interface ${name} {\n${members}}\n`
}

/** The import of types from a file that a printed one names; nothing where it names none. */
export function importOf(names: Iterable<string>, from: string): string {
  const sorted = [...names].toSorted()
  return sorted.length === 0 ? '' : `import type { ${sorted.join(', ')} } from '${from}'\n`
}

/**
 * The imports of a printed file.
 * @param uses the types it names
 * @param own those that stand in it
 * @param up the way from it to `client/src/printed`
 */
export function importsOf(uses: ReadonlySet<string>, own: ReadonlySet<string>, up: string): string {
  const foreign = [...uses].filter((name) => !own.has(name))
  const hand = Map.groupBy(
    foreign.filter((name) => byHand[name] !== undefined),
    (name) => byHand[name] as string,
  )
  const parts = foreign.filter((name) => byHand[name] === undefined)
  const ofParts = own.has(CODE) ? '' : importOf(parts, `${up}parts.ts`)
  return [...hand].map(([file, names]) => importOf(names, `../${up}${file}.ts`)).join('') + ofParts
}

/** Whether a schema is one operation's alone. */
const isOfOne = (name: string): boolean => /.(Body|Answer|Partial|Entry|Item(Ok|Pending|Failed|Unknown))$/.test(name)

/** Those that many operations name. */
const PLAIN = Object.keys(schemas).filter(
  (name) => !isOfOne(name) && !['AnyAnswer', 'ApiGatewayMessage', 'Job', 'Problem'].includes(name),
)

/** `printed/parts.ts`: what many operations have in common. */
export function partsFile(): string {
  const uses = new Set<string>()
  const printed = PLAIN.map((name) => typeOf(name, schemas[name] as Json, uses))
  const problem = typeOf('Problem', schemas.Problem as Json, uses)
  const { code } = (schemas.Problem as { readonly properties: Readonly<Record<string, Json>> }).properties
  const codes = (code as { readonly 'x-extensible-enum': readonly string[] })['x-extensible-enum']
  const union = codes.map((one) => `  | '${one}'\n`).join('')
  const words = comment(
    ['What is wrong, in one word: docs/error-codes.md has them all. There may be more of them one day.'],
    '',
  )
  const text = [...printed, problem, `${words}export type ${CODE} =\n${union}  | (string & {})\n`].join('\n')
  return `${importsOf(uses, new Set([...PLAIN, 'Problem', CODE]), '')}\n${text}`
}
