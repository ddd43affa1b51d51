import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { difference } from '../scripts/try-readme/blocks.ts'
import { faultOfAnswer } from './support/answer-shapes.ts'
import { cases } from './support/cases.ts'
import { pathOf } from './support/gateway/chain.ts'
import { type GuardedLocal, startGuardedLocal } from './support/roles/guarded-local.ts'

let local: GuardedLocal
beforeAll(async () => {
  local = await startGuardedLocal()
})
afterAll(() => local.close())

const families = Map.groupBy(cases, ([name]) => name.split('.')[0]!)

/** Each page of docs/operations starts anew, of what Chat holds; on a page, what one example writes a later one reads. */
describe.each([...families])('docs/operations/%s.md', (_, examples) => {
  beforeAll(async () => {
    expect((await fetch(`${local.chat.url}/_emulator/reset`, { method: 'POST' })).status).toBe(200)
  })

  test.each(examples)('the example of %s is answered as printed', async (name, { example }) => {
    const response = await fetch(`${local.url}${pathOf(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(example.request),
    })
    expect(response.status).toBe(example.status ?? 200)
    const answer = await response.json()
    expect(faultOfAnswer(name, response.status, answer)).toBeUndefined()
    const came = `at ${new Date().toISOString()}, behind ${response.headers.get('date')}: ${JSON.stringify(answer)}`
    expect(difference({ requestId: '…', ...example.answer }, answer), came).toBeUndefined()
  })
})
