import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { schemas } from '../../../scripts/request-schemas.ts'
import { type Case, cases } from '../../support/cases.ts'
import { ask } from '../../support/gateway/chain.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { damages, membersOf, type Schema, unshown } from '../../support/schema-damage.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(() => gateway.chat.play(() => ({ unexpected: 'call' })))
afterAll(() => gateway.close())

/** All bodies of a case that are taken. */
const goodBodies = ({ sample, example, stories }: Case) =>
  [sample, example, ...stories.filter((story) => story.sent || story.exchanges)].map(({ request }) => request)

const rows = [...cases].map(([name, one]) => [name, schemas[name] as Schema, goodBodies(one)] as const)

describe.each(rows)('%s', (name, schema, bodies) => {
  test('shows each of its members in a body that is taken', () => {
    expect(unshown(name, schema, bodies)).toEqual([])
  })

  test('refuses each member that is unknown, missing, of another type or beyond its limits, with its place, before a call', async () => {
    const wrong = bodies.flatMap((body) => [...damages(body, schema)])
    expect(wrong.length).toBeGreaterThan(membersOf(schema).length)
    const taken: string[] = []
    for (const { body, pointer, what } of wrong) {
      const { status, json } = await ask(gateway, name, body)
      const pointers = json.errors?.map((error) => error.pointer) ?? []
      if (status !== 400 || !pointers.includes(pointer)) taken.push(`${pointer} ${what}: ${status} ${pointers}`)
    }
    expect(taken).toEqual([])
    expect(gateway.chat.calls).toHaveLength(0)
  })
})
