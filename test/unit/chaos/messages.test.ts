import { expect, test } from 'vitest'
import type { CallRecord } from '../../../local/chat/index.ts'
import type { Kept } from '../../campaigns/chaos/chat-side.ts'
import { effectsOf } from '../../campaigns/chaos/effects.ts'
import { checkMessages, checkWhispers, type Messages, readMessages } from '../../campaigns/chaos/messages.ts'
import { WHISPER } from '../../campaigns/chaos/workload.ts'
import { answer, effect, story } from './stories.ts'

const CELL = 'default/u0/f0/message'
const TEXT = `m1 ${WHISPER}`

const sent = (status: 'ok' | 'failed' | 'unknown') =>
  story('', [answer(status, 200, { body: { requestId: 'r', outcome: status } })], {
    operation: 'messages.send',
    body: { app: 'default', userId: 'u0', peerId: 'f0', elements: [{ type: 'text', text: TEXT }] },
  })

const kept = (more: Partial<Kept> = {}): Kept => ({
  from: 'u0',
  seq: 1,
  random: 2,
  body: [{ MsgContent: { Text: TEXT } }],
  ...more,
})
const call = (random: string) => effect(TEXT, { cell: CELL, random })

const there = (...copies: readonly Kept[]): Messages => new Map([[CELL, copies]])

/** @param leftAt when each call that carried it went out */
const broken = (status: 'ok' | 'failed' | 'unknown', messages: Messages, leftAt: readonly number[] = [0]) => {
  const calls = leftAt.map((_, index) => call(String(index)))
  const times = new Map(leftAt.map((at, index) => [String(index), at]))
  return checkMessages([sent(status)], calls, times, messages).map(({ rule }) => rule)
}

test('a message that is there as its sender was told breaks nothing', () => {
  expect(broken('ok', there(kept()))).toEqual([])
  expect(broken('failed', there(kept({ body: [{ MsgContent: { Text: 'another' } }] })))).toEqual([])
  expect(broken('unknown', there())).toEqual([])
  expect(broken('unknown', there(kept(), kept()), [0, 5000])).toEqual([])
})

test('one that is acknowledged and absent, or failed and there, is found', () => {
  expect(broken('ok', there())).toEqual(['acknowledged write lost'])
  expect(broken('ok', new Map())).toEqual(['acknowledged write lost'])
  expect(broken('failed', there(kept()))).toEqual(['false failed'])
})

test('one that came twice is found, unless it went out in time with the same numbers and was late on its way', () => {
  const twice = there(kept(), kept())
  expect(broken('ok', twice, [0, 900])).toEqual([])
  expect(broken('ok', twice, [0, 1300])).toEqual(['message sent twice'])
  expect(broken('ok', there(kept(), kept({ random: 3 })), [0, 100])).toEqual(['message sent twice'])
})

test('the conversations of all that was sent are read, and no others', async () => {
  const asked: string[] = []
  const messages = async (...of: string[]) => {
    asked.push(of.join(' '))
    return [kept()]
  }
  expect(await readMessages([sent('ok'), sent('ok'), story('a', 'ok')], { messages })).toEqual(there(kept()))
  expect(asked).toEqual(['default u0 f0'])
})

test('a batch reaches whom its list of failures does not name', () => {
  const record = {
    app: 'default',
    command: 'batchsendmsg',
    carriedOut: true,
    time: '2026-01-01T00:00:00Z',
    body: { From_Account: 'u0', To_Account: ['f0', 'nobody'], MsgBody: [{ MsgContent: { Text: TEXT } }] },
    answer: { ErrorCode: 0, items: { nobody: 70107 } },
  } as unknown as CallRecord
  expect(effectsOf(record, undefined)).toEqual([expect.objectContaining({ cell: CELL, value: TEXT, isSure: true })])
})

test('what a message says is found in a log, in whatever coding', () => {
  expect(checkWhispers(['{"message":"sent"}'])).toEqual([])
  expect(checkWhispers([TEXT, Buffer.from(TEXT).toString('base64')])).toHaveLength(2)
})
