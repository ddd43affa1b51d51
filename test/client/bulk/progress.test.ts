import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { duration, Progress } from '../../../client/src/bulk/progress.ts'

test('says how far it is, how fast, and how long it will take at the rate of the last seconds', () => {
  const time = { now: 1_000_000 }
  const counted = { rows: 500, failed: 0, unknown: 0 }
  const err = new Writable({ write: (_part, _encoding, done) => done() })
  const progress = new Progress(
    err,
    10_000,
    () => counted,
    () => time.now,
  )
  try {
    expect(progress.line()).toBe('500 of 10,000 rows (5 %), 0 rows/s')
    time.now += 2000
    counted.rows = 1500
    counted.failed = 1200
    expect(progress.line()).toBe('1,500 of 10,000 rows (15 %), 500 rows/s, 1,200 failed, 17 s left')
    for (let second = 0; second < 30; second++) {
      time.now += 1000
      counted.rows += 100
      progress.line()
    }
    counted.unknown = 1
    expect(progress.line()).toBe('4,500 of 10,000 rows (45 %), 100 rows/s, 1,200 failed, 1 unknown, 55 s left')
  } finally {
    progress.end()
  }
})

test('seconds as people say them', () => {
  expect([0.2, 59, 61, 3599, 7260].map(duration)).toEqual(['1 s', '59 s', '1 min 1 s', '59 min 59 s', '2 h 1 min'])
})
