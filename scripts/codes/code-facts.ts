import { type Code, codeRow, codes, type Kind } from '../../lib/errors/codes.ts'
import { infoMeanings } from '../../lib/errors/upstream/friends.ts'
import { ranges } from '../../lib/errors/upstream/index.ts'
import { webhookCodes } from '../../lib/errors/upstream/webhooks.ts'
import { classify } from '../../lib/errors/upstream-codes.ts'

/** Who must act, in the words of pages. */
export const whoActs: Readonly<Record<Kind, string>> = {
  caller: 'the caller',
  operator: 'the operator',
  wait: 'nobody: wait',
  upstream: 'Chat',
}

/** What pages tell of a code. */
export interface CodeFacts {
  readonly code: Code
  /** Where a page tells of it: what stands behind the `#` of a problem's `docs`. */
  readonly anchor: string
  readonly status: number
  readonly title: string
  readonly cure: string
  readonly whoActs: string
  readonly retryable: boolean
  /** Seconds. */
  readonly retryAfter: number | undefined
  /** Chat's numbers that become it, ranges among them. */
  readonly numbers: readonly string[]
}

const SEVERAL = String(infoMeanings.number)

/** What of Chat's becomes which code. One number is several codes, by the end of its info. */
const becomes: readonly (readonly [number: string, code: Code])[] = [
  ...ranges.flatMap(({ meanings }) => Object.keys(meanings)).map((number) => [number, codeOf(number)] as const),
  ...infoMeanings.meanings.map(([, code]) => [SEVERAL, code] as const),
  ...webhookCodes.bounds.map(({ from, to }) => [`${from} to ${to}`, webhookCodes.code] as const),
]

function codeOf(number: string): Code {
  return classify(Number(number), '').code
}

function numbersOf(code: Code): readonly string[] {
  const numbers = new Set(becomes.filter(([, other]) => other === code).map(([number]) => number))
  return [...numbers].toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
}

/** Every code, in the order of the table. */
export const codeFacts: readonly CodeFacts[] = (Object.keys(codes) as Code[]).map((code) => {
  const { status, title, cure, kind, retryable, retryAfter } = codeRow(code)
  return {
    code,
    anchor: code.toLowerCase(),
    status,
    title,
    cure,
    whoActs: whoActs[kind],
    retryable,
    retryAfter,
    numbers: numbersOf(code),
  }
})
