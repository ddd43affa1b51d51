import { describe, expect, test } from 'vitest'
import { readLetter, writeLetter } from '../../../lib/ledger/letters.ts'

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
