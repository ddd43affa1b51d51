import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readLetter, writeLetter } from '../../../lib/jobs/letters.ts'

const letterOf = (text: string) => writeLetter({ reason: 'R', operation: 'o.p', app: '', content: { event: text } })

describe('a letter is written in characters that SQS takes', () => {
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  const taken = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/

  test.each([
    ['characters that XML has no place for', '\ufffe \uffff'],
    ['control characters', '\0 \u0001 \u001f'],
    ['an emoji', 'a \u{1f600} b'],
    ['half an emoji', 'a \ud83d b'],
    ['so much that it is packed', '\uffff'.repeat(100_000)],
  ])('%s', (_, text) => {
    const written = letterOf(text)
    expect(written).toMatch(taken)
    expect(readLetter(written)).toEqual({ reason: 'R', operation: 'o.p', app: '', event: text })
  })
})

describe('a letter holds 1 MiB', () => {
  const write = (bytes: number, brief = {}) =>
    writeLetter({
      reason: 'R',
      operation: 'o.p',
      app: 'a',
      content: { event: randomBytes(bytes).toString('base64') },
      brief,
    })

  test('and its content, packed, up to that', () => {
    const written = write(760_000)
    expect(Buffer.byteLength(written)).toBeGreaterThan(1_000_000)
    expect(Buffer.byteLength(written)).toBeLessThan(1_048_576 - 5000)
    expect(readLetter(written)).toHaveProperty('event')
  })

  test('what is larger is left out, and its size and what is brief are kept, in characters that SQS takes', () => {
    const written = write(800_000, { id: '\uffff', source: 'crm', name: undefined })
    expect(written).not.toContain('\uffff')
    const leftOutBytes = 4 * Math.ceil(800_000 / 3) + '{"event":""}'.length
    expect(readLetter(written)).toEqual({
      reason: 'R',
      operation: 'o.p',
      app: 'a',
      id: '\uffff',
      source: 'crm',
      leftOutBytes,
    })
  })
})

test('a letter that would unpack to more than any of ours says nothing', () => {
  const packed = gzipSync(Buffer.alloc(20_000_000, ' ')).toString('base64')
  expect(readLetter(JSON.stringify({ reason: 'R', packed }))).toEqual({})
})
