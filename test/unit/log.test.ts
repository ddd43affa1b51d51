import { describe, expect, test } from 'vitest'
import { createLog, faultOf, type LogLevel, logLevels, redactor } from '../../lib/telemetry/log.ts'
import { measured, metric } from '../../lib/telemetry/metric.ts'

function linesAt(least: LogLevel): { level: string }[] {
  const lines: string[] = []
  const log = createLog({ logLevel: least, service: 'chat-gateway-test', version: '1.2.3+0123456789ab' }, (line) =>
    lines.push(line),
  )
  log.debug('a')
  log.info('b', { app: 'default' })
  log.warn('c')
  log.error('d')
  return lines.map((line) => JSON.parse(line))
}

test.each(logLevels)('%s and what is graver is written, nothing less', (least) => {
  expect(linesAt(least).map(({ level }) => level)).toEqual(logLevels.slice(logLevels.indexOf(least)))
})

test('a line with metrics is written at any level', () => {
  const lines: string[] = []
  const log = createLog({ logLevel: 'ERROR', service: 's' }, (line) => lines.push(line))
  log.info('request', metric('Requests'))
  log.info('request')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'INFO', Requests: 1 }])
})

test('where metrics are kept by service alone, a line counts each under no other dimension, and still names operation and app', () => {
  const lines: string[] = []
  const log = createLog({ logLevel: 'INFO', service: 's', metricsBy: 'service' }, (line) => lines.push(line))
  const fields = measured({ operation: 'friends.update', app: 'default' }, { Requests: 1, ItemsOk: 2 })
  log.info('request', fields)
  log.info('no metrics')
  const [request, plain] = lines.map((line) => JSON.parse(line))
  const directives: { Dimensions: string[][]; Metrics: { Name: string }[] }[] = request._aws.CloudWatchMetrics
  expect(directives.map(({ Dimensions }) => Dimensions)).toEqual(directives.map(() => [['service']]))
  expect(directives.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)).toSorted()).toEqual([
    'ItemsOk',
    'Requests',
  ])
  expect(request).toMatchObject({ operation: 'friends.update', app: 'default', Requests: 1, ItemsOk: 2 })
  expect(request._aws.Timestamp).toEqual(expect.any(Number))
  expect(plain).not.toHaveProperty('_aws')
  const [byOperation] = (fields._aws as { CloudWatchMetrics: { Dimensions: string[][] }[] }).CloudWatchMetrics
  expect(byOperation!.Dimensions).toContainEqual(['service', 'operation', 'app'])
})

test('a line is JSON with what Lambda looks for, and the facts beside it', () => {
  expect(linesAt('INFO')[0]).toEqual({
    level: 'INFO',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    message: 'b',
    service: 'chat-gateway-test',
    version: '1.2.3+0123456789ab',
    app: 'default',
  })
})

test('neither secrets nor the UserSig of a URL survive in a text', () => {
  const text = 'POST /v4/sns/x?sdkappid=1&usersig=eJx*y-z_&random=1 with the-key, twice the-key, and USERSIG=abc'
  expect(redactor(['the-key']).text(text)).toBe(
    'POST /v4/sns/x?sdkappid=1&usersig=[redacted]&random=1 with [redacted], twice [redacted], and usersig=[redacted]',
  )
})

describe('a secret is known by its first 32 characters', () => {
  const SECRET = `eJyrVgrx-${'aB3*_'.repeat(30)}`
  const { text, json } = redactor([SECRET])
  const escaped = (of: string) =>
    [...of].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

  test.each([
    ['whole', SECRET],
    ['cut by four characters', SECRET.slice(0, -4)],
    ['cut to 32 characters', SECRET.slice(0, 32)],
    ['made anew in its later part', `${SECRET.slice(0, 60)}${'x9_'.repeat(30)}`],
    ['in another case', SECRET.toUpperCase()],
    ['URL-encoded', encodeURIComponent(SECRET).replaceAll('*', '%2A')],
    ['escaped as JSON may', escaped(SECRET)],
  ])('%s', (_, echoed) => {
    for (const clean of [text, json]) expect(clean(`a ${echoed}" b`)).toBe('a [redacted]" b')
  })

  test('and 31 characters are nothing that could be used', () => {
    expect(json(`a ${SECRET.slice(0, 31)} b`)).toBe(`a ${SECRET.slice(0, 31)} b`)
  })

  test('and one of marks that JSON escapes is found in JSON', () => {
    const odd = redactor(['a/"\\'.repeat(8)])
    expect(JSON.parse(odd.json(JSON.stringify({ a: `x ${'a/"\\'.repeat(8)} y` })))).toEqual({ a: 'x [redacted] y' })
    expect(odd.json(`{"a":"${String.raw`a\/\"\\`.repeat(8)}"}`)).toBe('{"a":"[redacted]"}')
  })

  test('and a key of a few letters changes no value', () => {
    const short = redactor(['Test'])
    expect(short.json('{"Tag":"Tag_SNS_Custom_Test"}')).toBe('{"Tag":"Tag_SNS_Custom_Test"}')
    expect(short.text('the key Test')).toBe('the key [redacted]')
  })
})

test('an unexpected error is told with its stack, a thrown thing with its kind alone', () => {
  expect(faultOf(new Error('failed at usersig=abc'))).toEqual({
    error: expect.stringMatching(/usersig=\[redacted\]\n\s+at /),
  })
  expect(faultOf('usersig=abc')).toEqual({ error: 'string' })
})
