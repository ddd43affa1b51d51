import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { schemas } from '../../../scripts/request-schemas.ts'
import { ask, bodies, done } from '../../support/gateway/chain.ts'
import { operation } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

/** Chat counts a message's time in 32 bits: what is later than their last second would go up as another time. */
const LAST = '2106-02-07T06:28:15Z'
const LATER = '2106-02-07T06:28:16Z'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(() => gateway.chat.play(done))
afterAll(() => gateway.close())

interface Part {
  readonly utcTime?: true
  readonly latest?: string
  readonly properties?: Readonly<Record<string, Part>>
  readonly items?: Part
}

/** Where a body has times, and whether they have an end. */
function* timesIn({ utcTime, latest, properties = {}, items }: Part, at = ''): Generator<readonly [string, boolean]> {
  if (utcTime) yield [at, latest === LAST]
  for (const [name, member] of Object.entries(properties)) yield* timesIn(member, `${at}/${name}`)
  if (items) yield* timesIn(items, `${at}/0`)
}

const times = Object.entries(schemas).flatMap(([name, schema]) =>
  [...timesIn(schema as Part)].map(([pointer, hasEnd]) => ({ name, pointer, hasEnd })),
)

test('of all times that go up, only those have no end that Chat counts in 64 bits, or writes as a text', () => {
  const endless = times.filter(({ hasEnd }) => !hasEnd).map(({ name, pointer }) => `${name} ${pointer}`)
  expect(endless.toSorted()).toEqual([
    'friends.import /friends/0/addedAt',
    'friends.import /friends/0/remarkedAt',
    'message-archives.get /hour',
  ])
})

describe.each(times.filter(({ hasEnd }) => hasEnd))('$name $pointer', ({ name, pointer }) => {
  const member = pointer.slice(1)
  const bodyWith = (time: string) => ({ ...operation(name).body, [member]: time })

  test('may be the last second', async () => {
    const { status } = await ask(gateway, name, { ...bodyWith(LAST), ...(member === 'since' && { until: LAST }) })
    expect([status, bodies(gateway).length]).toEqual([200, 1])
    expect(JSON.stringify(bodies(gateway))).toContain(String(2 ** 32 - 1))
  })

  test('beyond it is refused with its place and a cure, and nothing goes up', async () => {
    const { status, json } = await ask(gateway, name, bodyWith(LATER))
    expect([status, json.code, bodies(gateway)]).toEqual([400, 'INVALID_REQUEST', []])
    expect(json.errors).toContainEqual({
      pointer,
      message: `must be no later than ${LAST}, beyond which Chat can't count; give an earlier time`,
    })
  })
})
