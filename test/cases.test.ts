import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../lib/operations/index.ts'
import { faultOfAnswer } from './support/answer-shapes.ts'
import { cases, exchangesOf, masked, namesOfFiles, type Story } from './support/cases.ts'
import { pathOf } from './support/gateway/chain.ts'
import { type Gateway, startGateway } from './support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

/** Sends the story's request, lets Chat reply as it tells, and compares what went up and what came back. */
async function tell(operation: string, story: Story): Promise<void> {
  const exchanges = exchangesOf(story)
  gateway.chat.play(({ number }) => exchanges[number - 1]?.reply ?? { unexpected: 'call' })
  const { json, status } = await gateway.request({ path: pathOf(operation), body: story.request })
  expect(faultOfAnswer(operation, status, json)).toBeUndefined()
  expect({ status, answer: json }).toMatchObject({ status: story.status ?? 200, answer: story.answer })
  const { calls } = gateway.chat
  const sent = exchanges.map((one) => one.sent)
  expect(calls.map((call, index) => masked(call.body, sent[index]))).toEqual(sent)
  for (const [index, { query = {} }] of exchanges.entries()) {
    const { query: asked } = calls[index]!
    expect(Object.fromEntries(Object.keys(query).map((name) => [name, asked.get(name)]))).toEqual(query)
  }
}

test('every row has its case, and every case its row', () => {
  expect(namesOfFiles().toSorted()).toEqual([...operations.keys()].toSorted())
})

describe.each([...cases].map(([name, { stories }]) => [name, stories] as const))('%s', (operation, stories) => {
  test.each(stories.map((story) => [story.name, story] as const))('%s', (_, story) => tell(operation, story))
})
