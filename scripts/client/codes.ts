import { type CodeRow, codes } from '../../lib/errors/codes.ts'
import { infoMeanings } from '../../lib/errors/upstream/friends.ts'
import { ranges } from '../../lib/errors/upstream/index.ts'
import type { Range } from '../../lib/errors/upstream/line.ts'
import { unnumbered } from '../../lib/errors/upstream/unnumbered.ts'
import { webhookCodes } from '../../lib/errors/upstream/webhooks.ts'
import { classify, type UpstreamCode } from '../../lib/errors/upstream-codes.ts'
import { apiAnswers } from '../codes/api-answers.ts'
import { whoActs } from '../codes/code-facts.ts'
import { repeats } from '../codes/repeats.ts'

const IMPORT = "import type { ApiAnswer, ChatNumber, OurCode, Span } from '../answers/code-tables.ts'"

/** The TypeScript source that \`explain\` reads: every code of ours, every number of Chat's, and what API Gateway itself answers. */
export function codesFile(): string {
  const ours = Object.entries<CodeRow>(codes).map(([name, row]) => {
    const { status, kind, retryable, retryAfter, title, cure } = row
    const own = Object.hasOwn(unnumbered, name) ? repeats[unnumbered[name as keyof typeof unnumbered].retry] : undefined
    return [name, { status, who: whoActs[kind], retryable, retryAfter, title, cure, repeats: own }] as const
  })
  return [
    IMPORT,
    table('codes', 'Readonly<Record<string, OurCode>>', ours),
    table('numbers', 'Readonly<Record<string, ChatNumber>>', ranges.flatMap(numbersOf)),
    list(
      'spans',
      'readonly Span[]',
      webhookCodes.bounds.map((bounds) => ({ ...bounds, code: webhookCodes.code })),
    ),
    list('apiAnswers', 'readonly ApiAnswer[]', apiAnswers.map(apiAnswerOf)),
  ]
    .map((part) => `${part}\n`)
    .join('\n')
}

const numbersOf = ({ bounds, meanings }: Range) =>
  Object.entries(meanings).map(([text, meaning]) => {
    const number = Number(text)
    const row = classify(number, '')
    const means =
      number === infoMeanings.number ? infoMeanings.meanings.map(([ending, code]) => ({ ending, code })) : undefined
    return [
      text,
      { code: row.code, meaning, of: bounds.of, repeats: repeatsOf(row), effect: effectOf(row), means },
    ] as const
  })

const repeatsOf = ({ retry, isExpiry }: UpstreamCode): string =>
  isExpiry ? `signed by Chat’s clock where ours differs; ${repeats[retry]}` : repeats[retry]

function effectOf({ effect, mayBeDone }: UpstreamCode): string {
  if (effect === 'unknown') return 'unknown'
  return mayBeDone ? 'none, or may be done' : 'none'
}

const apiAnswerOf = ([status, message, title, done, cure]: (typeof apiAnswers)[number]) => ({
  status,
  message: /^`([^`]+)`/.exec(message)?.[1] ?? message,
  title,
  done,
  cure: cure.replaceAll('`', ''),
})

/** An object with one entry a line. */
const table = (name: string, type: string, entries: readonly (readonly [string, object])[]): string =>
  [`export const ${name}: ${type} = {`, ...entries.map(([key, value]) => `  ${key}: ${literal(value)},`), '}'].join(
    '\n',
  )

const list = (name: string, type: string, rows: readonly object[]): string =>
  [`export const ${name}: ${type} = [`, ...rows.map((row) => `  ${literal(row)},`), ']'].join('\n')

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{ ${members.map(([name, inner]) => `${name}: ${literal(inner)}`).join(', ')} }`
}
