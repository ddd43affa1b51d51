import { messageOf } from '../../lib/errors/codes.ts'
import { nameOf } from '../../lib/flow/names.ts'
import type { AnyOperation } from '../../lib/operation.ts'
import type { Json } from './components.ts'
import { goodExamples, REQUEST_ID } from './examples.ts'

const CODE = 'UPSTREAM_TIMEOUT'
/** Of an item that an example lacks. */
const OTHER = 'zoe'

/**
 * A partial answer to an operation of whose cases none ends so: of one item the whole answer’s result, of another that Chat said nothing.
 * What a read has not read has failed; what a write has done, nobody knows then, and not every write may be sent again.
 */
export function partialExample(row: AnyOperation): Json | undefined {
  const { items, effect, takesRepeated, repeatFor } = row
  const retryable = repeatFor === undefined
  const [example] = goodExamples(row.name).toSorted((one, other) => other.results.length - one.results.length)
  if (!items || !example) return undefined
  const [first, second] = example.results
  const name = Object.keys(nameOf(row, '')).map((member) => [member, second?.[member] ?? OTHER])
  const status = effect === 'read' ? 'failed' : 'unknown'
  const error = { code: CODE, message: messageOf(CODE), retryable }
  const [one, other] = example.request[items.member] as readonly unknown[]
  const again = other ?? (typeof one === 'string' ? OTHER : undefined)
  const retry = { ...example.request, [items.member]: [again], ...(takesRepeated && { repeated: true }) }
  const value = {
    outcome: 'partial',
    requestId: REQUEST_ID,
    ...example.beside,
    counts: { ok: 1, failed: 0, unknown: 0, [status]: 1 },
    results: [first, { ...Object.fromEntries(name), status, error }],
    ...(retryable && again !== undefined && { retry }),
  }
  return { partial: { summary: 'Chat said nothing of one item', value } }
}
