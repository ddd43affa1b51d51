import { expect, test } from 'vitest'
import { GatewayError, invalid } from '../../lib/errors/gateway-error.ts'
import { BatchRefusals } from '../../lib/triggers/http/batch-refusals.ts'
import type { HttpCall } from '../../lib/triggers/http/call.ts'
import { recordedLog } from '../support/recorded-log.ts'

function setUp() {
  const log = recordedLog()
  const refusals = new BatchRefusals({ requestId: 'r', caller: 'c', traceparent: '' } as HttpCall, log)
  const refuse = (error: unknown, operation = 'friends.update') =>
    refusals.refuse(error, { requestId: 'r', operation, counted: 'Requests' })
  const written = () => {
    refusals.write()
    return log.lines.map((line) => JSON.parse(line))
  }
  return { refuse, written }
}

test('a batch without refused entries writes nothing', () => {
  expect(setUp().written()).toEqual([])
})

test('a fault of ours in many entries is told once, with its stack, and counted for each', () => {
  const { refuse, written } = setUp()
  const broken = new Error('broken')
  const statuses = [broken, broken, broken].map((error) => refuse(error).status)
  expect(statuses).toEqual([500, 500, 500])
  refuse(new Error('otherwise'))
  const [first, second, line, ...more] = written()
  expect([first.message, second.message]).toEqual(['unexpected error', 'unexpected error'])
  expect([first.error, second.error]).toEqual([expect.stringContaining('broken'), expect.stringContaining('otherwise')])
  expect(line).toMatchObject({ message: 'refused', counts: { INTERNAL: 4 }, InternalFaults: 4, Requests: 4 })
  expect(more).toEqual([])
})

test('the code of most entries leads, with what its first entry says; each answer is its own', () => {
  const { refuse, written } = setUp()
  const places = ['/a', '/b'].map((pointer) => invalid([{ pointer, message: 'is missing' }]))
  const answers = [new GatewayError('NOT_FOUND'), ...places].map((error) => refuse(error))
  expect(answers.map(({ status }) => status)).toEqual([404, 400, 400])
  expect(answers[2]!.body).toMatchObject({ errors: [{ pointer: '/b' }] })
  expect(written()).toMatchObject([
    { level: 'info', code: 'INVALID_REQUEST', status: 400, pointer: '/a', operation: 'friends.update', requestId: 'r' },
  ])
})

test('what is forbidden leads, however few', () => {
  const { refuse, written } = setUp()
  for (let index = 0; index < 3; index++) refuse(new GatewayError('NOT_FOUND'))
  refuse(new GatewayError('FORBIDDEN', { detail: 'c may not call friends.get' }), 'friends.get')
  expect(written()).toMatchObject([
    {
      level: 'warn',
      code: 'FORBIDDEN',
      detail: 'c may not call friends.get',
      operation: '(unknown)',
      AccessRefused: 1,
    },
  ])
})
