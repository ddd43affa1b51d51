import { invalid, type Pointed } from '../../errors/gateway-error.ts'
import { hasAllMembers } from './json-members.ts'
import type { Finding } from './json-scan.ts'

/** What a body says. */
export interface Told {
  readonly value: unknown
  /** Members that stand in one object for the second time: of such the value holds the last, and the first may have been meant. */
  readonly doubled?: Iterable<Pointed>
}

/** Only a text that is at fault is looked through, so that only such a text loads what looks. */
type FindingsIn = typeof import('./json-scan.ts').findingsIn

/**
 * Reads a text as JSON.
 * @throws GatewayError INVALID_REQUEST with line and column, for a text that is no JSON
 */
export async function readJson(text: string): Promise<Told> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const { findingsIn } = await import('./json-scan.ts')
    throw invalid([{ pointer: '', message: whatIsWrong(text, findingsIn) }])
  }
  if (hasAllMembers(text, value)) return { value }
  const { findingsIn } = await import('./json-scan.ts')
  return { value, doubled: doubledIn(text, findingsIn) }
}

function* doubledIn(text: string, findingsIn: FindingsIn): Generator<Pointed, void, undefined> {
  for (const { pointer } of findingsIn(text)) {
    if (pointer !== undefined) yield { pointer, message: 'stands here for the second time' }
  }
}

function whatIsWrong(text: string, findingsIn: FindingsIn): string {
  if (text.trim() === '') return 'is empty; send a JSON object'
  const fault = Iterator.from(findingsIn(text)).find(({ pointer }) => pointer === undefined)
  if (!fault) return 'is not JSON'
  const isCut = fault.at >= text.length
  return `is not JSON${isCut ? ': it ends too early' : ''} (${placeOf(text, fault)})`
}

function placeOf(text: string, { at }: Finding): string {
  const lines = text.slice(0, at).split('\n')
  return `line ${lines.length} column ${(lines.at(-1)?.length ?? 0) + 1}`
}
