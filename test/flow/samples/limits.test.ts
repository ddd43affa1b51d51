import { expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { numbered } from '../../support/gateway/answer.ts'
import { bodyFor, operation } from '../../support/gateway/rows.ts'
import { before } from './before.ts'

/** What a row's call of so many items comes to, in Chat's words. */
function callOf(name: string, count: number): object {
  const { call, items } = operations.get(name)!
  const body = bodyFor(operation(name), numbered(count), 'alice')
  const some = body[items!.member] as readonly unknown[]
  if (items!.callFor) return items!.callFor(some, body)
  const upstream = some.map((item) => items!.toUpstream(item, body))
  return call(body, { items: upstream, from: undefined, numbers: { random: 0, seq: 0 } })
}

const withItems = [...operations.values()].filter(({ items }) => items !== undefined)

/** The emulator has its limits from the pages, the rows theirs: they have to agree. */
test.each(withItems.map(({ name, path, items }) => [name, path.split('/').at(-1)!, items!.limit] as const))(
  '%s: %s takes as many as the row sends, %i, and not one more',
  async (name, command, limit) => {
    const ask = await before(operation(name).sample, command)
    const [full, over] = [await ask(callOf(name, limit)), await ask(callOf(name, limit + 1))]
    const isHeld = operation(name).sample.limitIs !== 'recommended'
    // A call of as many as it takes may be refused for another reason; one more is refused for this.
    expect([over.ErrorCode === 0, over.ErrorCode === full.ErrorCode]).toEqual([!isHeld, !isHeld])
  },
)
