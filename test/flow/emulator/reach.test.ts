import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import tls from 'node:tls'
import { describe, expect, test } from 'vitest'
import { makeIdentity } from '../../../local/chat/certificate.ts'
import { type ChatReply, Emulator, updateOf } from './client.ts'

const CHAT = 'adminapisgp.im.qcloud.com'
const body = updateOf('alice', { bob: { IM_Remark: 'x' } })

interface Raw {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
}

async function raw(emulator: Emulator, { body: sent = '', ...asked }: Raw): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(emulator.chat.url)
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method: 'POST', ...asked }, async (response) => {
      resolve({ status: response.statusCode ?? 0, text: await text(response) })
    })
    request.on('error', reject)
    request.end(sent)
  })
}

const callPath = (emulator: Emulator) => {
  const { pathname, search } = new URL(emulator.address('friend_update'))
  return pathname + search
}

describe('paths and bodies as clients write them', () => {
  test.each([
    ['two slashes', (at: string) => `/${at}`],
    ['two slashes within', (at: string) => at.replace('/sns/', '//sns//')],
    ['a slash behind', (at: string) => at.replace('?', '/?')],
    ['a whole URL, as to a proxy', (at: string) => `http://${CHAT}${at}`],
  ])('%s', async (_what, write) => {
    const emulator = await Emulator.start()
    const { text: reply } = await raw(emulator, { path: write(callPath(emulator)), body: JSON.stringify(body) })
    expect((JSON.parse(reply) as ChatReply).ErrorCode).toBe(0)
    expect((await emulator.friend('alice', 'bob')).remark).toBe('x')
  })

  test('a byte order mark before the body', async () => {
    const emulator = await Emulator.start()
    const { text: reply } = await raw(emulator, { path: callPath(emulator), body: `\ufeff${JSON.stringify(body)}` })
    expect((JSON.parse(reply) as ChatReply).ErrorCode).toBe(0)
  })

  test('bytes that are no UTF-8 are refused, and nothing is changed', async () => {
    const emulator = await Emulator.start()
    const latin = Buffer.from(JSON.stringify(updateOf('alice', { bob: { IM_Remark: 'é' } })), 'latin1')
    const { text: reply } = await raw(emulator, { path: callPath(emulator), body: latin })
    expect(JSON.parse(reply)).toMatchObject({ ErrorCode: 60003, ErrorInfo: 'the request body is not UTF-8' })
    expect((await emulator.friend('alice', 'bob')).remark).toBe('Bobby')
    expect((await raw(emulator, { path: '/_emulator/seed', body: latin })).status).toBe(400)
  })
})

describe('pages from elsewhere', () => {
  test.each([
    [
      'a foreign origin, at the controls',
      { path: '/_emulator/reset', headers: { origin: 'https://attacker.example' } },
    ],
    ['a name that leads here, at the controls', { path: '/_emulator/reset', headers: { host: 'attacker.example' } }],
    ['one of Chat’s names, at the controls', { path: '/_emulator/reset', headers: { host: CHAT } }],
    ['a foreign origin, at Chat’s paths', { path: '/v4/x/y', headers: { host: CHAT, origin: `https://${CHAT}` } }],
    ['a foreign name, at Chat’s paths', { path: '/v4/x/y', headers: { host: 'attacker.example' } }],
  ])('%s: 403, and nothing is done', async (_what, asked) => {
    const emulator = await Emulator.start()
    await emulator.call('account_import', { UserID: 'grace' })
    const { status, text: answer } = await raw(emulator, asked)
    expect([status, JSON.parse(answer)]).toEqual([403, { error: expect.stringMatching(/--allow-host/) }])
    expect(await emulator.account('grace')).toBeDefined()
    expect(await emulator.calls()).toHaveLength(1)
  })

  test('an allowed name is taken', async () => {
    const emulator = await Emulator.start({ allowHosts: ['chat.test'] })
    const asked = { path: '/_emulator/reset', headers: { host: 'chat.test:4010' } }
    expect((await raw(emulator, asked)).status).toBe(200)
  })
})

/** Opens a tunnel as clients with a proxy do, and calls within it, the second time over a connection that it has used before. */
async function throughTunnel(emulator: Emulator, target: string, ca?: string): Promise<string> {
  const { hostname, port } = new URL(emulator.chat.url)
  const socket = connect(Number(port), hostname)
  socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`)
  const head = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
  if (!head.startsWith('HTTP/1.1 200 ')) return head
  const within = ca === undefined ? socket : tls.connect({ socket, servername: target.split(':')[0]!, ca })
  const json = JSON.stringify(body)
  within.write(`GET / HTTP/1.1\r\nhost: localhost\r\n\r\n`)
  within.write(
    `POST ${callPath(emulator)} HTTP/1.1\r\nhost: ${target.split(':')[0]}\r\ncontent-length: ${json.length}\r\nconnection: close\r\n\r\n${json}`,
  )
  return text(within)
}

describe('as a proxy', () => {
  test.each([
    [`${CHAT}:443`, true, 0],
    [`${CHAT}:80`, false, 0],
    // Frankfurt's host: the app is at home in Singapore.
    ['adminapiger.im.qcloud.com:443', true, 60026],
  ])('it is itself the end of a tunnel to %s', async (target, isSecure, code) => {
    const emulator = await Emulator.start()
    const ca = await (await fetch(`${emulator.chat.url}/_emulator/ca`)).text()
    const answer = await throughTunnel(emulator, target, isSecure ? ca : undefined)
    expect(answer).toContain('HTTP/1.1 200 OK')
    // As long as without a tunnel, so that a client may use it again.
    expect(answer).toContain('Keep-Alive: timeout=60')
    expect(answer).toContain(`"ErrorCode":${code}`)
  })

  test.each(['example.com:443', 'localhost:22', 'qcloud.com:443', `${CHAT}.attacker.example:443`, ''])(
    'it opens no tunnel to %j',
    async (target) => {
      const emulator = await Emulator.start()
      expect(await throughTunnel(emulator, target)).toContain('HTTP/1.1 403 Forbidden')
    },
  )

  test('closing ends tunnels, idle ones too', async () => {
    const emulator = await Emulator.start()
    const { hostname, port } = new URL(emulator.chat.url)
    const socket = connect(Number(port), hostname)
    socket.write(`CONNECT ${CHAT}:443 HTTP/1.1\r\nhost: ${CHAT}:443\r\n\r\n`)
    await new Promise((resolve) => socket.once('data', resolve))
    const ended = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    await emulator.chat.close()
    await ended
  })
})

describe('the authority', () => {
  const folder = () => mkdtempSync(path.join(os.tmpdir(), 'chat-emulator-'))

  test('is made once, for its owner’s eyes only, and vouches for the emulator from then on', async () => {
    const caFile = path.join(folder(), 'ca.pem')
    const first = await Emulator.start({ httpsPort: 0, caFile })
    expect(statSync(caFile).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
    const second = await Emulator.start({ httpsPort: 0, caFile })
    expect(second.chat.ca).toBe(first.chat.ca)
    expect(readFileSync(caFile, 'utf8')).toContain(first.chat.ca)
    expect(await (await fetch(`${first.chat.url}/_emulator/ca`)).text()).toBe(first.chat.ca)
    expect(await throughTunnel(second, `${CHAT}:443`, first.chat.ca)).toContain('"ErrorCode":0')
    expect(first.chat.ca).not.toContain('PRIVATE')
  })

  test('may sign for Chat’s hosts and loopback alone', async () => {
    const { ca, server } = await makeIdentity()
    const { X509Certificate } = await import('node:crypto')
    const constraints = new X509Certificate(ca.cert).toString()
    expect(constraints).toContain('BEGIN CERTIFICATE')
    // A certificate that it signed for another name is refused by TLS itself.
    const x509 = await import('@peculiar/x509')
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const signingKey = await crypto.subtle.importKey(
      'pkcs8',
      x509.PemConverter.decodeFirst(ca.key),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['sign'],
    )
    const forged = await x509.X509CertificateGenerator.create({
      subject: 'CN=attacker.example',
      issuer: new x509.X509Certificate(ca.cert).subject,
      notBefore: new Date(Date.now() - 1000),
      notAfter: new Date(Date.now() + 60_000),
      publicKey: keys.publicKey,
      signingKey,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'attacker.example' }])],
    })
    const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
    expect(await handshake({ key, cert: forged.toString('pem') }, 'attacker.example', ca.cert)).toMatch(/permitted/)
    expect(await handshake(server, CHAT, ca.cert)).toBe('ok')
  })

  test('a file that can be neither read nor made is told with the cure', async () => {
    const caFile = folder()
    for (const [file, code] of [
      [caFile, 'EISDIR'],
      [path.join(caFile, 'none/ca.pem'), 'ENOENT'],
    ] as const) {
      const told = `${file} can be neither read nor made (${code}): name another with --ca-file`
      await expect(Emulator.start({ httpsPort: 0, caFile: file })).rejects.toThrow(told)
    }
  })

  test('a file that holds something else is refused with the cure, and left as it is', async () => {
    const caFile = path.join(folder(), 'ca.pem')
    writeFileSync(caFile, 'my notes')
    await expect(Emulator.start({ httpsPort: 0, caFile })).rejects.toThrow(`${caFile} holds no authority`)
    expect(readFileSync(caFile, 'utf8')).toBe('my notes')
  })
})

/** 'ok', or why a client that trusts `ca` refuses the server. */
async function handshake(server: { key: string; cert: string }, servername: string, ca: string): Promise<string> {
  const listener = tls.createServer(server, (socket) => socket.end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => listener.once('listening', resolve))
  const { port } = listener.address() as { port: number }
  try {
    return await new Promise((resolve) => {
      const client = tls.connect({ port, host: '127.0.0.1', servername, ca }, () => resolve('ok'))
      client.on('error', (error: NodeJS.ErrnoException) => resolve(`${error.code} ${error.message}`))
      client.on('close', () => client.destroy())
    })
  } finally {
    listener.close()
  }
}

test('the demo data has an app in China, which its hosts serve', async () => {
  const emulator = await Emulator.start()
  const query = new URLSearchParams({ ...emulator.query('china') })
  const asked = { path: `/v4/sns/group_get?${query}`, body: JSON.stringify({ From_Account: 'li' }) }
  const { text: reply } = await raw(emulator, { ...asked, headers: { host: 'console.tim.qq.com' } })
  expect((JSON.parse(reply) as ChatReply).ErrorCode).toBe(0)
})
