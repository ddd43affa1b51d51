import {
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge'
import { expect, onTestFinished, test } from 'vitest'
import { compilePattern } from '../../../local/aws/bus/pattern.ts'
import type { Put } from '../../../local/aws/bus/put-events.ts'
import type { Target } from '../../../local/aws/bus/rules.ts'
import { type BusOptions, startBus } from '../../../local/aws/bus/server.ts'
import { isReachable, sdk } from './fixture.ts'

const entry = (more: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  EventBusName: 'work',
  Source: 'crm',
  DetailType: 'chat.friends.update',
  Detail: '{"userId":"alice"}',
  ...more,
})

/** A bus named `work` beside the default one. */
async function start(options: Partial<BusOptions> = {}) {
  const bus = await startBus({ port: 0, buses: ['work'], rules: [], ...options })
  onTestFinished(() => bus.close())
  const client = new EventBridgeClient(sdk(bus.url))
  onTestFinished(() => client.destroy())
  const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }))
  const handed: { target: Target; put: Put }[] = []
  bus.connect((target, taken) => handed.push({ target, put: taken }))
  const sources = () => bus.events().map(({ event }) => event.source)
  return { bus, client, put, handed, sources }
}

test('every entry has a result of its own, in order, and one that is wrong spoils no other', async () => {
  const { put, sources } = await start()
  const { FailedEntryCount, Entries } = await put(
    entry({ Source: 'first' }),
    entry({ Source: '' }),
    entry({ DetailType: '' }),
    entry({ Detail: '' }),
    entry({ Detail: '{' }),
    entry({ Detail: '[]' }),
    entry({ Source: 'aws.ec2' }),
    entry({ Source: 'last' }),
  )
  expect(FailedEntryCount).toBe(6)
  expect(Entries!.map(({ EventId, ErrorCode }) => EventId ?? ErrorCode)).toEqual([
    expect.stringMatching(/^[0-9a-f-]{36}$/),
    'InvalidArgument',
    'InvalidArgument',
    'InvalidArgument',
    'MalformedDetail',
    'MalformedDetail',
    'NotAuthorizedForSourceException',
    expect.stringMatching(/^[0-9a-f-]{36}$/),
  ])
  expect(Entries![2]!.ErrorMessage).toContain('DetailType is a required argument')
  expect(sources()).toEqual(['first', 'last'])
})

test('more than ten entries or 256 KB, and none at all, are refused whole', async () => {
  const { put, sources } = await start()
  const ten = Array.from({ length: 10 }, () => entry())
  expect((await put(...ten)).FailedEntryCount).toBe(0)
  await expect(put(...ten, entry())).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(put()).rejects.toMatchObject({ name: 'ValidationException' })
  const around = Buffer.byteLength('crm' + 'chat.friends.update' + '{"a":""}')
  const filled = (bytes: number, more = {}) => entry({ Detail: `{"a":"${'é'.repeat(bytes / 2)}"}`, ...more })
  const most = 256 * 1024 - around
  expect((await put(filled(most))).FailedEntryCount).toBe(0)
  await expect(put(filled(most + 2))).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(put(filled(most, { Time: new Date() }))).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(put(filled(most - 100), filled(100))).rejects.toMatchObject({ name: 'ValidationException' })
  expect(sources()).toHaveLength(11)
})

test('only a signed PutEvents of what PutEvents takes is answered', async () => {
  const { bus, client } = await start()
  await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' })
  const typeOf = async (body: string, headers: object = { authorization: 'AWS4-HMAC-SHA256 Credential=x' }) => {
    const response = await fetch(bus.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.PutEvents', ...headers },
      body,
    })
    return ((await response.json()) as { __type: string }).__type
  }
  expect(await typeOf('{}', {})).toBe('MissingAuthenticationTokenException')
  expect(await typeOf('{}')).toBe('ValidationException')
  for (const wrong of ['null', '{"Source":["crm"]}', '{"Resources":"x"}', '{"Time":1e99}', '{"Detail":{}}']) {
    expect([wrong, await typeOf(`{"Entries":[${wrong}]}`)]).toEqual([wrong, 'SerializationException'])
  }
})

test('an event of a bus that isn’t there is dropped, and only the log is told', async () => {
  const told: unknown[] = []
  const arrived = ({ bus, event }: Put, known: boolean) => told.push([bus, event.source, known])
  const { put, sources } = await start({ arrived })
  const arn = 'arn:aws:events:local-1:000000000000:event-bus'
  const { FailedEntryCount, Entries } = await put(
    entry({ Source: 'lost', EventBusName: 'wrok' }),
    entry({ Source: 'named' }),
    entry({ Source: 'by-arn', EventBusName: `${arn}/work` }),
    entry({ Source: 'unnamed', EventBusName: undefined }),
  )
  expect(FailedEntryCount).toBe(0)
  expect(Entries![0]!.EventId).toEqual(expect.any(String))
  expect(sources()).toEqual(['named', 'by-arn', 'unnamed'])
  expect(told).toEqual([
    ['wrok', 'lost', false],
    ['work', 'named', true],
    ['work', 'by-arn', true],
    ['default', 'unnamed', true],
  ])
})

test('an event goes to every target of the rules of its bus that it matches, as EventBridge hands it over', async () => {
  const rule = (bus: string, pattern: object, ...arns: string[]) => ({
    bus,
    matches: compilePattern(pattern, 'rule'),
    targets: arns.map((functionArn) => ({ functionArn })),
  })
  const { put, handed } = await start({
    rules: [
      rule('work', { source: ['crm'] }, 'one', 'two'),
      rule('default', { source: ['crm'] }, 'other-bus'),
      rule('work', { source: ['shop'] }, 'shop'),
      rule('work', { detail: { userId: ['alice'] } }, 'three'),
    ],
  })
  const before = Math.floor(Date.now() / 1000) * 1000
  const { Entries } = await put(entry({ TraceHeader: 'Root=1-a', Resources: ['arn:x'] }), entry({ Source: 'unheard' }))
  expect(handed.map(({ target, put: { event } }) => [target.functionArn, event.source])).toEqual([
    ['one', 'crm'],
    ['two', 'crm'],
    ['three', 'crm'],
    ['three', 'unheard'],
  ])
  expect(handed[0]!.put).toEqual({
    bus: 'work',
    traceId: 'Root=1-a',
    event: {
      version: '0',
      id: Entries![0]!.EventId,
      'detail-type': 'chat.friends.update',
      source: 'crm',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'local-1',
      resources: ['arn:x'],
      detail: { userId: 'alice' },
    },
  })
  expect(Date.parse(handed[0]!.put.event.time)).toBeGreaterThanOrEqual(before)
  await put(entry({ Source: 'shop', Time: new Date('2020-02-29T12:00:00.999Z') }))
  expect(handed[4]!.put.event.time).toBe('2020-02-29T12:00:00Z')
})

test('whoever watches gets what has arrived since, and may wait for it', async () => {
  const { bus, put } = await start()
  const watch = async (query: string) => {
    const response = await fetch(`${bus.url}/_local/events${query}`)
    const body = (await response.json()) as { seq: number; event: { source: string } }[]
    return [response.status, Array.isArray(body) && body.map(({ seq, event }) => `${seq} ${event.source}`)]
  }
  await put(entry({ Source: 'a' }), entry({ Source: 'b' }))
  expect(await watch('')).toEqual([200, ['1 a', '2 b']])
  expect(await watch('?after=1&wait=20')).toEqual([200, ['2 b']])
  expect(await watch('?after=2')).toEqual([200, []])
  expect(await watch('?after=2&wait=0.05')).toEqual([200, []])
  const waiting = [watch('?after=2&wait=20'), watch('?after=3&wait=20')]
  await put(entry({ Source: 'c' }))
  expect(await waiting[0]).toEqual([200, ['3 c']])
  await put(entry({ Source: 'd' }))
  expect(await waiting[1]).toEqual([200, ['4 d']])
  for (const query of ['?after=-1', '?after=x', '?wait=21', '?wait=x']) expect(await watch(query)).toEqual([400, false])
})

test('of events that have arrived the last thousand are kept, with their numbers', async () => {
  const { bus, put } = await start()
  const ten = Array.from({ length: 10 }, () => entry())
  for (let sent = 0; sent < 101; sent++) await put(...ten)
  const kept = bus.events()
  expect([kept.length, kept[0]!.seq, kept.at(-1)!.seq]).toEqual([1000, 11, 1010])
})

test('closing the bus leaves nobody waiting, and a taken port is told with its flag', async () => {
  const { bus } = await start()
  const taken = startBus({ port: Number(new URL(bus.url).port), buses: [], rules: [] })
  await expect(taken).rejects.toMatchObject({ name: 'StartError', message: expect.stringContaining('--bus-port') })
  const waiting = expect(fetch(`${bus.url}/_local/events?wait=20`)).rejects.toThrow()
  await expect.poll(() => isReachable(`${bus.url}/_local/events`)).toBe(true)
  await bus.close()
  await waiting
  expect(await isReachable(bus.url)).toBe(false)
})
