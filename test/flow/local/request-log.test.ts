import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Paint } from '../../../local/aws/paint.ts'
import { RequestLog } from '../../../local/aws/request-log.ts'

/** Colours that can be read in a test. */
const named: Paint = (format, text) => `<${format}>${text}</${format}>`

function logged(show: (log: RequestLog) => void, verbose = false): string[] {
  const lines: string[] = []
  show(new RequestLog((line) => lines.push(line), verbose, named))
  return lines
}

const handled = (status: number, body: object = {}) => ({
  requestId: 'r',
  method: 'POST',
  path: '/v1/x',
  reply: { status, headers: {}, body: Buffer.from(JSON.stringify(body)) },
  ms: 7,
})

test.each([
  [200, 'green'],
  [202, 'green'],
  [207, 'yellow'],
  [404, 'yellow'],
  [429, 'yellow'],
  [502, 'red'],
])('status %i is %s', (status, colour) => {
  expect(logged((log) => log.handled(handled(status, { outcome: 'x' })))).toEqual([
    `POST  /v1/x  <${colour}>${status}</${colour}>  x  <dim>7 ms</dim>`,
  ])
})

const line = (level: string, more: object = {}) =>
  JSON.stringify({ level, timestamp: 'T', message: 'it broke', service: 's', _aws: {}, ...more })

test('a line of a function is told in words, warnings in yellow and errors in red; others are as they are', () => {
  const told = logged((log) => {
    log.function(line('INFO'))
    log.function(line('WARN', { app: 'default' }))
    log.function(line('ERROR', { error: 'Error: no\n    at x', times: 2 }))
    log.function(
      line('ERROR', { requestId: 'r', message: { errorType: 'TypeError', errorMessage: 'no', stackTrace: ['at x'] } }),
    )
    log.function('Segmentation fault')
  })
  expect(told).toEqual([
    '    log   <yellow>WARN  it broke</yellow>  <dim>app=default</dim>',
    '    log   <red>ERROR  it broke</red>  <dim>error="Error: no\\n    at x" times=2</dim>',
    '    log   <red>ERROR  TypeError: no</red>  <dim>requestId=r</dim>',
    '    log   Segmentation fault',
  ])
})

test('all lines of the functions are told where that is asked for, after the request that caused them', () => {
  const told = logged((log) => {
    log.arrived('r')
    log.function(line('INFO', { app: 'default' }))
    log.handled(handled(200))
  }, true)
  expect(told).toEqual([expect.stringMatching(/^POST/), '    log   INFO  it broke  <dim>app=default</dim>'])
})

const PAINT = path.join(import.meta.dirname, '../../../local/aws/paint.ts')
const COLOURED = '\u001b[31mtext\u001b[39m'

test.each([
  [{}, 'text'],
  [{ FORCE_COLOR: '1' }, COLOURED],
  [{ NO_COLOR: '1' }, 'text'],
])('what is no terminal gets, with %j, %j', async (env, expected) => {
  const script = `import { forTerminal } from ${JSON.stringify(PAINT)}; process.stdout.write(forTerminal(process.stdout)('red', 'text'))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env })
  expect(stdout).toBe(expected)
})
