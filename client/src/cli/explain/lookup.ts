import type { ChatNumber, OurCode } from '../../answers/code-tables.ts'
import { codes, numbers, spans } from '../../printed/codes.ts'
import { clientCodes } from './client-codes.ts'

/** Where codes are explained at length, below the gateway's own folder. */
const PAGE = 'docs/error-codes.md'
/** Chat's own list of its numbers. */
export const CHATS_PAGE = 'https://trtc.io/document/34348'

/** A code of ours, and the number of Chat's by which it was asked for, where it was. */
export interface Explanation {
  readonly code: string
  /** Undefined for a code that a newer gateway has and we have not. */
  readonly row: (Omit<OurCode, 'status'> & Partial<Pick<OurCode, 'status'>>) | undefined
  readonly number?: Numbered
  /** Undefined for a code that is the client's own. */
  readonly page: string | undefined
}

export interface Numbered extends Pick<ChatNumber, 'meaning' | 'of' | 'repeats' | 'effect' | 'means'> {
  readonly number: number
}

/** All that can be asked for: codes of ours, the client's own, and numbers of Chat's. */
export const askable = (): readonly string[] => [
  ...Object.keys(codes),
  ...Object.keys(clientCodes),
  ...Object.keys(numbers),
]

/** What a code or a number is, however it is spelt: `write-conflict` and the URN of a problem's `type` will do. */
export function lookUp(asked: string): Explanation | undefined {
  const name = asked
    .trim()
    .replace(/^urn:chat-gateway:error:/i, '')
    .replaceAll(/[-\s]/g, '_')
    .toUpperCase()
  if (/^\d+$/.test(name)) return lookUpNumber(Number(name))
  return rowOf(name) ? explanationOf(name) : undefined
}

/** What a code of ours is, also one that we do not know. */
export const explanationOf = (code: string, number?: Numbered): Explanation => ({
  code,
  row: rowOf(code),
  ...(number && { number }),
  page: Object.hasOwn(clientCodes, code) ? undefined : `${PAGE}#${code.toLowerCase()}`,
})

function rowOf(code: string): Explanation['row'] {
  if (Object.hasOwn(codes, code)) return codes[code]
  return Object.hasOwn(clientCodes, code) ? clientCodes[code] : undefined
}

/** What a number of Chat's is; undefined for one that nobody has told us of. */
export function lookUpNumber(number: number): Explanation | undefined {
  const known = Object.hasOwn(numbers, number) ? numbers[number] : undefined
  if (known) return explanationOf(known.code, { number, ...known })
  const span = spans.find(({ from, to }) => number >= from && number <= to)
  if (!span) return undefined
  const meaning = `what the app’s own webhook for ${span.of} says by it: ask the webhook’s owner`
  return explanationOf(span.code, { number, meaning, of: `webhooks of ${span.of}`, repeats: 'no', effect: 'none' })
}

/** The numbers of Chat's that become a code, and how the gateway repeats each. */
export const numbersOf = (code: string): readonly Numbered[] =>
  Object.entries(numbers)
    .filter(([, row]) => row.code === code || row.means?.some((one) => one.code === code))
    .map(([number, row]) => ({ number: Number(number), ...row }))
