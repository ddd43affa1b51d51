import type { SQSRecord } from 'aws-lambda'
import { describe, expect, test } from 'vitest'
import { readDoorbell } from '../../lib/triggers/queue/doorbell.ts'

const jobIdIn = (body: string) =>
  readDoorbell({ body, messageId: 'm', attributes: { MessageGroupId: 'g' } } as unknown as SQSRecord).jobId

test('a doorbell names its job', () => {
  expect(jobIdIn('{"jobId":"0123456789abcdef0123456789abcdef"}')).toBe('0123456789abcdef0123456789abcdef')
})

describe('a message that names nothing that can be a job names none, so that the table is not asked for it', () => {
  test.each([
    ['no JSON', 'ring'],
    ['no object', 'null'],
    ['no text', '{"jobId":5}'],
    ['an empty text', '{"jobId":""}'],
    ['more than a key of the table holds', JSON.stringify({ jobId: 'x'.repeat(3000) })],
    ['what no job is called', '{"jobId":"a#b"}'],
  ])('%s', (_, body) => expect(jobIdIn(body)).toBeUndefined())
})

describe('a doorbell says what waits before its job', () => {
  const read = (more: object) => {
    const body = JSON.stringify({ jobId: '0123456789abcdef0123456789abcdef', ...more })
    return readDoorbell({ body, messageId: 'm', attributes: { MessageGroupId: 'g' } } as unknown as SQSRecord)
  }

  test('and whether it joins another of its account', () => {
    expect(read({ behind: 12, joins: true })).toMatchObject({ behind: 12, joins: true })
  })

  test.each([{}, { behind: 500 }, { behind: 500, joins: 'yes' }])(
    'one of an earlier version does not say the latter: %o',
    (more) => {
      expect(read(more)).toMatchObject({ behind: 0, ...more, joins: false })
    },
  )
})
