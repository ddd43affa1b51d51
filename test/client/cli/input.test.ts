import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../../client/src/cli/json-text.ts'
import { temporaryFolder } from '../../flow/local/fixture.ts'
import { cli } from './fixture.ts'

const URL_GIVEN = { CHAT_GATEWAY_URL: 'http://127.0.0.1:9' }
const GBK = Buffer.from('7b2261223a22c4e3bac3227d', 'hex')

const JSONS = fc.json({ maxDepth: 3 })

test('JSON is read as JSON.parse reads it, however it is spaced', () => {
  fc.assert(
    fc.property(JSONS, fc.constantFrom(undefined, 2, '\t'), (text, space) => {
      const spaced = JSON.stringify(JSON.parse(text), null, space)
      return JSON.stringify(parseJson(spaced)) === JSON.stringify(JSON.parse(spaced))
    }),
    { numRuns: 60 },
  )
})

test('what JSON.parse refuses is refused', () => {
  const isGood = (read: (text: string) => unknown, text: string) => {
    try {
      read(text)
      return true
    } catch {
      return false
    }
  }
  fc.assert(
    fc.property(JSONS, fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', 'x', '\n'), (text, at, put) => {
      const place = at % (text.length + 1)
      const spoilt = text.slice(0, place) + put + text.slice(place + 1)
      return isGood(JSON.parse, spoilt) || !isGood(parseJson, spoilt)
    }),
    { numRuns: 150 },
  )
})

describe('bad JSON is told with its place', () => {
  test.each([
    ['{"a":1,}', '1:8', 'a name in double quotes should stand here'],
    ['{\n  "ä": tru\n}', '2:8', 'a value should stand here'],
    ['[1, 2', '1:6', '"," or "]" should stand here, but the text ends'],
    ['{"a":"x', '1:6', 'this text is not closed, or holds what must be escaped'],
    ['{"userId":"a","userId":"b"}', '1:15', 'the name "userId" stands twice in this object'],
    ['{"a":12345678901234567890}', '1:6', 'the number 12345678901234567890 is too large to be kept exactly'],
    ['{} {}', '1:4', 'the JSON has ended before this'],
  ])('%s', async (input, place, what) => {
    const { code, output, complaints } = await cli(['call', 'friends.list', '-'], { input, env: URL_GIVEN })
    expect([code, output]).toEqual([2, ''])
    expect(complaints).toBe(`Standard input:${place} is not JSON: ${what}. Mend it there.`)
  })
})

test.each([
  ['UTF-16 with a mark', Buffer.from('\ufeff{"a":1}', 'utf16le'), /is UTF-16\. Save it as UTF-8: iconv -f UTF-16/],
  ['UTF-16 without one', Buffer.from('{"a":1}', 'utf16le'), /is UTF-16\./],
  ['GBK', GBK, /is not UTF-8 \(line 1\)\. Save it as UTF-8, as by iconv -f GB18030/],
  ['an empty file', Buffer.of(), /is empty\. It must hold JSON\./],
])('%s', async (_, input, said) => {
  const { code, complaints } = await cli(['call', 'friends.list', '-'], { input, env: URL_GIVEN })
  expect([code, complaints]).toEqual([2, expect.stringMatching(said)])
})

test('a missing file, a folder, and a path through a file', async () => {
  const folder = temporaryFolder()
  const told = async (file: string) => (await cli(['call', 'friends.list', file], { env: URL_GIVEN })).complaints
  mkdirSync(path.join(folder, 'sub'))
  writeFileSync(path.join(folder, 'file'), '{}')
  expect(await told(path.join(folder, 'none'))).toMatch(/none: There is no such file\./)
  expect(await told(path.join(folder, 'sub'))).toMatch(/sub: This is a folder\. Name a file in it\./)
  expect(await told(path.join(folder, 'file/x'))).toMatch(/A part of this path is a file/)
})

test('Ctrl-C ends a command that waits for somebody to type', async () => {
  const stopped = new AbortController()
  const input = new Readable({ read: () => stopped.abort() })
  const given = { input, isTyped: true, signal: stopped.signal, env: URL_GIVEN } as const
  const { code, complaints } = await cli(['call', 'friends.list', '-'], given)
  expect([code, complaints]).toEqual([130, 'Reading standard input; end it with Ctrl-D.'])
})

test('-h is help', async () => {
  const [short, long] = [await cli(['call', '-h']), await cli(['call', '--help'])]
  expect(short).toEqual(long)
  expect(short.code).toBe(0)
})

test('mistakes on the command line end with 2, in one line', async () => {
  const told = async (...args: string[]) => {
    const { code, output, complaints } = await cli(args)
    expect([code, output]).toEqual([2, ''])
    return complaints
  }
  expect(await told('cal', 'friends.list', '{}')).toBe(
    "unknown command 'cal' (Did you mean call?) See chat-gateway --help",
  )
  expect(await told('call', 'friends.list', '{}', '--jsno')).toBe(
    "unknown option '--jsno' (Did you mean --json?) See chat-gateway call --help",
  )
  expect(await told('call', 'friends.list')).toBe("missing required argument 'body'. See chat-gateway call --help")
  expect(await told('call', 'friends.updat', '{}')).toBe(
    'No such operation: friends.updat. Did you mean friends.update?',
  )
  expect(await told('call', 'friends.list', '{}')).toMatch(/^Say where the gateway is: --url https:/)
  expect(await told('call', 'friends.list', '{}', '--url', 'abc')).toBe(
    '--url: "abc" is no URL; one begins with https://',
  )
  expect(await told('call', 'friends.list', '{}', '--url', 'http://example.com')).toMatch(/^--url: .*--no-sign\.$/)
  expect(await told('call', 'friends.list', '{}', '--async')).toMatch(/^--async is for writes, and friends\.list reads/)
  expect(await told('call', 'friends.update', '{}', '--wait')).toMatch(/^--wait belongs to --async/)
  expect(await told('call', 'friends.update', '{}', '--key', 'ü')).toMatch(/^--key must have 1 to 255 characters/)
  expect(await told('get-job', '../health')).toMatch(/^"\.\.\/health" is no job’s id/)
  expect(await told('wait-job', 'abc', '--timeout', 'soon')).toMatch(/^--timeout must be a whole number of seconds/)
  expect(await told('completion', 'bahs')).toBe('No such shell: bahs. Did you mean bash?')
})
