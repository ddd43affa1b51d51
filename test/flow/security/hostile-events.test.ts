import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { OWN_SOURCE } from '../../../lib/triggers/results/event-bus.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, remark } from '../../support/events.ts'
import { type Capture, captureOutput } from '../../support/gateway/output-capture.ts'
import { resultsOn } from '../../support/results.ts'

/** OWASP API4:2023 and API10:2023 by way of the bus: whatever is put there ends as a letter with a result, and starts nothing. */

let deployed: Deployment
let output: Capture
beforeAll(async () => {
  deployed = await startDeployment(undefined, { LOG_LEVEL: 'INFO' })
})
afterAll(() => deployed.close())
beforeEach(async () => {
  await deployed.reset()
  output = captureOutput()
})
afterEach(() => output.stop())

const parsed = (text: string): unknown => JSON.parse(text)
const deep = (depth: number) => parsed(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`)
const good = remark('alice', 'bob', 'x')

test.each<[string, unknown]>([
  ['nothing', null],
  ['a text', 'friends.update'],
  ['a list', [eventOf('friends.update', good)]],
  ['an event without a detail', eventOf('friends.update', undefined)],
  ['an operation that is an object', { operation: { name: 'friends.update' }, body: good }],
  ['a name with a line break', eventOf('friends.update\nx', good)],
  ['a name that is long', eventOf('x'.repeat(100_000), good)],
  ['a prototype’s member as operation', eventOf('__proto__', good)],
  ['a body in the prototype', parsed(`{"operation":"friends.update","__proto__":{"body":${JSON.stringify(good)}}}`)],
  ['a detail nested as deep as the bus takes', eventOf('friends.update', deep(30_000))],
  ['a source that is no text', eventOf('friends.frobnicate', good, { source: [OWN_SOURCE] })],
])('%s', async (_, event) => {
  const before = resultsOn(deployed.bus).length
  await deployed.event(event)
  const letters = await deployed.letters('events')
  expect(letters.map(({ Body }) => JSON.parse(Body!).reason)).toEqual([
    expect.stringMatching(/^(NOT_FOUND|INVALID_REQUEST)$/),
  ])
  const results = resultsOn(deployed.bus, before)
  expect(results.map(({ type }) => type)).toEqual([expect.stringMatching(/^chat\.[a-z.-]+\.failed$/)])
  expect(JSON.stringify(results).length).toBeLessThan(5000)
  expect(await deployed.waiting()).toBe(0)
  expect(output.text()).toMatch(/"message":"refused"/)
  expect(output.text().length).toBeLessThan(1000)
})

test('apps that are made up are looked up twenty times for all sources that nobody vouches for; the rest waits unread', async () => {
  const before = resultsOn(deployed.bus).length
  for (let index = 0; index < 25; index++) {
    const body = { ...good, app: `made-up-${index}` }
    await deployed.event(eventOf('friends.update', body, { source: `source-${index}` }))
  }
  for (let records = await deployed.doorbells(); records.length > 0; records = await deployed.doorbells()) {
    await deployed.work(records)
  }
  const codes = resultsOn(deployed.bus, before).map(({ detail }) => detail.answer.body.code)
  const attempts = output.text().match(/"message":"job",.*"code":"RATE_LIMITED"/g) ?? []
  // One more may be looked up every 1.5 s.
  expect(codes.length).toBeGreaterThanOrEqual(20)
  expect(codes.length).toBeLessThan(25)
  expect(attempts).toHaveLength(25 - codes.length)
  expect(new Set(codes)).toEqual(new Set(['UNKNOWN_APP']))
})
