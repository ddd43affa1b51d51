import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readLetter } from '../../../lib/jobs/letters.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment()
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const letters = async () => (await deployed.letters('events')).map(({ Body }) => readLetter(Body!))
const input = { operation: 'friends.update', body: remark('alice', 'bob', 'x') }

/** Characters that no packing makes fewer. */
const noise = (length: number): string =>
  Array.from(randomBytes(length), (byte) => String.fromCharCode(32 + (byte % 95))).join('')

describe('what an event’s envelope says is bounded', () => {
  test.each([
    ['a constant input’s id', { ...input, id: 'x'.repeat(300_000) }, '/id', 'friends.update'],
    ['an event’s id', eventOf('friends.update', input.body, { id: 'x'.repeat(257) }), '/id', 'friends.update'],
    [
      'an event’s source',
      eventOf('friends.update', input.body, { source: 'x'.repeat(257) }),
      '/source',
      'friends.update',
    ],
  ])('%s of more than 256 characters is refused at its place, and rests', async (_, event, pointer, operation) => {
    await deployed.event(event)
    expect(await letters()).toEqual([{ reason: 'INVALID_REQUEST', operation, app: '', event }])
    const [{ type, detail } = { type: '', detail: undefined }] = deployed.results()
    expect([type, detail?.answer.body.errors]).toMatchObject(['chat.friends.update.failed', [{ pointer }]])
    expect(await deployed.waiting()).toBe(0)
    expect(deployed.output.text()).not.toContain('x'.repeat(257))
  })

  test('an id of 256 characters is good, and told with the result', async () => {
    const id = '界'.repeat(256)
    await deployed.event({ ...input, id })
    expect(await deployed.drain()).toBe(0)
    expect(deployed.results().map(({ detail }) => detail.eventId)).toEqual([id])
  })

  test('an operation’s name of any length is told as one of no name', async () => {
    await deployed.event({ ...input, operation: `${'x'.repeat(300_000)}.y` })
    expect(deployed.results()).toMatchObject([{ type: 'chat.request.failed' }])
    expect(await letters()).toMatchObject([{ reason: 'NOT_FOUND', operation: 'request' }])
  })

  test('a fault at a place of any length is told of bare', async () => {
    const event = eventOf('friends.update', { ...input.body, ['x'.repeat(300_000)]: 1 })
    await deployed.event(event)
    expect(deployed.results()).toMatchObject([
      {
        type: 'chat.friends.update.failed',
        detail: { eventId: event.id, answer: { body: { code: 'INVALID_REQUEST' } } },
      },
    ])
  })
})

describe('what has no room in a letter', () => {
  test('of an event: its letter keeps id, source, name, size and reason', async () => {
    const event = eventOf('friends.update', { ...input.body, note: noise(970_000) })
    await deployed.event(event)
    const { id, source, 'detail-type': name } = event
    const leftOutBytes = Buffer.byteLength(JSON.stringify({ event }))
    const kept = { reason: 'INVALID_REQUEST', operation: 'friends.update', app: '' }
    expect(await letters()).toEqual([{ ...kept, id, source, 'detail-type': name, leftOutBytes }])
    expect(deployed.results()).toMatchObject([{ type: 'chat.friends.update.failed', detail: { eventId: id } }])
  })

  test('of a doorbell that names no job: its letter keeps its size, and the doorbell does not come back', async () => {
    const record = { messageId: 'm', receiptHandle: 'h', body: noise(1_000_000) }
    const attributes = { MessageGroupId: 'g', ApproximateReceiveCount: '1' }
    expect(await deployed.work([{ ...record, attributes } as never])).toEqual({ batchItemFailures: [] })
    const [letter] = await deployed.letters('jobs')
    expect(readLetter(letter!.Body!)).toMatchObject({ reason: 'UNKNOWN_JOB', leftOutBytes: expect.any(Number) })
  })

  test('and nothing of an event that packs well enough: it rests whole', async () => {
    const event = eventOf('friends.update', { ...input.body, note: 'again '.repeat(160_000) })
    await deployed.event(event)
    expect(await letters()).toMatchObject([{ reason: 'INVALID_REQUEST', event }])
  })
})
