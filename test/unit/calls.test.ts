import { describe, expect, test } from 'vitest'
import { readConfig } from '../../lib/config.ts'
import { deliveriesOf } from '../../lib/flow/calls.ts'
import { planTask } from '../../lib/flow/plan.ts'
import type { Task } from '../../lib/flow/task.ts'
import type { AnyOperation } from '../../lib/operation.ts'

const taskOf = (operation: string, body: object): Promise<Task> =>
  planTask({ operation, body: { userId: 'alice', ...body }, caller: 'c', requestId: 'r', askedAt: 0 }, readConfig({}))
const block = (more: object = {}) => taskOf('blocklist.add', { userIds: ['x', 'y'], ...more })
const deleteAll = () => taskOf('friends.delete-all', { mutual: true })
const list = () => taskOf('friends.list', {})
/** The same task of a row that is its own but for this. */
function withRow(task: Task, row: Partial<AnyOperation>): Task {
  const items = task.items && { ...task.items, rules: row.items ?? task.items.rules }
  return { ...task, operation: { ...task.operation, ...row }, items }
}
const first = (task: Task) => deliveriesOf(task)[0]!

describe('a call', () => {
  test('without items has one entry, which is the whole of it', async () => {
    const { entries, write } = first(await deleteAll())
    expect(entries).toEqual([{ id: '', json: '' }])
    expect(JSON.parse(write(entries))).toEqual({ From_Account: 'alice', DeleteType: 'Delete_Type_Both' })
  })

  test('has its items where the row puts them, whatever texts stand beside', async () => {
    const call = (_: unknown, { items }: { items: unknown }) => ({ Empty: '', Ids: items, Money: '$&' })
    const { entries, write } = first(withRow(await block(), { call }))
    expect(write(entries)).toBe('{"Empty":"","Ids":["x","y"],"Money":"$&"}')
    expect(write(entries.slice(1))).toBe('{"Empty":"","Ids":["y"],"Money":"$&"}')
  })

  test('looks for another’s lease where it was queued, and says nothing of that where not', async () => {
    const task = await block()
    expect(first({ ...task, isQueued: true }).looksForLease).toBe(true)
    expect(first(task)).not.toHaveProperty('looksForLease')
  })

  test('says whether it reads', async () => {
    expect(first(await list()).repeat.isRead).toBe(true)
    expect(first(await block()).repeat.isRead).toBe(false)
  })

  test.each<[string, object, Partial<Task>, boolean, boolean]>([
    ['is a first attempt', {}, {}, false, false],
    ['that may have been asked for before is read as a repeat', { repeated: true }, {}, true, false],
    ['that we may have made before is resumed as well', {}, { isRepeat: true }, true, true],
  ])('%s', async (_, body, more, isRepeated, isResumed) => {
    expect(first({ ...(await block(body)), ...more }).repeat).toMatchObject({ isRepeated, isResumed })
  })
})

describe('a reply is read', () => {
  const read = (entry: object) => ({ entry })

  test('item by item where it tells of them, with what the row reads of each', async () => {
    const told = { form: 'names', list: 'Found', id: 'Id' } as const
    const task = await block()
    const rules = first(withRow(task, { items: { ...task.operation.items!, told, read } })).reply
    expect(rules).toMatchObject({ told, actsForAccount: true })
    expect(rules.read?.({ Id: 'x' }, {})).toEqual({ entry: { Id: 'x' } })
  })

  test('as a whole where it tells of none, and nothing is read of an item then', async () => {
    const { told: _, ...items } = (await block()).operation.items!
    const rules = first(withRow(await block(), { items: { ...items, read } })).reply
    expect([rules.told, rules.read]).toEqual([undefined, undefined])
  })

  test('with no account’s name where the call acts for none', async () => {
    const task = await block()
    expect(first({ ...task, body: { ...task.body, userId: undefined } }).reply.actsForAccount).toBe(false)
  })

  test('with the words that its row knows', async () => {
    const words = { infoMeans: [['_Odd', 'NOT_A_FRIEND']], alsoDone: ['FINE'] } as const
    expect(first(withRow(await block(), words)).reply).toMatchObject(words)
    expect(first(withRow(await deleteAll(), words)).reply).toMatchObject({ ...words, actsForAccount: true })
  })

  test('for nothing but its proof where its row reads nothing', async () => {
    expect(first(await deleteAll()).reply.read).toBeUndefined()
  })
})

describe('a page', () => {
  const stuck = 'it neither ends the list nor moves on'
  const answer = {}
  const pageFrom = async (from: Task['from'], next: unknown) =>
    first(withRow({ ...(await list()), from }, { read: () => ({ answer, next }) as never })).reply.read?.({}, {})

  test.each<[string, Task['from'], unknown]>([
    ['the next number', undefined, 100],
    ['a further number', 100, 101],
    ['a text', 'one', 'two'],
    ['a text that looks like the first page', undefined, '0'],
    ['another place of several members', { a: 1 }, { a: 2 }],
    ['no further page', 100, undefined],
    ['no page but the first', undefined, undefined],
  ])('moves on by %s', async (_, from, next) => {
    expect(await pageFrom(from, next)).toEqual({ answer, next })
  })

  test.each<[string, Task['from'], unknown]>([
    ['the first page', undefined, 0],
    ['the number it began with', 100, 100],
    ['an earlier number', 100, 99],
    ['its own text', 'one', 'one'],
    ['its own place of several members', { a: 1 }, { a: 1 }],
  ])('proves nothing where it goes on with %s', async (_, from, next) => {
    expect(await pageFrom(from, next)).toBe(stuck)
  })

  test.each(['X is no list', { refused: 'MEMBER_OFFLINE' }])('that is none stays what it is: %j', async (reading) => {
    const task = withRow({ ...(await list()), from: undefined }, { read: () => reading as never })
    expect(first(task).reply.read?.({}, {})).toBe(reading)
  })
})
