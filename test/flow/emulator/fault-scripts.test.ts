import { describe, expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

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

  test('only calls of one account, whatever else comes between', async () => {
    const emulator = await Emulator.start()
    await emulator.fault({ account: 'bob', fault: { errorCode: 30006 } })
    await emulator.fault({ account: 'grace', fault: { errorCode: 70402 } })
    expect((await emulator.update('alice', 'bob', {})).ErrorCode).toBe(0)
    expect((await emulator.update('bob', 'alice', {})).ErrorCode).toBe(30006)
    expect((await emulator.call('account_import', { UserID: 'grace' })).ErrorCode).toBe(70402)
    expect((await emulator.update('bob', 'alice', {})).ErrorCode).toBe(0)
  })

  test('a share of the calls, the same ones each time for the same seed, until it is cleared', async () => {
    const runs: number[][] = []
    for (const seed of [1, 1, 2]) {
      const emulator = await Emulator.start({ seed: smallSeed() })
      await emulator.fault({ share: 0.25, seed, fault: { errorCode: 30006 } })
      const codes = []
      for (let calls = 0; calls < 100; calls++) codes.push((await emulator.update('a', 'b', {})).ErrorCode)
      runs.push(codes)
      await emulator.control('DELETE', 'faults')
      expect((await emulator.update('a', 'b', {})).ErrorCode).toBe(0)
    }
    const struck = runs.map((codes) => codes.filter((code) => code === 30006).length)
    for (const count of struck) expect(count).toSatisfy((n: number) => n > 12 && n < 40)
    expect(runs[1]).toEqual(runs[0])
    expect(runs[2]).not.toEqual(runs[0])
  })

  test('a share that passes a call by leaves it to the next fault', async () => {
    const emulator = await Emulator.start({ seed: smallSeed() })
    await emulator.fault({ share: 0.5, times: 2, fault: { errorCode: 30006 } })
    await emulator.fault({ times: 100, fault: { errorCode: 30007 } })
    const codes = []
    for (let calls = 0; calls < 30; calls++) codes.push((await emulator.update('a', 'b', {})).ErrorCode)
    expect(codes.filter((code) => code === 30006)).toHaveLength(2)
    expect(codes.filter((code) => code === 30007)).toHaveLength(28)
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
    [{ account: 1, fault: { kind: 'cut' } }, 'account must be a non-empty string'],
    [{ share: 0, fault: { kind: 'cut' } }, 'share must be above 0'],
    [{ share: 1.1, fault: { kind: 'cut' } }, 'share must be above 0, and 1 at most'],
    [{ seed: 1, fault: { kind: 'cut' } }, 'seed goes with a share'],
    [[], 'the document must be an object'],
  ])('%j', async (script, message) => {
    const emulator = await Emulator.start()
    const [status, answer] = await emulator.control<{ error: string }>('POST', 'faults', script)
    expect(status).toBe(400)
    expect(answer.error).toContain(message)
    expect(await emulator.control('GET', 'faults')).toEqual([200, { pending: [] }])
  })
})
