import { expect, test } from 'vitest'
import { codes } from '../../../lib/errors/codes.ts'
import { classify, upstreamCodes } from '../../../lib/errors/upstream-codes.ts'
import { cli } from './fixture.ts'

interface Told {
  readonly code: string
  readonly title: string
  readonly cure: string
  readonly who: string
  readonly retryable: boolean
  readonly page: string
  readonly chat: {
    readonly number: number
    readonly meaning: string
    readonly effect: string
    readonly repeats: string
  }
  readonly pointers: readonly string[]
}

const explained = async (asked: readonly string[], input = ''): Promise<Told[]> => {
  const { code, output, complaints } = await cli(['explain', '--json', ...asked], { input })
  expect([code, complaints]).toEqual([0, ''])
  return JSON.parse(output)
}

test('every code of ours is explained as its table has it', async () => {
  const told = await explained(Object.keys(codes))
  expect(told.map(({ code, title, cure, retryable, page }) => [code, title, cure, retryable, page])).toEqual(
    Object.entries(codes).map(([code, { title, cure, retryable }]) => {
      return [code, title, cure, retryable, `docs/error-codes.md#${code.toLowerCase()}`]
    }),
  )
})

test('every number of Chat’s that the gateway knows is explained with what becomes of it', async () => {
  const numbers = [...upstreamCodes.keys()]
  const told = await explained(numbers.map(String))
  expect(told.map(({ code, chat }) => [chat.number, code, chat.effect === 'unknown'])).toEqual(
    numbers.map((number) => [number, classify(number, '').code, classify(number, '').effect === 'unknown']),
  )
  expect(told.filter(({ chat }) => chat.meaning === '' || chat.repeats === '')).toEqual([])
})

test('a code is known however it is spelt, and a webhook’s number by its range', async () => {
  const spelt = ['write-conflict', 'WRITE_CONFLICT', 'urn:chat-gateway:error:WRITE_CONFLICT', '30008', '120007']
  expect((await explained(spelt)).map(({ code }) => code)).toEqual([
    ...Array(4).fill('WRITE_CONFLICT'),
    'REFUSED_BY_WEBHOOK',
  ])
})

test('in words: meaning, who must act, what to do, whether we repeat it, and its page', async () => {
  const { output } = await cli(['explain', '30008', 'WRITE_CONFLICT'])
  const [number = '', code = ''] = output.split('\n\n')
  expect(number.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ': '))).toEqual([
    '30008 of Chat’s: WRITE_CONFLICT (HTTP 409)',
    'Chat says: concurrent writes of one account (friends, friend lists and the blocklist)',
    'we repeat it: after the other writer, with short waits',
    'effect: none',
    'means: Somebody else was writing the same.',
    'who must act: nobody: wait',
    'do: Send it again; put changes of one account or group into one request.',
    'send it again: yes',
    'page: docs/error-codes.md#write_conflict',
    'Chat’s page: https://trtc.io/document/34348',
  ])
  expect(code).toMatch(/we repeat it +after the other writer, with short waits \(Chat’s .*\b30008\b/)
})

test.each([
  ['WRITE_CONFLIC', 'No such code: WRITE_CONFLIC. Did you mean WRITE_CONFLICT?'],
  ['wriet-conflict', 'No such code: wriet-conflict. Did you mean WRITE_CONFLICT?'],
  ['3008', /^No such code: 3008\. Did you mean .*30008/],
  ['77777777', /^No such code: 77777777\. The gateway answers it as UPSTREAM_REJECTED, .*34348$/],
  ['banana', 'No such code: banana. docs/error-codes.md lists all codes.'],
])('an unknown code %s is told with what may have been meant', async (asked, said) => {
  const { code, output, complaints } = await cli(['explain', asked])
  expect([code, output]).toEqual([2, ''])
  if (typeof said === 'string') expect(complaints).toBe(said)
  else expect(complaints).toMatch(said)
})

const item = (code: string, number: number) => ({
  status: 'failed',
  error: { code, message: 'This time.', retryable: false, upstream: { code: number, info: 'Err' } },
})
const ANSWER = {
  outcome: 'partial',
  results: [
    { userId: 'a', ...item('NOT_A_FRIEND', 31704) },
    { userId: 'b', status: 'ok' },
    { userId: 'c', ...item('NOT_A_FRIEND', 31704) },
    { userId: 'd/e', ...item('WRITE_CONFLICT', 30008) },
  ],
}

test('a whole answer: each distinct code once, with its count and places', async () => {
  const told = await explained([], JSON.stringify(ANSWER))
  expect(told.map(({ code, chat, pointers }) => [code, chat.number, pointers])).toEqual([
    ['NOT_A_FRIEND', 31704, ['/results/0/error', '/results/2/error']],
    ['WRITE_CONFLICT', 30008, ['/results/3/error']],
  ])
  const { output } = await cli(['explain', '-'], { input: JSON.stringify(ANSWER) })
  expect(output).toMatch(
    /^31704 of Chat’s: NOT_A_FRIEND \(HTTP 409\), 2 times\n +at +\/results\/0\/error, \/results\/2\/error\n/,
  )
  expect(output).toMatch(
    /\n\n30008 of Chat’s: WRITE_CONFLICT \(HTTP 409\)\n +at +\/results\/3\/error\n +says +This time\./,
  )
})

test('the answer inside a job, an event or a batch is found as well, and many places are cut', async () => {
  const many = Array.from({ length: 9 }, () => item('RATE_LIMITED', 60007))
  const event = { detail: { 'a/b': { body: { results: many } } } }
  const { output } = await cli(['explain'], { input: JSON.stringify(event) })
  expect(output).toMatch(/^60007 .*, 9 times\n +at .*\/detail\/a~1b\/body\/results\/4\/error and 4 more\n/)
})

test('a code that is newer than the command, an answer without any, and API Gateway’s own', async () => {
  const newer = { code: 'FROM_THE_FUTURE', detail: 'New.' }
  expect((await cli(['explain'], { input: JSON.stringify(newer) })).output).toMatch(/newer than this command/)
  expect((await cli(['explain'], { input: '{"outcome":"ok"}' })).output).toBe('There is no code of an error in it.')
  const own = await cli(['explain'], { input: '{"message":"Forbidden"}' })
  expect([own.code, own.output]).toEqual([0, expect.stringMatching(/^Forbidden \(HTTP 403\): API Gateway’s own/)])
})

test('nobody waits for somebody who types nothing', async () => {
  const { code, complaints } = await cli(['explain'], { isTyped: true })
  expect([code, complaints]).toEqual([
    2,
    expect.stringMatching(/^Name a code, such as chat-gateway explain \d+, or pipe/),
  ])
})
