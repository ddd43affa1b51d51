import { describe, expect, test } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { planTask } from '../../lib/flow/plan.ts'
import { asRepeat, type Task } from '../../lib/flow/task.ts'
import { callsOf, merge } from '../../lib/jobs/merge.ts'

const taskOf = (operation: string, body: object, env = {}): Promise<Task> =>
  planTask({ operation, body, caller: 'c', requestId: 'r', askedAt: 0 }, readConfig(env))
const update = (...friends: readonly object[]) => taskOf('friends.update', { userId: 'alice', friends })
const block = (...userIds: readonly string[]) => taskOf('blocklist.add', { userId: 'alice', userIds })

/** Of each merged task: which of those given it holds. */
async function groups(...tasks: readonly Promise<Task>[]) {
  const all = await Promise.all(tasks)
  return merge(all).map(({ parts }) => parts.map(({ task }) => all.indexOf(task)))
}

/** The one task that these become, and which items each says were overtaken. */
async function merged(...tasks: readonly Promise<Task>[]) {
  const [one, ...others] = merge(await Promise.all(tasks))
  expect(others).toEqual([])
  return { items: one!.task.items!.list, superseded: one!.parts.map((part) => [...part.superseded]), one: one! }
}

const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ userId: `f${from + index}`, remark: 'x' }))

/** Custom fields of different names. */
const fields = (from: number, count: number, value: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [lettersOf(from + index), value]))

const lettersOf = (number: number) => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')

describe('tasks become one', () => {
  test('where they are neighbours of one kind', async () => {
    const bob = { userId: 'bob', remark: 'b' }
    expect(await groups(update(bob), update(bob), block('x'), block('y'), update(bob))).toEqual([[0, 1], [2, 3], [4]])
  })

  test('up to a thousand different items', async () => {
    expect(await groups(update(...many(0, 600)), update(...many(300, 700)), update(...many(1000, 1)))).toEqual([
      [0, 1],
      [2],
    ])
  })

  test('unless an item would have more custom fields than Chat has', async () => {
    const custom = (from: number, count: number) => update({ userId: 'bob', custom: fields(from, count, 'x') })
    expect(await groups(custom(0, 12), custom(4, 12), custom(16, 4), custom(20, 1))).toEqual([[0, 1, 2], [3]])
    const besides = update({ userId: 'carol', remark: 'r' }, { userId: 'bob', custom: fields(20, 1, 'x') })
    expect(await groups(custom(0, 20), besides)).toEqual([[0], [1]])
  })

  test('unless an item would be too large for a call', async () => {
    const friends = (from: number, count: number) => [
      { userId: 'bob', custom: fields(from, count, '\u0001'.repeat(500)) },
    ]
    const custom = (from: number, count: number) =>
      taskOf('friends.update', { userId: 'alice', friends: friends(from, count) }, { MAX_CUSTOM_FIELDS: '1000' })
    expect(await groups(custom(0, 200), custom(200, 90), custom(290, 20))).toEqual([[0, 1], [2]])
  })

  test('unless one of them is read as a repeat, whether its body can say so or not', async () => {
    const set = (userId: string) => update({ userId, remark: 'x' })
    const again = (userId: string) => set(userId).then(asRepeat)
    expect(await groups(set('a'), again('b'), again('c'), set('d'))).toEqual([[0], [1, 2], [3]])
  })

  test('unless what stands around their items differs', async () => {
    const remove = (mutual: boolean) => taskOf('friends.delete', { userId: 'alice', friendIds: [`f${mutual}`], mutual })
    expect(await groups(remove(true), remove(false))).toEqual([[0], [1]])
  })

  test('unless one is a repeat, whose refusals read another way', async () => {
    const again = taskOf('blocklist.add', { userId: 'alice', userIds: ['y'], repeated: true })
    expect(await groups(block('x'), again)).toEqual([[0], [1]])
  })

  test('unless they read, whose answers are no verdicts to share', async () => {
    const check = (id: string) => taskOf('blocklist.check', { userId: 'alice', userIds: [id] })
    expect(await groups(check('x'), check('y'))).toEqual([[0], [1]])
  })

  test('unless they do the same to one item, where that is no setting of values', async () => {
    expect(await groups(block('x'), block('x'))).toEqual([[0], [1]])
  })

  test('unless there are no items', async () => {
    const all = () => taskOf('friends.delete-all', { userId: 'alice', mutual: true })
    expect(await groups(all(), all())).toEqual([[0], [1]])
  })

  test('and one that alone takes several calls stays alone', async () => {
    expect(await groups(update(...many(0, 1001)), update(...many(0, 1)))).toEqual([[0], [1]])
  })
})

describe('of each value the later goes out', () => {
  test('and values that only the earlier sets stay', async () => {
    const { items, superseded } = await merged(
      update({ userId: 'bob', remark: 'early', custom: { A: '1', B: '1' } }),
      update({ userId: 'bob', lists: ['work'], custom: { B: '2' } }),
    )
    expect(items).toEqual([{ userId: 'bob', remark: 'early', custom: { A: '1', B: '2' }, lists: ['work'] }])
    expect(superseded).toEqual([['bob'], []])
  })

  test('and nobody is overtaken where they set different values', async () => {
    const { superseded, one } = await merged(
      update({ userId: 'bob', remark: 'r' }),
      update({ userId: 'bob', lists: [] }),
      update({ userId: 'carol', remark: 'r' }),
    )
    expect(superseded).toEqual([[], [], []])
    expect(Object.fromEntries(one.shares)).toEqual({ bob: 2, carol: 1 })
  })

  test('and custom fields are values of their own', async () => {
    const custom = (fields: object) => update({ userId: 'bob', custom: fields })
    const overtaken = async (...tasks: readonly Promise<Task>[]) => (await merged(...tasks)).superseded
    expect(await overtaken(custom({ A: '1' }), custom({ B: '2' }))).toEqual([[], []])
    expect(await overtaken(custom({ A: '1' }), custom({ A: '2', B: '2' }))).toEqual([['bob'], []])
    expect(await overtaken(update({ userId: 'bob', remark: 'r' }), custom({ A: '1' }))).toEqual([[], []])
  })

  test('and a field named like what every object inherits is overtaken by none but its own', async () => {
    const custom = (fields: object) => update({ userId: 'bob', custom: fields })
    const { items, superseded } = await merged(custom({ A: '1' }), custom({ toString: '2', valueOf: '3' }))
    expect(superseded).toEqual([[], []])
    expect(items).toEqual([{ userId: 'bob', custom: { A: '1', toString: '2', valueOf: '3' } }])
    expect((await merged(custom({ valueOf: '1' }), custom({ valueOf: '2' }))).superseded).toEqual([['bob'], []])
  })

  test('and a value that is cleared is a value', async () => {
    const { items, superseded } = await merged(
      update({ userId: 'bob', remark: 'r', lists: ['work'] }),
      update({ userId: 'bob', remark: '', lists: [] }),
    )
    expect(items).toEqual([{ userId: 'bob', remark: '', lists: [] }])
    expect(superseded).toEqual([['bob'], []])
  })
})

test.each<[string, Promise<Task>, number, number]>([
  ['a job of few items', update(...many(0, 2)), 1, 0.002],
  ['one of more than a call takes', update(...many(0, 1500)), 2, 1.5],
  ['one without items', taskOf('blocklist.list', { userId: 'alice' }), 1, 1],
  ['one that reads', taskOf('friends.get', { userId: 'alice', friendIds: ['bob'] }), 1, 1],
])('%s adds a call of its own, or a part of the call that it joins', async (_, asked, alone, joining) => {
  const task = await asked
  expect([callsOf(task, false), callsOf(task, true)]).toEqual([alone, joining])
})
