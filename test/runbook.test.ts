import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { codes } from '../lib/errors/codes.ts'
import { logKeys } from '../lib/telemetry/log-keys.ts'
import { metrics } from '../lib/telemetry/metric-table.ts'
import { readCheckout } from './architecture/checkout.ts'

const root = path.join(import.meta.dirname, '..')
const text = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8')
const fences = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
const queries = fences.flatMap(([, language, query = '']) => (language === '' ? [query.trim()] : []))
const sources = readCheckout(root).sources.filter(({ path: file }) => file.startsWith('lib/'))

const WORDS = 'filter stats sort display by and or in asc desc count sum avg max bin ispresent'.split(' ')
/** What Lambda's own lines hold, and Logs Insights itself. */
const OF_AWS = ['@timestamp', '@logStream', 'type', 'record.status', 'record.errorType']

test.each(queries)('%s', (query) => {
  const quoted = query.match(/"[^"]*"/g) ?? []
  const names = query.replaceAll(/"[^"]*"|\b\d+m\b/g, '').match(/@?[a-zA-Z_][\w.]*/g) ?? []
  const known = [...WORDS, ...OF_AWS, ...Object.keys(logKeys), ...Object.keys(metrics)]
  expect(names.filter((name) => !known.includes(name))).toEqual([])
  const messages = /\bmessage (?:=|in)\s*(\[[^\]]*\]|"[^"]*")/.exec(query)?.[1]?.match(/"[^"]*"/g) ?? []
  const unwritten = messages.filter(
    (message) => !sources.some(({ code }) => code.includes(message.replaceAll('"', "'"))),
  )
  expect(unwritten).toEqual([])
  const asked = [...query.matchAll(/\bcode (?:=|in)\s*(\[[^\]]*\]|"[^"]*")/g)].flatMap(
    ([, list]) => list!.match(/\w+/g)!,
  )
  expect(asked.filter((code) => !Object.hasOwn(codes, code))).toEqual([])
  expect(quoted.length).toBeGreaterThanOrEqual(messages.length)
})

test('most entries have a query', () => {
  expect(queries.length).toBeGreaterThan(10)
})
