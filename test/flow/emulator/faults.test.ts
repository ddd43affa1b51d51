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

describe('which calls are struck', () => {
  test('as many as were asked for, of that command and app alone', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ command: 'friend_update', app: 'europe', times: 2, fault: { errorCode: 30006 } })
    const codes = []
    codes.push((await emulator.update('alice', 'bob', {})).ErrorCode)
    const pull = { From_Account: 'anna', To_Account: [], TagList: [] }
    codes.push((await emulator.call('friend_get_list', pull, emulator.query('europe'))).ErrorCode)
    for (let calls = 0; calls < 3; calls++) codes.push((await emulator.update('anna', 'ben', {}, 'europe')).ErrorCode)
    expect(codes).toEqual([0, 0, 30006, 30006, 0])
  })

  test('in the order in which they were scripted', async () => {
    const emulator = await Emulator.start()
    for (const errorCode of [30006, 30007]) await emulator.fault({ fault: { errorCode } })
    const codes = []
    for (let calls = 0; calls < 3; calls++) codes.push((await emulator.update('alice', 'bob', {})).ErrorCode)
    expect(codes).toEqual([30006, 30007, 0])
  })

  test('a call that is refused anyway uses up none', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ fault: { errorCode: 30006 } })
    expect((await emulator.call('friend_update', {}, { ...emulator.query(), usersig: 'x' })).ErrorCode).toBe(70003)
    expect((await emulator.call('friend_update', {})).ErrorCode).toBe(30001)
    expect((await emulator.update('alice', 'bob', {})).ErrorCode).toBe(30006)
  })

  test('pending ones are listed and cleared', async () => {
    const emulator = await Emulator.start()
    const script = { command: 'friend_update', times: 3, fault: { latencyMs: 5, errorCode: 30006 } }
    const pending = { pending: [{ id: 1, ...script }] }
    expect(await emulator.control('POST', 'faults', script)).toEqual([200, pending])
    expect(await emulator.control('GET', 'faults')).toEqual([200, pending])
    expect(await emulator.control('DELETE', 'faults')).toEqual([200, { pending: [] }])
    expect((await emulator.update('alice', 'bob', {})).ErrorCode).toBe(0)
  })
})

describe('a script that is not understood is a 400 that says why', () => {
  test.each([
    [{}, 'fault must be an object'],
    [{ fault: {} }, 'fault must have one of latencyMs, errorCode, items, kind, httpStatus'],
    [{ fault: { errorcode: 1 } }, 'fault.errorcode is unknown'],
    [{ fault: { errorCode: 0 } }, 'fault.errorCode must be an integer from 1'],
    [{ fault: { errorCode: 1, kind: 'cut' } }, 'not errorCode and kind'],
    [{ fault: { kind: 'explode' } }, 'fault.kind must be one of cut, cutBody, malformed, html, silence, endless'],
    [{ fault: { items: {} } }, 'fault.items must name a UserID'],
    [{ fault: { items: { bob: '1' } } }, 'fault.items.bob must be an integer'],
    [{ fault: { latencyMs: -1 } }, 'fault.latencyMs must be an integer from 0'],
    [{ fault: { latencyMs: 1, after: true } }, 'to happen after the effect'],
    [{ fault: { kind: 'cut', errorInfo: 'x' } }, 'must have an errorCode'],
    [{ after: true, fault: { kind: 'cut' } }, 'after is unknown'],
    [{ times: 0, fault: { kind: 'cut' } }, 'times must be an integer from 1'],
    [{ command: 'friend_upgrade', fault: { kind: 'cut' } }, 'command must be one of friend_add'],
    [{ app: 'asia', fault: { kind: 'cut' } }, 'app must be one of default, europe'],
    [[], 'the document must be an object'],
  ])('%j', async (script, message) => {
    const emulator = await Emulator.start()
    const [status, answer] = await emulator.control<{ error: string }>('POST', 'faults', script)
    expect(status).toBe(400)
    expect(answer.error).toContain(message)
    expect(await emulator.control('GET', 'faults')).toEqual([200, { pending: [] }])
  })
})
