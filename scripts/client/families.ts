import type { AnyOperation } from '../../lib/operation.ts'
import { typeName } from '../api/answers.ts'
import type { Json } from '../api/components.ts'
import { familyOf } from '../api/operations.ts'
import { rows } from '../api/rows.ts'
import { comment } from './comment.ts'
import { document, importOf, importsOf, schemas, typeOf } from './parts.ts'

/** `friend-lists` is `friendLists`. */
export const memberName = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

export const methodOf = (row: AnyOperation): string => memberName(row.name.slice(familyOf(row.name).length + 1))

export const families: ReadonlyMap<string, readonly AnyOperation[]> = Map.groupBy(rows, ({ name }) => familyOf(name))

type Members = { readonly properties: Readonly<Record<string, Json>>; readonly required: readonly string[] }

const schemaOf = (name: string): (Json & Members) | undefined => schemas[name] as (Json & Members) | undefined

/** Whether the answer is one of several pages. */
export const isPaged = ({ name }: AnyOperation): boolean =>
  schemaOf(`${typeName(name)}Body`)?.properties.cursor !== undefined

/** What an operation answers, as one type. */
export const answerType = (name: string): string =>
  schemaOf(`${typeName(name)}Partial`)
    ? `${typeName(name)}Answer | ${typeName(name)}Partial`
    : `${typeName(name)}Answer`

function kindOf(row: AnyOperation): string {
  const effect = row.effect === 'write' ? 'Write' : 'Read'
  if (row.items && isPaged(row)) throw new Error(`${row.name} has items and pages: no method does both`)
  return `${effect}${row.items ? 'Items' : isPaged(row) ? 'Pages' : ''}`
}

interface Told {
  readonly summary: string
  readonly description: string
  readonly requestBody: {
    readonly content: {
      readonly 'application/json': { readonly examples: { readonly example: { readonly value: Json } } }
    }
  }
}

/** The method of an operation in its family's interface. */
function methodText(row: AnyOperation, kinds: Set<string>): string {
  const told = document.paths[`/v1/${row.name.replace('.', '/')}`] as unknown as { readonly post: Told }
  const { summary, description, requestBody } = told.post
  const example = requestBody.content['application/json'].examples.example.value
  const call = `await gateway.${memberName(familyOf(row.name))}.${methodOf(row)}(${JSON.stringify(example)})`
  const words = comment([`${summary}.`, description, `@see ${row.page}\n@example\n${call}`], '  ')
  const kind = kindOf(row)
  kinds.add(kind)
  return `${words}  readonly ${methodOf(row)}: ${kind}<${typeName(row.name)}Body, ${answerType(row.name)}>\n`
}

/** The types of one operation: its body, its items, its results, its answers. */
function typesOf({ name, items }: AnyOperation, own: Set<string>, uses: Set<string>): string[] {
  const type = typeName(name)
  const print = (suffix: string, schema: Json | undefined, words: string): string[] => {
    if (!schema) return []
    own.add(`${type}${suffix}`)
    return [typeOf(`${type}${suffix}`, schema, uses, words)]
  }
  const body = schemaOf(`${type}Body`) as Json & Members
  const item = items && (body.properties[items.member] as { readonly items: Json }).items
  const itemType = items && item?.type === 'object' ? items.member : undefined
  return [
    ...print(
      'Body',
      itemType === undefined ? body : withItem(body, itemType, `${type}Item`),
      `The body of \`${name}\`.`,
    ),
    ...print('Item', itemType === undefined ? undefined : item, `An item of \`${name}\`.`),
    ...print('Answer', schemaOf(`${type}Answer`), `What \`${name}\` answers where all is done.`),
    ...print('Partial', partialOf(type), `What \`${name}\` answers where some items are done and some are not.`),
    ...['Ok', 'Pending', 'Failed', 'Unknown'].flatMap((status) =>
      print(`Item${status}`, schemaOf(`${type}Item${status}`), ''),
    ),
  ]
}

const withItem = (body: Json & Members, member: string, name: string): Json => ({
  ...body,
  properties: {
    ...body.properties,
    [member]: { ...body.properties[member], items: { $ref: `#/components/schemas/${name}` } },
  },
})

const STATES: Readonly<Record<string, string>> = {
  done: 'Items that are done, in the order of the request.',
  failed: 'Items that are not done, in the order of the request.',
  unknown: 'Items of which nobody knows whether they are done, in the order of the request.',
}

/** A partial answer has no `results`: whoever reads these has not looked at `outcome`. What it has in their place says what became of them. */
function partialOf(type: string): Json | undefined {
  const schema = schemaOf(`${type}Partial`)
  if (!schema) return undefined
  const { results, ...properties } = schema.properties
  const { mapping } = (
    results as { readonly items: { readonly discriminator: { readonly mapping: Readonly<Record<string, string>> } } }
  ).items.discriminator
  const listOf = (state: string): Json => {
    const statuses = state === 'done' ? ['ok', 'pending'] : [state]
    const forms = statuses.flatMap((status) => (mapping[status] ? [{ $ref: mapping[status] }] : []))
    return { description: STATES[state], type: 'array', items: forms.length === 1 ? forms[0] : { oneOf: forms } }
  }
  const lists = Object.fromEntries(Object.keys(STATES).map((state) => [state, listOf(state)]))
  const required = [...schema.required.filter((name) => name !== 'results'), ...Object.keys(STATES)]
  return { ...schema, required, properties: { ...properties, ...lists } }
}

/** `printed/operations/<family>.ts`: what a family can do, and the types of its bodies and answers. */
export function familyFile(family: string): string {
  const some = families.get(family) ?? []
  const own = new Set<string>()
  const uses = new Set<string>()
  const kinds = new Set<string>()
  const methods = some.map((row) => methodText(row, kinds)).join('\n')
  const operations = some.flatMap((row) => typesOf(row, own, uses))
  const head = `/** The operations of \`${family}\`. */\nexport interface ${typeName(family)} {\n${methods}}\n`
  const imports = importOf(kinds, '../../answers/methods.ts') + importsOf(uses, own, '../')
  return [imports, head, ...operations].join('\n')
}
