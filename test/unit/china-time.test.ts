import { expect, test } from 'vitest'
import { fromChinaTime, toChinaHour } from '../../lib/operations/china-time.ts'

test.each([
  ['2015-12-01T13:00:00Z', '2015120121'],
  ['2024-02-29T15:00:00Z', '2024022923'],
  ['2024-02-29T16:00:00Z', '2024030100'],
  ['2023-12-31T16:00:00Z', '2024010100'],
  ['1970-01-01T00:00:00Z', '1970010108'],
])('%s is the hour %s in China', (time, hour) => {
  expect(toChinaHour(time)).toBe(hour)
})

test.each([
  ['2015-12-02 16:45:23', '2015-12-02T08:45:23Z'],
  ['2024-03-01 07:59:59', '2024-02-29T23:59:59Z'],
  ['1970-01-01 08:00:00', '1970-01-01T00:00:00Z'],
])('%s in China is %s', (shown, time) => {
  expect(fromChinaTime(shown)).toBe(time)
})

test.each([
  '1970-01-01 07:59:59',
  '2023-02-29 00:00:00',
  '2023-06-31 00:00:00',
  '2023-13-01 00:00:00',
  '2023-01-01 24:00:00',
  '2023-01-01 10:60:00',
  '0000-00-00 00:00:00',
  '2023-01-01T10:00:00',
  '2023-01-01 10:00:00Z',
  ' 2023-01-01 10:00:00',
  '',
  1_700_000_000,
  null,
  undefined,
  ['2023-01-01 10:00:00'],
])('%j is no time', (shown) => {
  expect(fromChinaTime(shown)).toBeUndefined()
})
