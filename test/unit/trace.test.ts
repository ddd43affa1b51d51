import { describe, expect, test } from 'vitest'
import { traceIdOf, traceparentOf } from '../../lib/telemetry/trace.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const GIVEN = `00-${TRACE}-b7ad6b7169203331-01`
const XRAY_TRACE = '5759e988bd862e3fe1be46a994272793'
const ROOT = 'Root=1-5759e988-bd862e3fe1be46a994272793'
const NEW = /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/

describe('a traceparent', () => {
  test('is taken as it is', () => {
    expect(traceparentOf(GIVEN, ROOT)).toBe(GIVEN)
    expect(traceIdOf(GIVEN)).toBe(TRACE)
  })

  test('of a later version is taken as far as it is understood', () => {
    expect(traceparentOf(`cc-${TRACE}-b7ad6b7169203331-01-what-the-future-brings`, '')).toBe(GIVEN)
    expect(traceparentOf(`01-${TRACE}-b7ad6b7169203331-01`, '')).toBe(GIVEN)
  })

  test.each([
    ['nothing', undefined],
    ['no text', 7],
    ['an empty one', ''],
    ['the version that there can’t be', GIVEN.replace('00-', 'ff-')],
    ['more than its version has', `${GIVEN}-more`],
    ['a later version with something stuck to it', `01-${TRACE}-b7ad6b7169203331-01more`],
    ['an empty trace', GIVEN.replace(TRACE, '0'.repeat(32))],
    ['an empty parent', GIVEN.replace('b7ad6b7169203331', '0'.repeat(16))],
    ['capitals', GIVEN.toUpperCase()],
    ['two at once', `${GIVEN},${GIVEN}`],
    ['a line break', `${GIVEN}\n`],
    ['more than anybody needs', `01-${TRACE}-b7ad6b7169203331-01-${'x'.repeat(500)}`],
  ])('is ignored: %s', (_, given) => {
    expect(traceIdOf(traceparentOf(given, ROOT))).toBe(XRAY_TRACE)
    expect(traceparentOf(given, '')).toMatch(NEW)
  })
})

describe('Lambda’s trace header', () => {
  test.each([
    [`${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, `00-${XRAY_TRACE}-53995c3f42cd8ad8-01`],
    [`${ROOT};Parent=53995c3f42cd8ad8;Sampled=0;Lineage=a:1`, `00-${XRAY_TRACE}-53995c3f42cd8ad8-00`],
    [`Self=1-a-b;${ROOT};Parent=53995c3f42cd8ad8`, `00-${XRAY_TRACE}-53995c3f42cd8ad8-00`],
  ])('%s is %s', (header, expected) => {
    expect(traceparentOf(undefined, header)).toBe(expected)
  })

  test('without a parent gets one', () => {
    expect(traceparentOf(undefined, `${ROOT};Sampled=0`)).toMatch(new RegExp(`^00-${XRAY_TRACE}-[0-9a-f]{16}-00$`))
  })

  test.each(['Root=1-5759e988-short', 'Root=2-5759e988-bd862e3fe1be46a994272793', 'Parent=53995c3f42cd8ad8'])(
    'that names no trace is ignored: %s',
    (header) => {
      expect(traceparentOf(undefined, header)).toMatch(NEW)
    },
  )

  test('is the environment’s where no other is given, and each new trace is another', () => {
    expect(process.env._X_AMZN_TRACE_ID).toBeUndefined()
    // More than one stock of random bytes holds.
    const all = Array.from({ length: 500 }, () => traceparentOf(undefined).split('-'))
    expect(new Set(all.flatMap(([, trace, parent]) => [trace, parent])).size).toBe(1000)
  })
})
