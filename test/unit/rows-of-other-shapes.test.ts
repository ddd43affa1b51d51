import { describe, expect, test } from 'vitest'
import { deliveriesOf } from '../../lib/flow/calls.ts'
import { carryOut } from '../../lib/flow/carry-out.ts'
import { type Task, turnOf } from '../../lib/flow/task.ts'
import { type AnyOperation, defineOperation, type ItemRules } from '../../lib/operation.ts'
import { operations } from '../../lib/operations/index.ts'
import { DEADLINE, failed, ok, ScriptedUpstream } from './scripted-upstream.ts'

const { check: _, turn: __, ...update } = operations.get('friends.update')!
const items: ItemRules<unknown, string> = {
  member: 'ids',
  as: 'id',
  id: (id) => id,
  toUpstream: (id) => id,
  limit: 2,
}

/** A task of a row that is `friends.update` but for this. */
function taskOf(row: Partial<AnyOperation>, body: Task['body'] = {}): Task {
  const operation: AnyOperation = { ...update, call: (_, { items: list }) => ({ Ids: list }), items, ...row }
  const list = (body.ids ?? ['a', 'b', 'c']) as readonly unknown[]
  const task = { operation, body: { ...body, ids: list }, app: 'default', isUnnamed: true, from: undefined }
  const rules = operation.items as ItemRules<unknown, unknown>
  return { ...task, caller: 'c', share: 'c', requestId: 'r', items: { list, rules, limits: { maxCustomFields: 20 } } }
}
const bodiesOf = (task: Task) => deliveriesOf(task).map(({ write, entries }) => write(entries))

describe('the form of a call', () => {
  test('may depend on the items it carries, of a repeat too', () => {
    const callFor = (list: readonly unknown[]) => (list.includes('b') ? { List: list } : { Bare: list })
    const task = taskOf({ items: { ...items, callFor } })
    expect(bodiesOf(task)).toEqual(['{"List":["a","b"]}', '{"Bare":["c"]}'])
    const [first] = deliveriesOf(task)
    expect(first!.write(first!.entries.slice(0, 1))).toBe('{"Bare":["a"]}')
  })

  test('may ask for more in the URL', () => {
    expect(deliveriesOf(taskOf({ query: () => ({ nettype: '0' }) }))[0]!.query).toEqual({ nettype: '0' })
  })

  test('has the same numbers in all its calls', () => {
    const numbered = {
      sends: () => 'x',
      call: (_: unknown, { items: list, numbers }: { items: unknown; numbers: object }) => ({ ...numbers, list }),
    }
    const task = taskOf(numbered, { clientMessageId: 'm' })
    const numbers = bodiesOf(task).map((body) => JSON.stringify({ ...JSON.parse(body), list: [] }))
    expect(new Set(numbers).size).toBe(1)
    expect(numbers[0]).toMatch(/"random":\d+,"seq":\d+/)
  })
})

describe('whose turn it is', () => {
  test('is the row’s word, within the app; nobody waits without one', () => {
    expect(turnOf(taskOf({ turn: ({ groupId }) => `group ${groupId}` }, { groupId: 7 }))).toBe('default\0group 7')
    expect(turnOf(taskOf({}))).toBeUndefined()
    expect(deliveriesOf(taskOf({}))[0]!.turn).toBeUndefined()
  })
})

describe('calls that build on each other', () => {
  const inOrder = { items: { ...items, inOrder: true } as const }
  const became = async (row: Partial<AnyOperation>, bad: string) => {
    const upstream = new ScriptedUpstream((id) => (id === bad ? failed('NOT_A_FRIEND') : ok))
    const { verdicts } = await carryOut(upstream, taskOf(row), DEADLINE)
    return {
      calls: upstream.calls,
      verdicts: [...verdicts].map(([id, { status, ...more }]) => [id, status, 'fault' in more && more.fault.code]),
    }
  }

  test('end with the first that leaves an item undone', async () => {
    const earlier = ['c', 'failed', 'EARLIER_ITEM_FAILED']
    const a = ['a', 'ok', false]
    expect(await became(inOrder, 'b')).toEqual({
      calls: [['a', 'b']],
      verdicts: [a, ['b', 'failed', 'NOT_A_FRIEND'], earlier],
    })
  })

  test('all go out where each is done, and where they do not build on each other', async () => {
    expect((await became(inOrder, 'none')).calls).toEqual([['a', 'b'], ['c']])
    expect((await became({}, 'b')).calls).toEqual([['a', 'b'], ['c']])
  })
})

describe('a row that contradicts itself is refused when it is loaded', () => {
  const wrong = (row: Partial<AnyOperation>) => () => defineOperation({ ...update, ...row })

  test.each<[string, Partial<AnyOperation>]>([
    ['a read is never already done', { effect: 'read', done: ['NOT_A_FRIEND'] }],
    ['a read sends nothing', { effect: 'read', sends: () => '' }],
    ['both items and a reading', { read: () => ({ answer: {} }) }],
    ['its path', { path: 'v4/sns' }],
  ])('%s', (word, row) => expect(wrong(row)).toThrow(word))
})

test('each row names its page of Chat’s documentation', () => {
  const wrong = [...operations.values()].filter(({ page }) => !/^https:\/\/trtc\.io\/document\/\d+$/.test(page))
  expect(wrong.map(({ name, page }) => `${name}: ${page}`)).toEqual([])
})
