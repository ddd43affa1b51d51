import type { ApiAnswer } from '../../answers/code-tables.ts'
import { apiAnswers, codes } from '../../printed/codes.ts'
import { type Explanation, explanationOf, lookUpNumber } from './lookup.ts'

/** One code of an answer, and all places where it stands. */
export interface Finding {
  readonly explanation: Explanation
  /** JSON Pointers; the empty one is the answer itself. */
  readonly pointers: readonly string[]
  /** What the first of them says of this time. */
  readonly says: string | undefined
  /** The page that the answer itself names. */
  readonly docs: string | undefined
}

type Members = Readonly<Record<string, unknown>>

interface Fault {
  readonly pointer: string
  readonly code: string
  readonly number: number | undefined
  readonly says: string | undefined
  readonly docs: string | undefined
}

/** Every distinct code of an answer of any kind (of a call, a batch, a job, an event), in the order in which they come. */
export function findingsIn(answer: unknown): readonly Finding[] {
  const found = new Map<string, { first: Fault; pointers: string[] }>()
  for (const fault of faultsIn(answer, '', 0)) {
    const key = `${fault.code} ${fault.number}`
    const known = found.get(key)
    if (known) known.pointers.push(fault.pointer)
    else found.set(key, { first: fault, pointers: [fault.pointer] })
  }
  return [...found.values()].map(({ first, pointers }) => ({
    explanation: explanationOfFault(first),
    pointers,
    says: first.says,
    docs: first.docs,
  }))
}

/** What API Gateway itself answers in the gateway's place has neither a code nor anything else of ours. */
export function apiAnswerIn(answer: unknown): ApiAnswer | undefined {
  const { message, code } = membersOf(answer)
  return code === undefined ? apiAnswers.find((known) => known.message === message) : undefined
}

/** Where the operation decided otherwise than the tables, the answer's own code is the truth, and the number's meaning still stands. */
function explanationOfFault({ code, number }: Fault): Explanation {
  const numbered = number === undefined ? undefined : lookUpNumber(number)
  return explanationOf(code, numbered?.number)
}

/** Deeper than any answer. */
const MOST_DEPTH = 30
const CODE = /^[A-Z][A-Z0-9_]{2,63}$/

function* faultsIn(value: unknown, pointer: string, depth: number): Generator<Fault> {
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return
  const { code, message, detail, docs, upstream } = membersOf(value)
  const says = [detail, message].find((text) => typeof text === 'string')
  if (typeof code === 'string' && CODE.test(code) && (says !== undefined || Object.hasOwn(codes, code))) {
    const told = membersOf(upstream).code
    const number = typeof told === 'number' ? told : undefined
    yield { pointer, code, number, says: says as string | undefined, docs: typeof docs === 'string' ? docs : undefined }
  }
  for (const [name, inner] of Object.entries(value)) {
    yield* faultsIn(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1)
  }
}

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
