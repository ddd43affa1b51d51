import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readLetter } from '../../../lib/jobs/letters.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, friendsOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { LOG_LEVEL: 'INFO' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const results = () => deployed.results()
const update = (text: string, friend = 'bob') => eventOf('friends.update', remark('alice', friend, text))

describe('an event', () => {
  test('becomes a job, is done, and its result goes out with its id', async () => {
    const event = update('from an event')
    await deployed.event(event)
    expect(await callsOf(deployed)).toEqual([])
    expect(await deployed.waiting()).toBe(1)
    expect(await deployed.drain()).toBe(0)
    expect((await friendsOf(deployed, 'alice')).bob?.remark).toBe('from an event')
    const [result, ...others] = results()
    expect(others).toEqual([])
    expect(result).toMatchObject({
      type: 'chat.friends.update.completed',
      source: 'chat-gateway',
      detail: { operation: 'friends.update', app: 'default', eventId: event.id },
    })
    expect(result!.detail.answer).toMatchObject({
      status: 200,
      body: { outcome: 'ok', results: [{ userId: 'bob', status: 'ok' }] },
    })
  })

  test('can be asked for by whoever read its job’s path off the bus', async () => {
    await deployed.event(update('asked for'))
    await deployed.drain()
    const { job, jobId, answer } = results()[0]!.detail
    const told = await deployed.http({ method: 'GET', path: job })
    expect(told.status).toBe(200)
    expect(told.json).toMatchObject({ jobId, operation: 'friends.update', state: 'completed', answer })
  })

  test('that comes twice is done once, before and after it was done', async () => {
    const event = update('once')
    await Promise.all([deployed.event(event), deployed.event(event)])
    await deployed.event(event)
    await deployed.drain()
    await deployed.event(event)
    await deployed.drain()
    expect(await callsOf(deployed)).toHaveLength(1)
    expect(results()).toHaveLength(1)
    expect(await deployed.waiting()).toBe(0)
    expect(deployed.output.text()).toContain('"isKnown":true')
  })

  test('is as good as a rule’s constant input, which is told from a repeat by its invocation', async () => {
    const input = { operation: 'friends.update', body: remark('alice', 'bob', 'every hour') }
    await deployed.event(input, 'run-1')
    await deployed.event(input, 'run-1')
    await deployed.drain()
    expect(await callsOf(deployed)).toHaveLength(1)
    await deployed.event(input, 'run-2')
    await deployed.drain()
    expect(await callsOf(deployed)).toHaveLength(2)
    expect(results().map(({ type, detail }) => [type, detail.eventId])).toEqual([
      ['chat.friends.update.completed', 'run-1'],
      ['chat.friends.update.completed', 'run-2'],
    ])
  })

  test('that is a result of ours is dropped and counted, so that results never start work', async () => {
    await deployed.event(update('first'))
    await deployed.drain()
    const [{ event } = { event: {} }] = deployed.bus.events().slice(-1)
    const before = deployed.dynamo.calls.length
    await deployed.event(event)
    expect(deployed.dynamo.calls.length).toBe(before)
    expect([await deployed.waiting(), results().length]).toEqual([0, 1])
    expect(deployed.output.text()).toMatch(/"OwnEventsDropped":1.*"Name":"OwnEventsDropped"/)
  })

  test('for another app than the default one says so in its body', async () => {
    await deployed.event(eventOf('friends.update', { app: 'europe', ...remark('anna', 'ben', 'Benno') }))
    await deployed.drain()
    expect(results()[0]!.detail.app).toBe('europe')
  })

  test('whose app has no secret fails item by item', async () => {
    await deployed.event(eventOf('friends.update', { app: 'gone', ...remark('alice', 'bob', 'x') }))
    await deployed.drain()
    expect(results()[0]).toMatchObject({
      type: 'chat.friends.update.failed',
      detail: { answer: { status: 404, body: { code: 'UNKNOWN_APP' } } },
    })
  })
})

describe('an event that is wrong', () => {
  test.each([
    ['no body', eventOf('friends.update', undefined), 'INVALID_REQUEST', 'friends.update'],
    [
      'a lost character',
      eventOf('friends.update', remark('alice', 'bob', '\ufffd')),
      'INVALID_REQUEST',
      'friends.update',
    ],
    ['a wrong body', eventOf('friends.update', { userId: 'alice', friends: [] }), 'INVALID_REQUEST', 'friends.update'],
    ['an unknown operation', eventOf('friends.updates', remark('alice', 'bob', 'x')), 'NOT_FOUND', 'friends.updates'],
    ['no name of an operation', { ...update('x'), 'detail-type': 'chat.' }, 'NOT_FOUND', 'request'],
    ['no envelope', 'hello', 'NOT_FOUND', 'request'],
    ['nothing', null, 'NOT_FOUND', 'request'],
    [
      'a constant input with a wrong body',
      { operation: 'friends.update', body: 1 },
      'INVALID_REQUEST',
      'friends.update',
    ],
  ])('with %s is told of, rests as a letter, and is not tried again', async (_, event, code, operation) => {
    await deployed.event(event)
    expect(results()).toMatchObject([
      { type: `chat.${operation}.failed`, detail: { operation, answer: { body: { code, retryable: false } } } },
    ])
    const letters = await deployed.letters('events')
    expect(letters.map(({ Body }) => JSON.parse(Body!))).toEqual([{ reason: code, operation, app: '', event }])
    expect(letters[0]!.MessageAttributes?.reason?.StringValue).toBe(code)
    expect(await deployed.waiting()).toBe(0)
  })

  test('is put away whole where it is as large as events come', async () => {
    const friends = Array.from({ length: 10_001 }, (_, index) => ({ userId: `user-${index}` }))
    const event = eventOf('friends.update', { userId: 'alice', friends })
    await deployed.event(event)
    const [letter] = await deployed.letters('events')
    expect(Buffer.byteLength(JSON.stringify({ event }))).toBeGreaterThan(200_000)
    expect(Buffer.byteLength(letter!.Body!)).toBeLessThan(200_000)
    expect(readLetter(letter!.Body!)).toMatchObject({ reason: 'INVALID_REQUEST', event })
  })

  test('names the place', async () => {
    await deployed.event(eventOf('friends.update', { userId: 'alice', friends: [{ userId: 'bob', remrak: 'x' }] }))
    expect(results()[0]!.detail.answer.body.errors).toEqual([
      { pointer: '/friends/0/remrak', message: 'is not a known member; did you mean "remark"?' },
    ])
  })
})

describe('where AWS fails', () => {
  test.each([
    ['the table', 'dynamo', 'PutItem', 'cut'],
    ['the table', 'dynamo', 'UpdateItem', 'throttled'],
    ['the queue', 'sqs', 'SendMessage', 'cut'],
    ['the queue', 'sqs', 'SendMessage', 'throttled'],
  ] as const)(
    'at %s (%s %s, %s), the event is refused for Lambda to try again, and done once then',
    async (_, service, action, how) => {
      const event = update(`through ${service} ${how}`)
      deployed[service].breakNext(action, how, 10)
      await expect(deployed.event(event, 'retried')).rejects.toThrow('Send it again')
      expect(results()).toEqual([])
      deployed[service].mend()
      await deployed.event(event, 'retried')
      expect(await deployed.drain()).toBe(0)
      expect(await callsOf(deployed)).toHaveLength(1)
      expect(results()).toHaveLength(1)
    },
  )

  test('and whether the queue has it is not known, it is done once all the same', async () => {
    const event = update('lost reply')
    deployed.sqs.breakNext('SendMessage', 'lost', 10)
    await expect(deployed.event(event)).rejects.toThrow('Send it again')
    deployed.sqs.mend()
    await deployed.event(event)
    await deployed.drain()
    expect(await callsOf(deployed)).toHaveLength(1)
    expect(results()).toHaveLength(1)
  })

  test('so that an invalid event can’t be put away, it is not lost either', async () => {
    const event = eventOf('friends.update', {})
    deployed.sqs.breakNext('SendMessage', 'cut', 10)
    await expect(deployed.event(event)).rejects.toThrow()
    deployed.sqs.mend()
    await deployed.event(event)
    expect(await deployed.letters('events')).toHaveLength(1)
  })
})
