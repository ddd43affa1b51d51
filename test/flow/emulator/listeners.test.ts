import http from 'node:http'
import https from 'node:https'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startChat } from '../../../local/chat/index.ts'
import { Emulator, updateOf } from './client.ts'

describe('https', () => {
  test.each(['127.0.0.1', 'localhost', 'adminapisgp.im.qcloud.com'])(
    'the certificate holds for %s',
    async (servername) => {
      const emulator = await Emulator.start({ httpsPort: 0 })
      const { chat } = emulator
      const address = new URL(emulator.address('friend_update', emulator.query(), chat.httpsUrl))
      const text = await new Promise<string>((resolve, reject) => {
        const trust = servername === '127.0.0.1' ? { ca: chat.ca } : { ca: chat.ca, servername }
        const request = https.request(address, { method: 'POST', ...trust }, async (response) => {
          resolve((await response.toArray()).join(''))
        })
        request.on('error', reject).end(JSON.stringify(updateOf('alice', { bob: { IM_Remark: 'tls' } })))
      })
      expect(JSON.parse(text)).toMatchObject({ ErrorCode: 0 })
      expect((await emulator.friend('alice', 'bob')).remark).toBe('tls')
    },
  )

  test('there is none unless asked for', async () => {
    const { chat } = await Emulator.start()
    expect(chat).not.toHaveProperty('httpsUrl')
    expect(chat).not.toHaveProperty('ca')
  })
})

test('idle connections are kept for a minute, longer than a client should reuse one', async () => {
  const emulator = await Emulator.start()
  expect((await emulator.post('friend_update', {})).headers.get('keep-alive')).toBe('timeout=60')
})

test('connections are kept', async () => {
  const emulator = await Emulator.start()
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const ports = []
  for (let calls = 0; calls < 2; calls++) {
    const port = await new Promise((resolve, reject) => {
      const request = http.request(emulator.address('friend_update'), { method: 'POST', agent }, (response) => {
        const { localPort } = response.socket
        response.resume().on('end', () => resolve(localPort))
      })
      request.on('error', reject).end('{}')
    })
    ports.push(port)
  }
  expect(ports[0]).toBe(ports[1])
})

test('a caller who leaves within its body is no failure of the emulator', async () => {
  const lines: string[] = []
  const emulator = await Emulator.start({ log: (line) => lines.push(line) })
  const request = http.request(emulator.address('friend_update'), {
    method: 'POST',
    headers: { 'content-length': 100 },
  })
  const left = new Promise((resolve) => request.on('error', resolve))
  request.write('{"From_Account":', () => request.destroy(new Error('left')))
  await left
  await emulator.update('alice', 'bob', {})
  expect(lines).toEqual([expect.stringMatching(/^friend_update of default: 0, 1 ok/)])
})

test('the Date header follows the clock of the emulator', async () => {
  const emulator = await Emulator.start({ now: () => Date.parse('2030-01-01T00:00:00Z') })
  const response = await emulator.post('friend_update', {})
  expect(response.headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT')
})

describe('taken ports', () => {
  test.each([
    ['port', '--port (option port)'],
    ['httpsPort', '--https-port (option httpsPort)'],
    ['regionPorts', '--region-port (option regionPorts)'],
  ])('%s: the error names the port and the option, and nothing stays open', async (option, named) => {
    const { chat } = await Emulator.start()
    const taken = Number(new URL(chat.url).port)
    const free = await Emulator.start()
    const port = Number(new URL(free.chat.url).port)
    await free.chat.close()
    const options = option === 'regionPorts' ? { regionPorts: { seoul: taken } } : { [option]: taken }
    await expect(startChat({ port, ...options })).rejects.toThrow(
      `port ${taken} is taken: choose another one with ${named}`,
    )
    const again = await startChat({ port })
    await again.close()
  })
})

test('close ends sockets at once, those in the midst of a call too', async () => {
  const emulator = await Emulator.start()
  await emulator.fault({ times: 2, fault: { kind: 'silence' } })
  await emulator.fault({ fault: { latencyMs: 600_000 } })
  const calls = ['alice', 'bob', 'carol'].map((from) =>
    emulator.update(from, 'dave', {}).then(
      () => 'answered',
      () => 'ended',
    ),
  )
  await expect.poll(async () => (await emulator.calls()).filter((call) => call.fault).length).toBe(3)
  await emulator.chat.close()
  expect(await Promise.all(calls)).toEqual(['ended', 'ended', 'ended'])
  await expect(fetch(emulator.chat.url)).rejects.toThrow()
})
