import { describe, expect, test } from 'vitest'
import { Bench } from './fixture.ts'

const HEAD = 'userId,friends.userId,remark\n'
const utf16be = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()

describe('what is read from a CSV', () => {
  test.each([
    ['CRLF', 'userId,friends.userId,remark\r\nalice,bob,Bö\r\n'],
    ['a byte order mark', `\ufeff${HEAD}alice,bob,Bö\n`],
    ['mixed line ends', 'userId,friends.userId,remark\r\nalice,bob,Bö\r'],
    ['no end of the last line', `${HEAD}alice,bob,Bö`],
    ['quotes', `${HEAD}"alice","bob","Bö"\n`],
    ['blank lines', `${HEAD}\n\nalice,bob,Bö\n\n`],
    ['UTF-16LE', Buffer.from(`\ufeff${HEAD}alice,bob,Bö\n`, 'utf16le')],
    ['UTF-16BE', utf16be(`${HEAD}alice,bob,Bö\n`)],
  ])('%s', async (_, text) => {
    const bench = new Bench(text)
    expect(await bench.run()).toMatchObject({ exit: 0, err: '' })
    expect(bench.gateway.bodies()).toEqual([{ userId: 'alice', friends: [{ userId: 'bob', remark: 'Bö' }] }])
  })

  test('cells that hold commas, quotes and line ends, of rows that are far apart', async () => {
    const bench = new Bench(`${HEAD}alice,bob,"a ""b"", c\nd"\nanna,ben,Ben\nalice,carol,"\r\n"\n`)
    expect(await bench.run()).toMatchObject({ exit: 0 })
    expect(bench.gateway.bodies()).toEqual([
      {
        userId: 'alice',
        friends: [
          { userId: 'bob', remark: 'a "b", c\nd' },
          { userId: 'carol', remark: '\r\n' },
        ],
      },
      { userId: 'anna', friends: [{ userId: 'ben', remark: 'Ben' }] },
    ])
  })

  test('lists, custom fields and empty cells; numbers and words by their types', async () => {
    const head = 'userId,friends.userId,lists,custom.Level:integer,custom.Tag\n'
    const bench = new Bench(`${head}alice,bob,Work;a\\;b,7,007\nalice,carol,"[""x;y""]",,\n`)
    expect(await bench.run()).toMatchObject({ exit: 0 })
    expect(bench.gateway.bodies()[0]?.friends).toEqual([
      { userId: 'bob', lists: ['Work', 'a;b'], custom: { Level: 7, Tag: '007' } },
      { userId: 'carol', lists: ['x;y'] },
    ])
  })

  test('columns of other names, and what is the same in every row', async () => {
    const bench = new Bench('Uid,Friend\nalice,bob\n')
    const ran = await bench.run({ operation: 'friends.delete', map: 'userId=Uid,friendIds=Friend', set: 'mutual=true' })
    expect(ran).toMatchObject({ exit: 0, err: '' })
    expect(bench.gateway.bodies()).toEqual([{ userId: 'alice', mutual: true, friendIds: ['bob'] }])
  })

  test('an operation without items sends a request a row', async () => {
    const bench = new Bench('userId,nick,level,mayAddFriends\nalice,Al,3,false\nbob,Bo,x,\n')
    expect(await bench.run({ operation: 'profiles.set' })).toMatchObject({ exit: 0 })
    expect(bench.gateway.bodies()).toEqual([
      { userId: 'alice', nick: 'Al', level: 3, mayAddFriends: false },
      { userId: 'bob', nick: 'Bo', level: 'x' },
    ])
  })
})

test('a row that says nothing of an item is a request without any', async () => {
  const bench = new Bench('userId,lists,friendIds\nalice,Work,bob\nalice,Empty,\nalice,Empty,\nalice,Work,carol\n')
  expect(await bench.run({ operation: 'friend-lists.add' })).toMatchObject({ exit: 0, err: '' })
  expect(bench.gateway.bodies()).toEqual([
    { userId: 'alice', lists: ['Work'], friendIds: ['bob'] },
    { userId: 'alice', lists: ['Empty'] },
    { userId: 'alice', lists: ['Empty'] },
    { userId: 'alice', lists: ['Work'], friendIds: ['carol'] },
  ])
})

describe('what refuses a CSV before anything is sent', () => {
  test.each<readonly [string, string | Buffer, RegExp]>([
    ['half a line', `${HEAD}alice,bob,Bob\nalice,car`, /line 3 has 2 columns, and the header 3/],
    ['a row too long, among good ones', `${HEAD}a,b,c\na,b,c,d\ne,f,g\nh,i\n`, /line 3 has 4 .*line 5 has 2/],
    [
      'a quote never closed',
      `${HEAD}alice,bob,Bob\nalice,"carol,Caz\nalice,dave,D\n`,
      /line 3 opens a quote that is never closed/,
    ],
    ['a quote in a cell', `${HEAD}alice,bob,5" disk\n`, /line 2 has a quote inside a cell: write it twice/],
    [
      'a quote never closed in a long file',
      `${HEAD}a,b,"${'x,y,z\n'.repeat(300_000)}`,
      /line 2 begins a record of more than 1 MiB/,
    ],
    [
      'GBK',
      Buffer.concat([Buffer.from(`${HEAD}a,b,ok\nalice,bob,`), Buffer.from('c4e3bac30a', 'hex')]),
      /no UTF-8 \(line 3\).*iconv -f GBK/,
    ],
    ['Latin-1', Buffer.from(`${HEAD}alice,bob,B\xf6b\n`, 'latin1'), /no UTF-8 \(line 2\): save it as/],
    ['UTF-16 without a mark', Buffer.from(`${HEAD}alice,bob,Bob\n`, 'utf16le'), /no UTF-8/],
    ['half of UTF-16', Buffer.concat([Buffer.from(`\ufeff${HEAD}`, 'utf16le'), Buffer.from([0xd8])]), /broken UTF-16/],
    ['a spreadsheet', Buffer.from('504b0304140006', 'hex'), /packed file, such as a spreadsheet/],
    ['nothing', '', /is empty/],
    ['a header alone', HEAD, /a header and no rows/],
    ['semicolons', 'userId;friends.userId;remark\nalice;bob;Bob\n', /parted by ";": part its columns by commas/],
    ['an unknown column', 'userId,friends.userId,remrak\na,b,c\n', /no column "remrak"\. Did you mean remark/],
    [
      'a column twice',
      'userId,friends.userId,remark,friends.remark\na,b,c,d\n',
      /has friends\.remark twice: "remark" and "friends\.remark"/,
    ],
    [
      'two million columns',
      `${Array.from({ length: 2_000_000 }, (_, at) => `c${at}`).join(',')}\n`,
      /line 1 is longer than 1 MiB/,
    ],
    [
      'thousands of columns',
      `${Array.from({ length: 5000 }, (_, at) => `c${at}`).join(',')}\n`,
      /5000 columns, and 1000 are the most/,
    ],
  ])('%s', async (_, text, told) => {
    const bench = new Bench(text)
    const { exit, out, err } = await bench.run()
    expect({ exit, out, sent: bench.gateway.batches }).toEqual({ exit: 2, out: '', sent: [] })
    expect(err).toMatch(told)
    expect(err.trim().split('\n')).toHaveLength(1)
  })

  test.each([
    [{ file: '/nowhere/rows.csv' }, /There is no file \/nowhere\/rows\.csv/],
    [{ file: '/' }, /is a folder/],
    [{ operation: 'friends.updat' }, /no operation friends\.updat\. Did you mean friends\.update/],
    [{ operation: 'friends.get' }, /friends\.get reads; bulk takes operations that write/],
    [{ map: 'remark=Note' }, /--map names the column "Note", which the file has not/],
    [{ map: 'note=remark' }, /--map: there is no column "note"/],
    [{ map: 'remark' }, /--map takes pairs/],
    [{ rate: 0 }, /--rate takes calls of Chat a second/],
    [{ journal: '/nowhere/at/all' }, /journal \/nowhere\/at\/all can't be opened: there is no such folder/],
  ])('%o', async (options, told) => {
    const bench = new Bench(`${HEAD}alice,bob,Bob\n`)
    const { exit, err } = await bench.run(options)
    expect({ exit, sent: bench.gateway.batches }).toEqual({ exit: 2, sent: [] })
    expect(err).toMatch(told)
  })
})
