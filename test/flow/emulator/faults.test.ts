import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Reply } from '../../../local/chat/replies.ts'
import { sendOutcome } from '../../../local/chat/wire.ts'
import { Emulator, firstItem, updateOf } from './client.ts'

const update = (emulator: Emulator) => emulator.post('friend_update', updateOf('alice', { bob: { IM_Remark: 'new' } }))
const remark = async (emulator: Emulator) => (await emulator.friend('alice', 'bob')).remark

describe('what goes wrong', () => {
  test('an error code, with its usual info or the one given', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { errorCode: 30006 } })
    await emulator.fault({ fault: { errorCode: 60008, errorInfo: 'too slow' } })
    expect(await (await update(emulator)).json()).toEqual({
      ActionStatus: 'FAIL',
      ErrorCode: 30006,
      ErrorInfo: 'Err_SNS_FriendUpdate_Internal_Error',
      ErrorDisplay: '',
    })
    expect(await (await update(emulator)).json()).toMatchObject({ ErrorCode: 60008, ErrorInfo: 'too slow' })
    expect(await remark(emulator)).toBe('Bobby')
  })

  test('codes of single items, whose friends are left alone', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { items: { bob: 30011, carol: 30007 } } })
    const friends = { bob: { IM_Remark: 'new' }, carol: { IM_Remark: 'new' }, dave: { IM_Remark: 'new' } }
    const reply = await emulator.call('friend_update', updateOf('alice', friends))
    expect(reply.ResultItem).toEqual([
      { To_Account: 'bob', ResultCode: 30011, ResultInfo: 'Err_SNS_FriendUpdate_Group_Num_Exceed_Threshold' },
      { To_Account: 'carol', ResultCode: 30007, ResultInfo: 'Err_SNS_FriendUpdate_Net_Timeout' },
      { To_Account: 'dave', ResultCode: 0, ResultInfo: '' },
    ])
    expect(reply.Fail_Account).toEqual(['bob', 'carol'])
    expect((await emulator.account('alice')).friends).toMatchObject({
      bob: { remark: 'Bobby' },
      dave: { remark: 'new' },
    })
  })

  test('latency, after which the call is carried out', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { latencyMs: 150 } })
    const began = performance.now()
    expect(firstItem(await emulator.update('alice', 'bob', { IM_Remark: 'new' }))[0]).toBe(0)
    expect(performance.now() - began).toBeGreaterThan(140)
    expect(await remark(emulator)).toBe('new')
  })

  test('latency together with a code', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { latencyMs: 150, errorCode: 30006 } })
    const began = performance.now()
    expect((await emulator.update('alice', 'bob', {})).ErrorCode).toBe(30006)
    expect(performance.now() - began).toBeGreaterThan(140)
  })

  test('a socket cut before the answer', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { kind: 'cut' } })
    await expect(update(emulator)).rejects.toThrow()
    expect(await remark(emulator)).toBe('Bobby')
  })

  test('a socket cut within the answer', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { kind: 'cutBody' } })
    const response = await update(emulator)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
  })

  test('a body that is no JSON', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { kind: 'malformed' } })
    const text = await (await update(emulator)).text()
    expect(text).toMatch(/^\{"/)
    expect(() => JSON.parse(text)).toThrow()
  })

  test('a page of HTML with status 200', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { kind: 'html' } })
    const response = await update(emulator)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await response.text()).toContain('<html>')
  })

  test('another HTTP status', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { httpStatus: 502 } })
    expect((await update(emulator)).status).toBe(502)
    expect(await remark(emulator)).toBe('Bobby')
  })

  test('silence, in which the account is free again', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { kind: 'silence' } })
    const call = update(emulator).then(
      () => 'answered',
      () => 'ended',
    )
    await expect.poll(async () => (await emulator.calls(1))[0]?.durationMs).toBeTypeOf('number')
    expect(firstItem(await emulator.update('alice', 'carol', { IM_Remark: 'x' }))[0]).toBe(0)
    await emulator.chat.close()
    expect(await call).toBe('ended')
  })

  test('a body without an end', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { kind: 'endless' } })
    const reader = (await update(emulator)).body!.getReader()
    let bytes = 0
    while (bytes < 200_000) bytes += (await reader.read()).value?.length ?? Number.NaN
    await reader.cancel()
    expect(bytes).toBeGreaterThanOrEqual(200_000)
  })

  test('a body without an end for a caller who has left already is not begun', () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()))
    response.destroy()
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    sendOutcome(response, { reply: {} as Reply, fault: { kind: 'endless' } }, 0)
    expect(timers()).toBe(before)
  })
})

describe('after: the effect first, then the fault', () => {
  test.each([
    [{ kind: 'cut' }],
    [{ kind: 'cutBody' }],
    [{ kind: 'malformed' }],
    [{ kind: 'html' }],
    [{ httpStatus: 504 }],
    [{ errorCode: 30007 }],
  ])('%j', async (fault) => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { ...fault, after: true } })
    await update(emulator)
      .then((response) => response.text())
      .catch(() => undefined)
    expect(await remark(emulator)).toBe('new')
    expect((await emulator.calls(1))[0]).toMatchObject({ carriedOut: true, fault: { after: true } })
  })

  test('an item that is written and yet answered with a code', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { items: { bob: 30007 }, after: true } })
    expect(firstItem(await emulator.update('alice', 'bob', { IM_Remark: 'new' }))[0]).toBe(30007)
    expect(await remark(emulator)).toBe('new')
  })
})
