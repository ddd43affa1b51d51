import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { printableLines } from '../../../client/src/cli/printable.ts'
import { writerTo } from '../../../client/src/cli/terminal.ts'
import { printableLines as onTheServersSide } from '../../../local/chat/printable.ts'
import { serve } from './fixture.ts'

const MAIN = path.join(import.meta.dirname, '../../../client/src/cli/main.ts')
const HOSTILE = '\u001b]52;c;cm0gLXJmIH4=\u0007\u202eevil\u2028\u007f'
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

/** The real command. */
const start = (args: readonly string[]) =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })

test('the real command: what others wrote is harmless, no colour in a pipe, and the exit code is the answer’s', async () => {
  const problem = { code: 'FORBIDDEN', title: HOSTILE, detail: HOSTILE, status: 403, retryable: false, requestId: 'r' }
  const url = await serve((request, response) => {
    request.resume()
    const headers = { 'content-type': 'application/problem+json', 'x-request-id': 'r' }
    response.writeHead(403, headers).end(JSON.stringify(problem))
  })
  const child = start(['call', 'friends.list', '-', '--url', url])
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.stdin.end('{"userId":"alice"}')
  const [output, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  expect(code).toBe(1)
  expect(JSON.parse(output)).toEqual(problem)
  expect(complaints).toContain('FORBIDDEN')
  expect(OBEYED.test(output.replaceAll('\n', '')) || OBEYED.test(complaints.replaceAll('\n', ''))).toBe(false)
})

test('Ctrl-C while a job is waited for ends with 130, and a reader who has had enough is no fault', async () => {
  let asked = () => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const url = await serve(() => asked())
  const waiting = start(['wait-job', 'abc', '--url', url])
  const waited = new Promise((resolve) => waiting.once('close', resolve))
  const listing = start(['explain', '--json', ...Array.from({ length: 200 }, () => 'RATE_LIMITED')])
  const listed = new Promise((resolve) => listing.once('close', resolve))
  listing.stdout.destroy()
  await isAsked
  waiting.kill('SIGINT')
  expect([await text(waiting.stderr), await waited]).toEqual(['', 130])
  expect([await text(listing.stderr), await listed]).toEqual(['', 0])
})

test('an output that takes nothing, as on a full disk, is told of in one line', async () => {
  const full = openSync(MAIN, 'r')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'explain', 'RATE_LIMITED'], {
    stdio: ['pipe', full, 'pipe'],
  })
  closeSync(full)
  const ended = new Promise((resolve) => child.once('close', resolve))
  const complaints = await text(child.stderr as Readable)
  const told = expect.stringMatching(/^Standard output can't be written: EBADF.* Make room, or write it elsewhere.*\n$/)
  expect([complaints, await ended]).toEqual([told, 1])
})

test('a terminal gets its line in colour, a file and NO_COLOR get none', () => {
  const told = (isTTY: boolean, hasColors: boolean) => {
    const written: string[] = []
    const print = writerTo({ isTTY, hasColors: () => hasColors, write: (line: string) => written.push(line) } as never)
    print(`a${HOSTILE}`, 'red')
    print('plain')
    return written
  }
  expect(told(true, true)).toEqual([`\u001b[31ma${printableLines(HOSTILE)}\u001b[39m\n`, 'plain\n'])
  expect(told(true, false)).toEqual([`a${printableLines(HOSTILE)}\n`, 'plain\n'])
  expect(told(false, true)).toEqual(told(true, false))
})

test('the client, which knows nothing of the gateway’s code, escapes the very same characters', () => {
  const all = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).join(' ')
  expect(printableLines(all)).toBe(onTheServersSide(all))
  expect(printableLines('\u{e0001}🙂')).toBe(onTheServersSide('\u{e0001}🙂'))
})
