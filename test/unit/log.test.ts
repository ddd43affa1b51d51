import { expect, test } from 'vitest'
import { createLog, faultOf, type LogLevel, logLevels, redactor } from '../../lib/log.ts'
import { metric } from '../../lib/metric.ts'

function linesAt(least: LogLevel): { level: string }[] {
  const lines: string[] = []
  const log = createLog({ logLevel: least, service: 'chat-gateway-test' }, (line) => lines.push(line))
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

test('a line is JSON with what Lambda looks for, and the facts beside it', () => {
  expect(linesAt('INFO')[0]).toEqual({
    level: 'INFO',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    message: 'b',
    service: 'chat-gateway-test',
    app: 'default',
  })
})

test('neither secrets nor the UserSig of a URL survive in a text', () => {
  const text = 'POST /v4/sns/x?sdkappid=1&usersig=eJx*y-z_&random=1 with the-key, twice the-key, and USERSIG=abc'
  expect(redactor(['the-key'])(text)).toBe(
    'POST /v4/sns/x?sdkappid=1&usersig=[redacted]&random=1 with [redacted], twice [redacted], and usersig=[redacted]',
  )
})

test('an unexpected error is told with its stack, a thrown thing with its kind alone', () => {
  expect(faultOf(new Error('failed at usersig=abc'))).toEqual({
    error: expect.stringMatching(/usersig=\[redacted\]\n\s+at /),
  })
  expect(faultOf('usersig=abc')).toEqual({ error: 'string' })
})
