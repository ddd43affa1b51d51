import { itemError } from '../../schemas/answer-parts.ts'
import { acceptedSchema, answerSchemas } from '../../schemas/answers.ts'
import type { LoadedShapes } from '../shapes-of.ts'
import type { Components, Json } from './components.ts'
import { foundSchemas } from './health.ts'
import { jsonSchema, type Manner } from './json-schema.ts'
import type { Schema } from './takes.ts'
import { meaningOf } from './words.ts'

/** Of an answer 200 every item is one of these. */
const GOOD = new Set(['ok', 'pending'])

/** `friend-lists.add` is `FriendListsAdd`. */
export const typeName = (operation: string): string =>
  operation.replace(/(^|[-.])([a-z])/g, (_, __, letter: string) => letter.toUpperCase())

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

const open = (components: Components): Manner => ({ components, isOpen: true })

/**
 * What an operation answers by itself, as types that can't be mistaken for each other: `outcome` is a constant in each, and only the
 * partial one knows of items that are not done.
 */
export interface OwnAnswers {
  /** Of status 200. */
  readonly whole: Json
  /** Of status 207; undefined where there are no items. */
  readonly partial: Json | undefined
}

export function ownAnswers(
  operation: string,
  { answer }: LoadedShapes,
  body: Json,
  components: Components,
): OwnAnswers {
  const name = typeName(operation)
  const printed = jsonSchema(answer, open(components))
  const results = (answer as Schema).properties?.results
  if (!results)
    return {
      whole: components.schema(`${name}Answer`, withMembers(printed, { outcome: isJust('ok', OUTCOMES) })),
      partial: undefined,
    }
  const forms = (results.items?.oneOf ?? []).flatMap((form) => formsByStatus(form, name, components))
  const good = forms.filter(({ status }) => GOOD.has(status))
  const { retry: _, ...rest } = printed.properties as Json
  const whole = withMembers(
    { ...printed, properties: rest },
    { outcome: isJust('ok', OUTCOMES), results: listOf(good) },
  )
  const partial = withMembers(printed, { outcome: isJust('partial', OUTCOMES), results: listOf(forms), retry: body })
  return { whole: components.schema(`${name}Answer`, whole), partial: components.schema(`${name}Partial`, partial) }
}

interface Form {
  readonly status: string
  readonly ref: Json
}

/** A result of each status is a type of its own. */
function formsByStatus(form: Schema, name: string, components: Components): Form[] {
  const printed = jsonSchema(form, open(components))
  const statuses = (form.properties?.status?.enum ?? []) as readonly string[]
  return statuses.map((status) => ({
    status,
    ref: components.schema(`${name}Item${capital(status)}`, withMembers(printed, { status: isJust(status, STATUSES) })),
  }))
}

const OUTCOMES: Readonly<Record<string, string>> = {
  ok: 'All is done.',
  partial: 'Some items are done, and some are not.',
}

const STATUSES: Readonly<Record<string, string>> = {
  ok: 'It is done.',
  pending: 'It was asked for and waits for the other side’s consent, which counts as good.',
  failed: 'It is not done.',
  unknown: 'Nobody knows whether it is done.',
}

const isJust = (word: string, words: Readonly<Record<string, string>>): Json => ({
  description: words[word],
  type: 'string',
  const: word,
})

const listOf = (forms: readonly Form[]): Json => ({
  description: 'One for each item, in the order of the request.',
  type: 'array',
  items: oneBy('status', new Map(forms.map(({ status, ref }) => [status, ref]))),
})

/** One of several parts, told by the word in a member. */
export function oneBy(member: string, parts: ReadonlyMap<string, Json>): Json {
  const references = [...new Map([...parts.values()].map((part) => [part.$ref, part])).values()]
  const mapping = Object.fromEntries([...parts].map(([word, { $ref }]) => [word, $ref]))
  return { oneOf: references, discriminator: { propertyName: member, mapping } }
}

const withMembers = (schema: Json, members: Json): Json => ({
  ...schema,
  properties: { ...(schema.properties as Json), ...members },
})

/** A problem: of all that an operation may have tried, no item is done. */
export function problemSchema(shapes: readonly LoadedShapes[], components: Components): Json {
  const { problem } = answerSchemas(shapes.map(({ answer }) => answer))
  const { results: _, ...properties } = problem.properties
  const printed = jsonSchema({ ...problem, properties }, open(components))
  const statuses = ['failed', 'unknown']
  const forms = statuses.map((status): [string, Json] => [status, undoneItem(status, components)])
  const results = { description: 'One for each item that was tried, in the order of the request.', type: 'array' }
  return components.schema(
    'Problem',
    withMembers(printed, {
      results: { ...results, items: oneBy('status', new Map(forms)) },
      // Of UNHEALTHY.
      ...foundSchemas(components),
    }),
  )
}

const undoneItem = (status: string, components: Components): Json =>
  components.schema(`Item${capital(status)}`, {
    description: 'What names the item stands beside these members, as in the operation’s own answer.',
    type: 'object',
    required: ['status', 'error'],
    properties: {
      status: isJust(status, STATUSES),
      superseded: { description: meaningOf('superseded'), type: 'boolean', const: true },
      error: jsonSchema(itemError, open(components)),
    },
  })

/** The answer 202. */
export const acceptedAnswer = (components: Components): Json =>
  components.schema('Accepted', jsonSchema(acceptedSchema, open(components)))
