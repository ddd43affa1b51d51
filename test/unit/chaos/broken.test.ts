import { describe, expect, test } from 'vitest'
import { createLog } from '../../../lib/telemetry/log.ts'
import { checkBroken, checkDenials, excuseUnstored, type Failure } from '../../campaigns/chaos/broken.ts'
import { answer, story } from './stories.ts'

/** What a function writes under these messages. */
function linesOf(...entries: readonly (readonly [message: string, requestId: string])[]): string[] {
  const lines: string[] = []
  const log = createLog({ logLevel: 'DEBUG', service: 'chat-gateway' }, (line) => void lines.push(line))
  for (const [message, requestId] of entries) log.error(message, { requestId, error: 'Error: "quoted"' })
  return lines
}

const rulesOf = (violations: readonly { rule: string }[]) => violations.map(({ rule }) => rule)

describe('what nobody has foreseen is found', () => {
  test('in what functions wrote', () => {
    const lines = linesOf(['unexpected error', 'r1'], ['job broke', 'r2'], ['refused', 'r3'])
    const noise = ['Error: Cannot read properties of undefined', '    at file.mjs:1:1', '{"message":"not a log line"}']
    expect(rulesOf(checkBroken([...lines, ...noise], [], []))).toEqual(['gateway broke', 'gateway broke'])
  })

  const failure = (name: Failure['function'], type: string, message = 'x'): Failure => ({
    function: name,
    type,
    message,
  })
  test.each([
    failure('http', 'TypeError', 'Cannot read properties of undefined'),
    failure('worker', 'Error'),
    failure('http', 'Runtime.ExitError', 'Runtime exited: 1'),
    failure('events', 'Runtime.ExitError', 'Runtime exited: SIGABRT'),
    failure('events', 'RangeError'),
  ])('in a failed invocation: $function, $type, $message', (one) => {
    expect(rulesOf(checkBroken([], [one], []))).toEqual(['gateway broke'])
  })
  test.each([
    failure('http', 'Runtime.ExitError', 'Runtime exited: SIGKILL'),
    failure('worker', 'Sandbox.Timedout', 'Task timed out after 29.00 seconds'),
    failure('events', 'StateUnavailable'),
  ])('not in what the campaign or the platform did: $function, $type', (one) => {
    expect(checkBroken([], [one], [])).toEqual([])
  })

  test('in what callers were told, of all or of one item', () => {
    const internal = { requestId: 'r', code: 'INTERNAL', message: 'x' }
    const item = { requestId: 'r', outcome: 'failed', results: [{ userId: 'f0', status: 'failed', error: internal }] }
    const told = [internal, item, { requestId: 'r', code: 'STATE_UNAVAILABLE' }, '']
    const stories = told.map((body, number) => story('a', [answer('failed', 200, { body })], { number }))
    expect(checkBroken([], [], stories).map(({ calls }) => calls)).toEqual([[0], [1]])
  })
})

test('a keyed call whose answer could not be stored is excused, and no other', () => {
  const stories = [1, 2].map((number) => {
    const told = answer('ok', 200, { body: { requestId: `r${number}`, outcome: 'ok' } })
    return story('a', [told], { number, way: 'keyed', key: `k${number}` })
  })
  const found = (['two answers', 'silent duplicate', 'false ok'] as const).flatMap((rule) =>
    [1, 2].map((call) => ({ rule, what: '', calls: [call] })),
  )
  const left = (lines: string[]) => excuseUnstored(found, stories, lines).map(({ rule, calls }) => `${rule} ${calls}`)
  expect(left(linesOf(['answer stored', 'r1']))).toHaveLength(6)
  const twice = linesOf(['answer not stored', 'r1'], ['answer not stored', 'r1'])
  expect(left(twice)).toEqual(['two answers 2', 'silent duplicate 2', 'false ok 1', 'false ok 2'])
})

test('each call that a role does not grant is a violation, once', () => {
  expect(checkDenials(['a may not b', 'a may not b'])).toEqual([
    { rule: 'denied by a role', what: 'a may not b', calls: [] },
  ])
})
