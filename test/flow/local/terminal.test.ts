import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { RequestLog } from '../../../local/aws/request-log.ts'
import { printable, printableLines } from '../../../local/chat/printable.ts'
import { Emulator } from '../emulator/client.ts'

/** What others write is shown on an operator's terminal, which must not obey it: here is a bit of each kind that it would. */
const COPY = '\u001b]52;c;cm0gLXJmIH4=\u0007'
const HOSTILE = `${COPY}\u009b2J\u202eevil\u2066\r\n\u2028\u007f\u200b`
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
/** Long enough to push all else out of the window. */
const LONG = 'x'.repeat(600_000)

test('what a terminal would obey is escaped, half a character too; all else stays, and a long text is cut', () => {
  expect(printable('Zoë 🙂 漢字 "a\\b"')).toBe('Zoë 🙂 漢字 "a\\b"')
  expect(printable('a\u001b[31m\n\u{e0001}\ud800')).toBe('a\\u001b[31m\\u000a\\udb40\\udc01\\ud800')
  expect(printable(LONG, 10)).toBe('xxxxxxxxx…')
  expect(printable('\u0000'.repeat(10), 10)).toBe('\\u0000\\u0…')
  expect(printableLines('{\n  "a": "\u202e"\n}')).toBe('{\n  "a": "\\u202e"\n}')
})

test('npm start shows requests, events, batches and lines of functions without obeying them', () => {
  const lines: string[] = []
  const log = new RequestLog((line) => lines.push(line), true)
  const error = { type: HOSTILE, message: `${HOSTILE}${LONG}`, trace: '' } as never
  const next = JSON.parse('{ "then": "nothing" }')
  const answer = { outcome: HOSTILE, code: HOSTILE, message: LONG, counts: { [HOSTILE]: 1 } }
  const reply = { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) }
  log.handled({ requestId: 'r', method: 'POST', path: `/${HOSTILE}`, reply, ms: 1 })
  log.handled({ requestId: 'r', method: HOSTILE, path: `/${LONG}`, reply, ms: 1, error })
  const event = {
    'detail-type': HOSTILE + LONG,
    source: HOSTILE,
    detail: { app: HOSTILE, answer: { status: 200, body: answer } },
  }
  log.event({ bus: HOSTILE, event } as never, false)
  log.failedAttempt({ functionName: 'f', attempt: 1, error, ...next })
  log.batchHandled({ id: 1, functionName: 'f', messages: 1, failed: 1, ms: 1, error: HOSTILE } as never)
  log.function(HOSTILE + LONG)
  log.function(JSON.stringify({ level: 'WARN', message: HOSTILE, askedApp: HOSTILE, [HOSTILE]: LONG }))
  log.emulator('a line that the emulator has made fit already')
  expect(lines).toHaveLength(8)
  expect(lines.filter((line) => OBEYED.test(line))).toEqual([])
  expect(lines.filter((line) => line.length > 10_000)).toEqual([])
  expect(lines.filter((line) => line.includes('evil'))).toHaveLength(7)
})

test('the emulator logs what a scripted fault and its reply say without obeying them', async () => {
  const lines: string[] = []
  const emulator = await Emulator.start({ log: (line) => lines.push(line) })
  await emulator.fault({ fault: { errorCode: 30006, errorInfo: HOSTILE } })
  await emulator.fault({ fault: { errorCode: 30006, errorInfo: LONG } })
  for (const _ of [1, 2]) await emulator.update('alice', 'bob', { IM_Remark: 'x' })
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('evil')
  expect(lines.filter((line) => OBEYED.test(line) || line.length > 1000)).toEqual([])
})

/** A bus and a gateway that answer with whatever they like. */
async function startRogue(): Promise<string> {
  const event = { 'detail-type': HOSTILE, source: HOSTILE, detail: { eventId: 'e', job: '/v1/jobs/j', note: HOSTILE } }
  const server = createServer((asked, reply) => {
    const answers: readonly (readonly [string, unknown])[] = [
      ['/v1/jobs', { state: HOSTILE }],
      ['after=0&wait=0', []],
      ['/_local/events', [{ seq: 1, event }]],
      ['/', { Entries: [{ EventId: 'e' }] }],
    ]
    const [, answer] = answers.find(([part]) => asked.url!.includes(part))!
    asked.resume()
    reply.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const COMMAND = path.join(import.meta.dirname, '../../../scripts/cli.ts')

test('npm run event shows a result and a job without obeying them', async () => {
  const url = await startRogue()
  const args = [COMMAND, 'event', 'friends.update', '{}', '--bus-url', url, '--gateway-url', url]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [event = '', job = '', ...more] = output.split('\n')
  expect([complaints, more]).toEqual(['', ['']])
  expect(OBEYED.test(event) || OBEYED.test(job)).toBe(false)
  expect(JSON.parse(event)).toMatchObject({ source: HOSTILE, detail: { note: HOSTILE } })
  expect(JSON.parse(job)).toEqual({ state: HOSTILE })
})
