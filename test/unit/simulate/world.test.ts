import { describe, expect, test } from 'vitest'
import { createRandom } from '../../campaigns/random.ts'
import { type Attributes, changeOf, conditionOf } from '../../campaigns/simulate/world/expressions.ts'
import { FifoQueue } from '../../campaigns/simulate/world/queue.ts'
import { type Mode, Service } from '../../campaigns/simulate/world/service.ts'
import { Table } from '../../campaigns/simulate/world/table.ts'
import { VirtualTime } from '../../campaigns/simulate/world/virtual-time.ts'

describe('virtual time', () => {
  test('keeps appointments by their time, and those of one moment as they were made', () => {
    const time = new VirtualTime(100)
    const kept: string[] = []
    for (const [ms, name] of [
      [5, 'c'],
      [1, 'a'],
      [5, 'd'],
      [3, 'b'],
      [4, 'never'],
    ] as const) {
      const appointment = time.after(ms, () => kept.push(`${name}@${time.now}`))
      if (name === 'never') appointment.cancel()
    }
    while (time.passOn());
    expect(kept).toEqual(['a@101', 'b@103', 'c@105', 'd@105'])
  })

  test('sorts any number of them', () => {
    const time = new VirtualTime(0)
    const random = createRandom(1)
    const kept: number[] = []
    for (let count = 0; count < 500; count++) time.after(random.whole(0, 99), () => kept.push(time.now))
    while (time.passOn());
    expect(kept).toEqual(kept.toSorted((a, b) => a - b))
    expect(kept).toHaveLength(500)
  })
})

describe('expressions', () => {
  const item: Attributes = { n: { N: '5' }, s: { S: 'x' } }
  const values: Attributes = { ':four': { N: '4' }, ':five': { N: '5' }, ':six': { N: '6' }, ':x': { S: 'x' } }

  test.each<[string, boolean]>([
    ['#n = :five', true],
    ['#n <> :five', false],
    ['#n BETWEEN :four AND :six', true],
    ['#n BETWEEN :six AND :six', false],
    ['attribute_not_exists(#n) OR #n < :six', true],
    ['attribute_not_exists(#n) OR #n > :six', false],
    ['#n > :four AND (attribute_not_exists(#m) OR #m < :four)', true],
    ['#s = :x AND #n <= :four', false],
    ['#missing < :six', false],
    ['#missing <> :six', true],
    ['#s < :six', false],
  ])('%s is %s', (text, expected) => {
    expect(conditionOf(text)(item, values)).toBe(expected)
  })

  test('a change reads the item as it was', () => {
    const change = changeOf('SET #n = #n + :four, #m = if_not_exists(#m, :six) + :five REMOVE #s ADD #k :four')
    expect(change(item, values)).toEqual({
      item: { n: { N: '9' }, m: { N: '11' }, k: { N: '4' } },
      changed: ['n', 'm', 's', 'k'],
    })
  })

  test('what can’t be read is no expression', () => {
    expect(() => conditionOf('size(#n) ! :four')).toThrow()
    expect(() => changeOf('SET #n = #s + :four')(item, values)).toThrow('not a number')
  })
})

describe('the table', () => {
  const table = () => new Table({ ...createRandom(1), isLucky: () => false }, () => 1000)
  const key = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } })

  test('writes where the condition holds, and only there', () => {
    const own = table()
    const put = {
      TableName: 't',
      Item: { ...key('a'), v: { N: '1' } },
      ConditionExpression: 'attribute_not_exists(#pk)',
    }
    own.put(put)
    expect(() => own.put(put)).toThrow('ConditionalCheckFailedException')
    expect(own.get({ TableName: 't', Key: key('a') })).toEqual({ Item: put.Item })
    own.delete({ TableName: 't', Key: key('a') })
    expect(own.get({ TableName: 't', Key: key('a') })).toEqual({})
  })

  test('finds a partition’s items in the order of their sort keys', () => {
    const own = table()
    for (const sk of ['w#2', 'w#10', 'w#1', 'x']) own.put({ TableName: 't', Item: key(sk) })
    const found = own.query({
      TableName: 't',
      ExpressionAttributeValues: { ':pk': { S: 'p' }, ':prefix': { S: 'w#' } },
      Limit: 2,
    })
    expect(found).toEqual({ Items: [key('w#1'), key('w#10')] })
  })

  test('refuses a batch that names an item twice', () => {
    const own = table()
    const keys = ['a', 'b', 'a'].map(key)
    const requests = keys.map((Key) => ({ DeleteRequest: { Key } }))
    expect(() => own.batchGet({ RequestItems: { t: { Keys: keys } } })).toThrow('ValidationException')
    expect(() => own.batchWrite({ RequestItems: { t: requests } })).toThrow('ValidationException')
  })

  test('leaves the rest of a batch undone now and then', () => {
    const partial = new Table({ ...createRandom(1), isLucky: () => true }, () => 1000)
    const requests = ['a', 'b', 'c'].map((sk) => ({ PutRequest: { Item: key(sk) } }))
    expect(partial.batchWrite({ RequestItems: { t: requests } })).toEqual({ UnprocessedItems: { t: [requests[2]] } })
  })

  test('while it is crowded ends a batch of reads early, and takes no more writes of batches than its units', () => {
    let now = 1000
    const own = new Table({ ...createRandom(1), isLucky: () => false }, () => now)
    const keys = Array.from({ length: 25 }, (_, index) => key(String(index)))
    const requests = keys.map((Key) => ({ PutRequest: { Item: Key } }))
    own.batchWrite({ RequestItems: { t: requests } })
    own.isCrowded = true
    expect(own.batchGet({ RequestItems: { t: { Keys: keys } } })).toMatchObject({
      Responses: { t: keys.slice(0, 2) },
      UnprocessedKeys: { t: { Keys: keys.slice(2) } },
    })
    expect(own.batchWrite({ RequestItems: { t: requests } })).toEqual({})
    expect(own.batchWrite({ RequestItems: { t: requests } })).toEqual({ UnprocessedItems: { t: requests.slice(15) } })
    expect(() => own.batchWrite({ RequestItems: { t: requests } })).toThrow('ProvisionedThroughputExceededException')
    now += 100
    expect(own.batchWrite({ RequestItems: { t: requests } })).toEqual({ UnprocessedItems: { t: requests.slice(4) } })
  })

  test('forgets what nobody will ask for again, and no job that waits or was not told of', () => {
    let now = 0
    const old = new Table(createRandom(1), () => now)
    const put = (pk: string, sk: string, more: Attributes = {}) =>
      old.put({ TableName: 't', Item: { pk: { S: pk }, sk: { S: sk }, ...more } })
    put('job#told', 'job', { state: { S: 'completed' } })
    put('job#untold', 'job', { state: { S: 'completed' } })
    put('job#queued', 'job', { state: { S: 'queued' } })
    put('account#a', 'waiting#1#untold', { jobId: { S: 'untold' } })
    now = 7_200_000
    old.sweep()
    expect([...old.items('')].map(({ pk }) => pk?.S)).toEqual(['job#untold', 'job#queued', 'account#a'])
  })
})

describe('the queue', () => {
  test('hands out a group in order, to one receiver at a time, and again where it was not deleted', () => {
    const time = new VirtualTime(0)
    const queue = new FifoQueue(time)
    queue.send('g', '1', 'one')
    queue.send('g', '1', 'one again')
    queue.send('g', '2', 'two')
    const first = queue.receive()
    expect(first.map(({ body }) => body)).toEqual(['one', 'two'])
    queue.send('g', '3', 'three')
    expect(queue.receive()).toEqual([])
    const [one, two] = first
    if (one) queue.delete(one)
    expect(queue.hide(two?.receiptHandle ?? '', 0)).toBe(true)
    const again = queue.receive()
    expect(again.map(({ body, attributes }) => [body, attributes.ApproximateReceiveCount])).toEqual([
      ['two', '2'],
      ['three', '1'],
    ])
    expect(queue.hide(two?.receiptHandle ?? '', 0)).toBe(false)
  })
})

describe('the first messages of the queue', () => {
  test('are all that it looks at: a group behind them waits for their end, whoever holds them', () => {
    const time = new VirtualTime(0)
    const queue = new FifoQueue(time, 2)
    for (const name of ['a', 'b', 'c']) queue.send(name, '1', name)
    const taken = queue.receive()
    expect(taken.map(({ body }) => body)).toEqual(['a', 'b'])
    for (const { receiptHandle } of taken) queue.hide(receiptHandle, 5000)
    expect(queue.receive()).toEqual([])
    if (taken[0]) queue.delete(taken[0])
    expect(queue.receive().map(({ body }) => body)).toEqual(['c'])
    expect(queue.size).toBe(2)
  })

  test('are handed out oldest first, one that comes back before those that came since', () => {
    const time = new VirtualTime(0)
    const queue = new FifoQueue(time)
    queue.send('old', '1', 'old')
    const [old] = queue.receive()
    queue.send('new', '1', 'new')
    queue.hide(old?.receiptHandle ?? '', 1000)
    while (time.now < 1000 && time.passOn());
    expect(queue.receive().map(({ body }) => body)).toEqual(['old', 'new'])
  })
})

describe('a service', () => {
  const settled = async (mode: Mode, isAlive = true) => {
    const time = new VirtualTime(0)
    const service = new Service(time, createRandom(1), 2)
    service.mode = mode
    const client = { isAlive }
    const ends = { answered: 0, failed: 0, applied: 0 }
    for (let count = 0; count < 300; count++) {
      const apply = () => ends.applied++
      service.ask({ client, apply, patienceMs: 1000, tries: 1 }).then(
        () => ends.answered++,
        () => ends.failed++,
      )
    }
    while (time.passOn()) await Promise.resolve()
    return ends
  }

  test('answers most requests while it is fair, and none while it is out, though some take effect', async () => {
    expect((await settled('fair')).answered).toBeGreaterThan(290)
    const { answered, applied, failed } = await settled('out')
    expect({ answered, failed }).toEqual({ answered: 0, failed: 300 })
    expect(applied).toBeGreaterThan(0)
  })

  test('never answers who has crashed', async () => {
    expect(await settled('fair', false)).toEqual({ answered: 0, failed: 0, applied: 0 })
  })
})
