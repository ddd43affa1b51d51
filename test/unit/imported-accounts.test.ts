import { expect, test } from 'vitest'
import { deliveriesOf } from '../../lib/flow/calls.ts'
import { operations } from '../../lib/operations/index.ts'

const operation = operations.get('accounts.import')!
const MOST_BYTES = 900_000

/** The upstream bodies of a request for these accounts. */
function bodiesOf(list: readonly object[]): string[] {
  const items = { list, rules: operation.items!, limits: { maxCustomFields: 20 } }
  const task = { operation, body: { accounts: list }, app: 'default', isUnnamed: true, from: undefined, items }
  const deliveries = deliveriesOf({ ...task, caller: 'c', share: 'c', requestId: 'r' })
  return deliveries.map(({ write, entries }) => write(entries))
}

const accounts = (count: number, more: object) =>
  Array.from({ length: count }, (_, index) => ({ userId: `u${index}`.padEnd(32, '\u0001'), ...more }))

test.each([
  ['bare', {}, 'Accounts'],
  ['with the longest texts there are', { nick: '\u0001'.repeat(500), avatarUrl: '\u0001'.repeat(500) }, 'AccountList'],
])('accounts %s go a hundred a call, of no more bytes than one takes', (_, more, member) => {
  const bodies = bodiesOf(accounts(250, more))
  expect(bodies.map((body) => JSON.parse(body)[member].length)).toEqual([100, 100, 50])
  for (const body of bodies) expect(Buffer.byteLength(body)).toBeLessThan(MOST_BYTES)
})

test('a call is never longer than the list of objects by which it was cut', () => {
  const list = accounts(100, {})
  const [bare] = bodiesOf(list)
  const objects = JSON.stringify({ AccountList: list.map((one) => operation.items!.toUpstream(one, {})) })
  expect(Buffer.byteLength(bare!)).toBeLessThanOrEqual(Buffer.byteLength(objects))
})

test('only the call that carries a nickname or a picture takes the form of objects', () => {
  const list = accounts(201, {}).map((one, index) => (index === 150 ? { ...one, avatarUrl: '' } : one))
  expect(bodiesOf(list).map((body) => Object.keys(JSON.parse(body)))).toEqual([
    ['Accounts'],
    ['AccountList'],
    ['Accounts'],
  ])
})
