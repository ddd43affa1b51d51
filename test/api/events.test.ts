import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Letter, writeLetter } from '../../lib/jobs/letters.ts'
import { resultEvent } from '../../lib/triggers/results/result-event.ts'
import { cases } from '../support/cases.ts'
import { type Deployment, startDeployment } from '../support/deployment.ts'
import { eventOf, fault, remark } from '../support/events.ts'

const schemas = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../docs/api/events.json'), 'utf8'))
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
ajv.addSchema(schemas, 'events')

/** What is wrong with a value by the schema of that name; undefined where nothing is. */
function faultOf(name: 'Event' | 'ConstantInput' | 'Result' | 'Letter', value: unknown): string | undefined {
  const validate = ajv.getSchema(`events#/$defs/${name}`)
  if (!validate) throw new Error(`there is no schema ${name}`)
  return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: name })
}

describe.each([...cases])('%s', (name, { example }) => {
  test('may be asked for by an event, or by a constant input, with its body and no other', () => {
    const event = eventOf(name, example.request)
    expect(faultOf('Event', event)).toBeUndefined()
    expect(faultOf('Event', { ...event, detail: { ...example.request, nobody: 1 } })).toBeDefined()
    const input = { operation: name, body: example.request }
    expect(faultOf('ConstantInput', input)).toBeUndefined()
    expect(faultOf('ConstantInput', { ...input, body: { ...example.request, nobody: 1 } })).toBeDefined()
  })
})

test('an event of our own, one of no operation and one whose id is too long are none', () => {
  const event = eventOf('friends.update', remark('alice', 'bob', 'x'))
  expect(faultOf('Event', { ...event, source: 'chat-gateway' })).toBeDefined()
  expect(faultOf('Event', { ...event, 'detail-type': 'chat.friends.updat' })).toBeDefined()
  expect(faultOf('Event', { ...event, id: 'x'.repeat(257) })).toBeDefined()
})

describe('what the gateway puts on its bus and among its dead letters', () => {
  let deployed: Deployment
  beforeAll(async () => {
    const env = { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1', ERROR_DOCS_URL: 'https://docs.example.com/codes' }
    deployed = await startDeployment(undefined, env)
  })
  afterAll(() => deployed.close())
  beforeEach(() => deployed.reset())

  const resultFaults = () =>
    // What went out before this test stands on the bus as well.
    deployed.bus
      .events(0)
      .slice(-deployed.results().length)
      .map(({ event }) => faultOf('Result', JSON.parse(JSON.stringify(event))))
  /** Where the answers of the results lead whoever reads them. */
  const docs = () =>
    deployed.bus
      .events(0)
      .slice(-deployed.results().length)
      .map(({ event }) => Object(event.detail.answer).body.docs)
  const letters = async (of: 'jobs' | 'events') =>
    (await deployed.letters(of)).map(({ Body = '' }) => JSON.parse(Body) as object)

  test('is as documented where the work is done', async () => {
    await deployed.event(eventOf('friends.update', remark('alice', 'bob', 'documented')))
    await deployed.drain()
    expect(deployed.results().map(({ type }) => type)).toEqual(['chat.friends.update.completed'])
    expect(resultFaults()).toEqual([undefined])
    expect(docs()).toEqual([undefined])
  })

  test('is as documented where it fails for good: the result, and the job’s letter', async () => {
    await fault(deployed, { command: 'friend_update', fault: { errorCode: 30011 } })
    await deployed.event(eventOf('friends.update', remark('alice', 'bob', 'documented')))
    await deployed.drain()
    expect(deployed.results().map(({ type }) => type)).toEqual(['chat.friends.update.failed'])
    expect(resultFaults()).toEqual([undefined])
    expect(docs()).toEqual(['https://docs.example.com/codes#friend_list_limit'])
    const left = await letters('jobs')
    expect(left.map((letter) => [Object.keys(letter), faultOf('Letter', letter)])).toEqual([
      [['reason', 'operation', 'app', 'jobId', 'order'], undefined],
    ])
  })

  test('is as documented where an event is refused: the result, and the event’s letter', async () => {
    await deployed.event(eventOf('friends.update', { userId: '' }))
    await deployed.event(eventOf('Nothing at all', {}))
    expect(deployed.results().map(({ type }) => type)).toEqual(['chat.friends.update.failed', 'chat.request.failed'])
    expect(resultFaults()).toEqual([undefined, undefined])
    const [invalid, nothing] = ['invalid_request', 'not_found'].map((code) => `https://docs.example.com/codes#${code}`)
    expect(docs()).toEqual([invalid, nothing])
    const left = await letters('events')
    expect(left.map((letter) => [Object.keys(letter), faultOf('Letter', letter)])).toEqual([
      [['reason', 'operation', 'app', 'event'], undefined],
      [['reason', 'operation', 'app', 'event'], undefined],
    ])
  })
})

test('a result too large to tell whole is as documented', () => {
  const results = Array.from({ length: 9000 }, (_, index) => ({ userId: `user-${index}`, status: 'ok' }))
  const body = { outcome: 'ok', requestId: 'r', counts: { ok: 9000, failed: 0, unknown: 0 }, results }
  const { detailType, detail } = resultEvent({ operation: 'friends.update', answer: { status: 200, body } }, '')
  expect(JSON.parse(detail).answer.body.omitted).toEqual(['results'])
  const event = { source: 'chat-gateway', 'detail-type': detailType, detail: JSON.parse(detail) }
  expect(faultOf('Result', event)).toBeUndefined()
  expect(faultOf('Result', { ...event, 'detail-type': 'chat.friends.update' })).toBeDefined()
})

test('letters of all sizes are as documented, and show no member that is not', () => {
  const known = Object.keys(schemas.$defs.Letter.properties)
  const from = (content: Letter['content'], brief = {}): object =>
    JSON.parse(writeLetter({ reason: 'INVALID_REQUEST', operation: 'friends.update', app: '', content, brief }))
  const noise = Array.from({ length: 120_000 }, (_, index) => Math.sin(index))
  for (const letter of [
    from({ event: { detail: 'x' } }),
    from({ event: 'x'.repeat(300_000) }),
    from({ event: noise }, { id: 'i', source: 's', 'detail-type': 'd' }),
    from({ jobId: 'j', eventId: 'e', result: 'chat.friends.update.completed' }),
  ]) {
    expect(faultOf('Letter', letter)).toBeUndefined()
    expect(Object.keys(letter).filter((name) => !known.includes(name))).toEqual([])
  }
})
