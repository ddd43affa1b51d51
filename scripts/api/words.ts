import { type Schema, takes } from '../docs/schema-members.ts'

/** What members mean that stand in many bodies and answers; each one's own page tells of the rest. */
const meanings: Readonly<Record<string, string>> = {
  app: 'Which app of yours is meant; left out, it is the default app.',
  repeated: 'Says that an earlier request for the same may have taken effect: what it did then counts as done.',
  confirm: 'What is done here cannot be undone: nothing happens without the operation’s own name in this place.',
  cursor: 'Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes.',
  clientMessageId: 'Tells one send from another: two requests with the same one are the same send.',
  outcome: 'What became of the request as a whole. To be looked at before anything else.',
  requestId: 'To be named to an operator; the header `x-request-id` has it too.',
  counts: 'How many items ended in which way.',
  results: 'One for each item, in the order of the request.',
  retry: 'A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own.',
  omitted: 'What was left out since the answer would have been too large.',
  unreadable: 'What Chat told in a way that could not be understood, by the names it would have here.',
  superseded: 'A later job set the same values; the verdict is of what overtook it.',
  retryable: 'Whether the same may succeed when it is sent again as it is.',
  detail: 'What is wrong this time, and what to do.',
  docs: 'The place in a page that tells of this code; left out where the gateway knows no such page (`ERROR_DOCS_URL`).',
}

const inWords = (keyword: string): ReadonlySet<string> => new Set(keyword.split(' '))

/** Keywords that plain JSON Schema can't say, or says in a way that few read. */
const SAID = inWords('bytes intact utcTime passedOn uniqueBy exactlyOneOf atLeastOneOf changesOneOf format description')

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.)]$/.test(text) ? '' : '.'}`

/**
 * What a schema's reader should know beside its keywords; undefined where these say it all.
 * @param member the name under which it stands
 */
export function wordsOf(
  schema: Schema & { readonly intact?: boolean; readonly passedOn?: number },
  member = '',
): string | undefined {
  const own = Object.hasOwn(meanings, member) ? meanings[member] : undefined
  const isTold = Object.keys(schema).some((keyword) => SAID.has(keyword))
  const by = schema.uniqueBy === '' ? undefined : schema.uniqueBy
  const told = isTold
    ? sentence(by === undefined ? takes(schema) : takes({ ...schema, uniqueBy: undefined }))
    : undefined
  const doubled = isTold && by !== undefined ? doubledBy(by) : undefined
  const unread = schema.intact ? 'It holds no U+FFFD, the mark of a character that was lost on the way.' : undefined
  const deep = schema.passedOn === undefined ? undefined : `At most ${schema.passedOn} levels deep.`
  const words = [own, told, doubled, unread, deep].filter((part) => part !== undefined)
  return words.length === 0 ? undefined : words.join(' ')
}

const doubledBy = (by: unknown): string =>
  `No two have the same ${[by]
    .flat()
    .map((name) => `\`${name}\``)
    .join(' and ')}.`
