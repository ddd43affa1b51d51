import http from 'node:http'
import { describe, expect, test } from 'vitest'
import { regions } from '../../../local/chat/regions.ts'
import { type ChatReply, Emulator, smallSeed, updateOf } from './client.ts'

const body = updateOf('alice', { bob: { IM_Remark: 'x' } })

describe('the URL', () => {
  test.each([
    ['GET', '/v4/sns/friend_update', 60002],
    ['POST', '/v4/sns', 60002],
    ['POST', '/v3/sns/friend_update', 60002],
    ['POST', '/v4/sns/friend_update/more', 60002],
    ['POST', '/v4/sns/friend_upgrade', 60009],
    ['POST', '/v4/openim/friend_update', 60009],
    ['POST', '/v4/SNS/friend_update', 60009],
  ])('%s %s gives %i with HTTP 200', async (method, path, code) => {
    const emulator = await Emulator.start()
    const query = new URLSearchParams({ ...emulator.query() })
    const response = await fetch(`${emulator.chat.url}${path}?${query}`, { method })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code })
  })

  test.each([
    ['sdkappid', undefined, 60012],
    ['sdkappid', '', 60012],
    ['sdkappid', '1499999999', 60006],
    ['sdkappid', 'x', 60006],
    ['identifier', undefined, 60025],
    ['contenttype', undefined, 60025],
    ['contenttype', 'JSON', 60025],
    ['identifier', 'alice', 60010],
    ['identifier', 'Administrator', 60010],
    ['usersig', undefined, 70002],
  ])('%s %s gives %i', async (name, value, code) => {
    const emulator = await Emulator.start()
    const { [name as 'random']: _left, ...rest } = emulator.query()
    const query = value === undefined ? rest : { ...rest, [name]: value }
    expect((await emulator.call('friend_update', body, query)).ErrorCode).toBe(code)
    expect((await emulator.friend('alice', 'bob')).remark).toBe('Bobby')
  })

  const randoms = ['-1', '4294967296', '123456789012345678901', 'd3b07384-d9a0-4c9b-8f3a-2f1f5a3b6c7d', 'x', '1.5', '']

  test.each([undefined, ...randoms])('the random %s is taken, as real clients send it', async (random) => {
    const emulator = await Emulator.start()
    const { random: _left, ...rest } = emulator.query()
    const query = random === undefined ? rest : { ...rest, random }
    expect((await emulator.call('friend_update', body, query)).ErrorCode).toBe(0)
  })

  test.each([undefined, ...randoms])('strictRandom in the seed: the random %s gives 60002', async (random) => {
    const emulator = await Emulator.start({ seed: { ...smallSeed(), strictRandom: true } })
    const { random: _left, ...rest } = emulator.query()
    const query = random === undefined ? rest : { ...rest, random }
    const change = updateOf('a', { b: { IM_Remark: 'x' } })
    expect((await emulator.call('friend_update', change, query)).ErrorCode).toBe(60002)
    expect((await emulator.call('friend_update', change, { ...rest, random: '4294967295' })).ErrorCode).toBe(0)
  })

  test('parameter names are case-sensitive, further ones do no harm', async () => {
    const emulator = await Emulator.start()
    const { sdkappid, ...rest } = emulator.query()
    expect((await emulator.call('friend_update', body, { ...rest, SdkAppId: sdkappid } as object)).ErrorCode).toBe(
      60012,
    )
    const generous = { ...emulator.query(), trace: 'x' } as object
    expect((await emulator.call('friend_update', body, generous)).ErrorCode).toBe(0)
  })
})

test.each(['', 'x', '[]', 'null', '"x"', '{"From_Account":'])('60003 for the body %j', async (text) => {
  const emulator = await Emulator.start()
  const response = await fetch(emulator.address('friend_update'), { method: 'POST', body: text })
  expect(await response.json()).toMatchObject({ ErrorCode: 60003, ErrorDisplay: '' })
})

test('a body larger than the emulator holds is refused', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({}, { bodyBytes: 100 }) })
  const response = await emulator.post('friend_update', { From_Account: 'a', filler: 'x'.repeat(100) })
  expect(response.status).toBe(413)
})

test.each([
  ['disabled', 60016],
  ['requests-disabled', 60017],
  ['expired', 60020],
] as const)('an app that is %s gives %i', async (status, code) => {
  const emulator = await Emulator.start({ seed: smallSeed({ status }) })
  expect((await emulator.update('a', 'b', { IM_Remark: 'x' })).ErrorCode).toBe(code)
})

test('60021 for a caller whose address is not on the list of the app', async () => {
  const outside = await Emulator.start({ seed: smallSeed({ allowedIps: ['192.0.2.1'] }) })
  expect((await outside.update('a', 'b', { IM_Remark: 'x' })).ErrorCode).toBe(60021)
  const inside = await Emulator.start({ seed: smallSeed({ allowedIps: ['192.0.2.1', '127.0.0.1'] }) })
  expect((await inside.update('a', 'b', { IM_Remark: 'x' })).ErrorCode).toBe(0)
})

describe('regions', () => {
  test.each(Object.entries(regions).flatMap(([region, hosts]) => hosts.map((host) => [host, region])))(
    '%s serves the apps of %s alone',
    async (host, region) => {
      const emulator = await Emulator.start()
      const { hostname, port, pathname, search } = new URL(emulator.address('friend_update'))
      const code = await new Promise<number>((resolve, reject) => {
        const options = {
          hostname,
          port,
          path: pathname + search,
          method: 'POST',
          headers: { host: `${host.replace('a', 'A')}:443` },
        }
        const request = http.request(options, async (response) => {
          const text = (await response.toArray()).join('')
          resolve((JSON.parse(text) as ChatReply).ErrorCode)
        })
        request.on('error', reject).end(JSON.stringify(body))
      })
      expect(code).toBe(region === 'singapore' ? 0 : 60026)
    },
  )

  test('a loopback host serves the apps of every region', async () => {
    const emulator = await Emulator.start()
    expect((await emulator.update('anna', 'ben', { IM_Remark: 'x' }, 'europe')).ErrorCode).toBe(0)
    expect((await emulator.update('alice', 'bob', { IM_Remark: 'x' })).ErrorCode).toBe(0)
  })

  test('a listener bound to a region serves only that one', async () => {
    const emulator = await Emulator.start({ regionPorts: { frankfurt: 0 } })
    const frankfurt = emulator.chat.regionUrls!.frankfurt!
    const post = async (app: string) => {
      const address = emulator.address('friend_update', emulator.query(app), frankfurt)
      const response = await fetch(address, { method: 'POST', body: JSON.stringify(body) })
      return ((await response.json()) as ChatReply).ErrorCode
    }
    expect(await post('default')).toBe(60026)
    // europe has no alice, so the call got past the gate.
    expect(await post('europe')).toBe(30003)
  })
})

describe('200 calls a second', () => {
  test('the 201st call within any second is 60007, per app and command, and changes nothing', async () => {
    const clock = { now: Date.now() }
    const emulator = await Emulator.start({ now: () => clock.now })
    const pull = () => emulator.call('friend_get_list', { From_Account: 'alice', To_Account: [], TagList: [] })
    for (let half = 0; half < 2; half++) {
      const replies = await Promise.all(Array.from({ length: 100 }, pull))
      expect(replies.every((reply) => reply.ErrorCode === 0)).toBe(true)
      clock.now += 500
    }
    clock.now -= 1
    expect((await pull()).ErrorCode).toBe(60007)
    expect((await emulator.update('alice', 'bob', { IM_Remark: 'x' })).ErrorCode).toBe(0)
    const other = { From_Account: 'anna', To_Account: [], TagList: [] }
    expect((await emulator.call('friend_get_list', other, emulator.query('europe'))).ErrorCode).toBe(0)
    // The first hundred are a second old now; the second hundred still count.
    clock.now += 1
    expect((await pull()).ErrorCode).toBe(0)
  })

  test('the seed sets another rate, and refused calls do not count', async () => {
    const emulator = await Emulator.start({ seed: smallSeed({}, { callsPerSecond: 1 }), now: () => 1_700_000_000_000 })
    const bad = { ...emulator.query(), usersig: 'x' }
    expect((await emulator.call('friend_update', updateOf('a', {}), bad)).ErrorCode).toBe(70003)
    const codes = []
    for (let calls = 0; calls < 2; calls++) codes.push((await emulator.update('a', 'b', {})).ErrorCode)
    expect(codes).toEqual([0, 60007])
  })
})
