import { type Unnumbered, unnumbered } from '../errors/upstream/unnumbered.ts'
import { classify, type InfoMeaning } from '../errors/upstream-codes.ts'
import type { Fault, Refused } from './verdict.ts'

/** Takes secrets out of an upstream text. */
export type Clean = (text: string) => string

/** What Chat says of a refusal: its number, and its texts as they came. */
export interface Said {
  readonly number: number
  readonly info: unknown
  readonly display?: unknown
}

/** How refusals are read. */
export interface RefusalRules {
  readonly infoMeans?: readonly InfoMeaning[] | undefined
  readonly clean: Clean
}

/** Our own checks point at the place; Chat only names it in its text. */
const REFUSED_VALUE =
  'Chat refuses a value here, though it keeps every documented limit; `upstream.info` names the field.'

/** Longest upstream text that leaves the gateway, in UTF-8 bytes. */
const MOST_INFO_BYTES = 200

/** What a refusal by one of Chat's error codes means. */
export function refusal(said: Said, { infoMeans, clean }: RefusalRules): Refused {
  const { code, retry, effect, ...marks } = classify(said.number, textOf(said.info), infoMeans)
  const detail = code === 'INVALID_REQUEST' ? { detail: REFUSED_VALUE } : {}
  const fault = { code, retry, upstream: toldOf(said, clean), ...detail, ...marks }
  return { status: effect === 'unknown' ? 'unknown' : 'failed', fault }
}

/** What is not done by a word of the row's: a number that is no error code, a list that an item is or is not in, a success that is none. */
export function unnumberedRefusal(word: Unnumbered, upstream?: Fault['upstream']): Refused {
  const { effect: _, ...fault } = unnumbered[word]
  return { status: 'failed', fault: { ...fault, ...(upstream && { upstream }) } }
}

/** What Chat said, without secrets, and cut. */
export function toldOf({ number, info, display }: Said, clean: Clean): NonNullable<Fault['upstream']> {
  const shown = cut(clean(textOf(display)))
  return {
    code: number,
    info: cut(clean(textOf(info))),
    ...(shown === '' ? {} : { display: shown }),
  }
}

/** What is no text says nothing. */
const textOf = (said: unknown): string => (typeof said === 'string' ? said : '')

/** Cut at a character's edge, so that the text stays UTF-8. */
function cut(text: string): string {
  const bytes = Buffer.alloc(MOST_INFO_BYTES)
  const { written } = new TextEncoder().encodeInto(text, bytes)
  // A slice of it would keep all of it alive.
  return bytes.toString('utf8', 0, written)
}

/** Whom Chat does not know, by the place where it says so: a call as a whole is about the account acted for. */
export function about(subject: NonNullable<Fault['subject']>, refused: Refused): Refused {
  if (refused.fault.code !== 'ACCOUNT_NOT_FOUND') return refused
  return { ...refused, fault: { ...refused.fault, subject } }
}
