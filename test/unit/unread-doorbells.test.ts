import { expect, onTestFinished, test, vi } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { StateUnavailable } from '../../lib/ledger/state-unavailable.ts'
import type { Doorbell } from '../../lib/triggers/queue/doorbell.ts'
import type { ShiftParts } from '../../lib/triggers/queue/parts.ts'
import { Shift } from '../../lib/triggers/queue/shift.ts'

test('a doorbell that names no job begins no reading that nobody waits for, and whose failure would end the process', async () => {
  const stray = vi.fn()
  process.on('unhandledRejection', stray)
  onTestFinished(() => void process.off('unhandledRejection', stray))
  const getMany = vi.fn(() => Promise.reject(new StateUnavailable(new Error('the table is out'))))
  const bury = vi.fn(async () => undefined)
  const log = { error: vi.fn(), warn: vi.fn(), info: vi.fn() }
  const parts = { jobs: { getMany }, queue: { bury }, log, config: readConfig({}), clock: Date }
  const bell = { messageId: 'm', group: 'g', text: 'x', receiveCount: 1 }
  const nameless = { ...bell, jobId: undefined } as unknown as Doorbell
  const letter = { ...bell, jobId: 'a'.repeat(32), letter: { reason: 'INTERNAL' } } as unknown as Doorbell
  const shift = new Shift(parts as unknown as ShiftParts, [nameless, letter], Number.POSITIVE_INFINITY, 'invocation')
  await shift.answer(nameless)
  await new Promise((turn) => setImmediate(turn))
  expect(bury).toHaveBeenCalledOnce()
  expect(getMany).not.toHaveBeenCalled()
  expect(stray).not.toHaveBeenCalled()
})

test('a doorbell in another group than its account’s, where nothing keeps two workers off that, is rung anew where it belongs', async () => {
  const job = {
    jobId: 'a'.repeat(32),
    group: 'own',
    order: 1,
    state: 'queued',
    operation: 'friends.update',
    app: 'default',
  }
  const ring = vi.fn(async () => undefined)
  const queues = { enlist: vi.fn(async () => false), look: vi.fn() }
  const log = { error: vi.fn(), warn: vi.fn(), info: vi.fn() }
  const jobs = { getMany: async () => [job], queues }
  const parts = { jobs, queue: { ring }, log, config: readConfig({}), clock: Date }
  const bell = { jobId: job.jobId, messageId: 'm', group: 'astray', text: 'x', receiveCount: 1 } as unknown as Doorbell
  await new Shift(parts as unknown as ShiftParts, [bell], Number.POSITIVE_INFINITY, 'invocation').answer(bell)
  expect(ring).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ group: 'own' }), expect.stringContaining('m'))
  expect(queues.look).not.toHaveBeenCalled()
})
