import type { ApiAnswer } from '../../answers/code-tables.ts'
import type { Finding } from './answer.ts'
import { CHATS_PAGE, type Explanation, type Numbered, numbersOf } from './lookup.ts'

/** A line of two columns. */
type Line = readonly [label: string, text: string]

/** An explanation for people: a first line that names it, and what is to be known of it below. */
export function inWords(explanation: Explanation): { readonly head: string; readonly lines: readonly string[] } {
  const { code, row, number } = explanation
  const status = row?.status === undefined ? '' : ` (HTTP ${row.status})`
  const head = number ? `${number.number} of Chat’s: ${code}${status}` : `${code}${status}`
  return { head, lines: aligned([...ofNumber(number), ...ofCode(explanation), ...ofPages(explanation)]) }
}

/** The same for one code of an answer, with where it stands. */
export function findingInWords({ explanation, pointers, says, docs }: Finding) {
  const { head, lines } = inWords(docs === undefined ? explanation : { ...explanation, page: docs })
  const times = pointers.length === 1 ? '' : `, ${pointers.length} times`
  const own: readonly Line[] = [['at', placesOf(pointers)], ...(says === undefined ? [] : [['says', says] as const])]
  return { head: `${head}${times}`, lines: [...aligned(own), ...lines] }
}

export function apiAnswerInWords({ status, message, title, done, cure }: ApiAnswer) {
  const head = `${message} (HTTP ${status}): API Gateway’s own answer, not the gateway’s`
  return {
    head,
    lines: aligned([
      ['means', `${title}.`],
      ['was anything done', `${done}.`],
      ['do', cure],
    ]),
  }
}

const MOST_PLACES = 5

function placesOf(pointers: readonly string[]): string {
  const shown = pointers.slice(0, MOST_PLACES).map((pointer) => pointer || 'the answer itself')
  const more = pointers.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function ofNumber(number: Numbered | undefined): readonly Line[] {
  if (!number) return []
  const { meaning, of, repeats, effect, means = [] } = number
  return [
    ['Chat says', `${meaning} (${of})`],
    ['we repeat it', repeats],
    ['effect', effect],
    ...means.map(({ ending, code }) => [`…${ending}`, `${code}, where Chat’s info text ends so`] as const),
  ]
}

function ofCode({ code, row, number }: Explanation): readonly Line[] {
  if (!row) return [['means', 'This code is newer than this command. The gateway’s own docs explain it.']]
  const again = row.retryable ? 'yes' : 'no, not as it is'
  const after = row.retryAfter === undefined ? '' : `, after ${row.retryAfter} s unless Retry-After says otherwise`
  return [
    ['means', `${row.title}.`],
    ['who must act', row.who],
    ['do', row.cure],
    ['send it again', `${again}${row.retryable ? after : ''}`],
    ...(number ? [] : repeatsOf(code, row.repeats)),
  ]
}

/** Without a number asked for, all numbers that become the code: each may be repeated in a way of its own. */
function repeatsOf(code: string, own: string | undefined): readonly Line[] {
  const byRepeats = new Map<string, number[]>()
  for (const { number, repeats } of numbersOf(code)) byRepeats.set(repeats, [...(byRepeats.get(repeats) ?? []), number])
  const lines = [...byRepeats].map(([repeats, numbers]) => `${repeats} (Chat’s ${listed(numbers)})`)
  if (own !== undefined) lines.push(`${own} (where Chat gives no number)`)
  return lines.map((line, index) => [index === 0 ? 'we repeat it' : '', line] as const)
}

const MOST_NUMBERS = 12
const listed = (numbers: readonly number[]): string =>
  numbers.length > MOST_NUMBERS ? `${numbers.slice(0, MOST_NUMBERS).join(', ')} and others` : numbers.join(', ')

const ofPages = ({ page, number }: Explanation): readonly Line[] => [
  ...(page === undefined ? [] : [['page', page] as const]),
  ...(number ? [['Chat’s page', CHATS_PAGE] as const] : []),
]

const LABELS = 20
const aligned = (lines: readonly Line[]): readonly string[] =>
  lines.map(([label, text]) => `  ${label.padEnd(LABELS)}${text}`)
