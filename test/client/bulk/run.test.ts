import { execFileSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { GatewayUnreachable } from '../../../client/src/answers/errors.ts'
import { doneBut, problem } from '../rows/scripted-gateway.ts'
import { Bench, csvOf, remarks, rows } from './fixture.ts'

describe('what goes out', () => {
  test('rows of an account share requests, in their order, never two at once; an id that stands twice goes later', async () => {
    const bench = new Bench(
      csvOf([
        ['a', 'x', '1'],
        ['b', 'x', '2'],
        ['a', 'y', '3'],
        ['a', 'x', '4'],
        ['a', 'z', '5'],
      ]),
    )
    expect(await bench.run()).toMatchObject({ exit: 0 })
    const sent = bench.gateway
      .bodies()
      .map(({ userId, friends }) => [userId, (friends as { remark: string }[]).map(({ remark }) => remark)])
    expect(sent).toEqual([
      ['a', ['1', '3']],
      ['b', ['2']],
      ['a', ['4', '5']],
    ])
    expect(bench.gateway.overlaps).toEqual([])
  })

  test('more rows of one account than a call carries, and batches within the rate', async () => {
    const bench = new Bench(csvOf(rows(2500, 1)))
    expect(await bench.run()).toMatchObject({ exit: 0 })
    expect(bench.gateway.bodies().map(({ friends }) => (friends as unknown[]).length)).toEqual([1000, 1000, 500])
    expect(new Set(remarks(bench).values())).toEqual(new Set([1]))
  })

  test('where nobody takes turns by account, a file of one kind goes out in whole calls', async () => {
    const bench = new Bench(`users.userId,tags\n${Array.from({ length: 250 }, (_, at) => `u${at},a;b\n`).join('')}`)
    expect(await bench.run({ operation: 'user-tags.add' })).toMatchObject({ exit: 0 })
    expect(bench.gateway.bodies()).toHaveLength(1)
  })
})

describe('rows that are not done', () => {
  const text = 'Uid,friends.userId,Note,error_code\nalice,bob,"B, ""Bob""",OLD\nalice,carol,C,\nanna,ben,x,\n'

  test('go to a file of the same form, with the reason, and can be sent from there', async () => {
    const bench = new Bench(text)
    bench.gateway.answer = (asked) => doneBut(asked, { bob: 'NOT_A_FRIEND' })
    const map = 'userId=Uid,remark=Note'
    const { exit, out, err } = await bench.run({ map })
    expect({ exit, err }).toEqual({ exit: 1, err: '' })
    expect(out).toContain('3 rows in')
    expect(out).toMatch(/2 ok, 1 failed, 0 unknown\n +1 {2}NOT_A_FRIEND\nNot done, and why: .*rows\.failed\.csv/)
    expect(bench.read('rows.failed.csv')).toBe(
      'Uid,friends.userId,Note,error_code,error_message\nalice,bob,"B, ""Bob""",NOT_A_FRIEND,NOT_A_FRIEND of bob\n',
    )
    bench.gateway.answer = (asked) => doneBut(asked, {})
    expect(await bench.run({ map, file: path.join(bench.folder, 'rows.failed.csv') })).toMatchObject({ exit: 0 })
    expect(bench.gateway.bodies().at(-1)).toEqual({ userId: 'alice', friends: [{ userId: 'bob', remark: 'B, "Bob"' }] })
  })

  test('NDJSON keeps its form, in the order of the input', async () => {
    const lines = [
      '{"userId":"alice","friends":[{"userId":"bob","remark":""}]}',
      '{"userId":"anna","friends.userId":"ben","custom.Level":3}',
      '',
    ]
    const bench = new Bench(lines.join('\r\n\n'), 'rows.ndjson')
    bench.gateway.answer = (asked) => problem(403, 'FORBIDDEN', { detail: `${asked.body.userId} may not.` })
    expect(await bench.run()).toMatchObject({ exit: 1 })
    expect(bench.gateway.bodies()).toEqual([
      { userId: 'alice', friends: [{ userId: 'bob', remark: '' }] },
      { userId: 'anna', friends: [{ userId: 'ben', custom: { Level: 3 } }] },
    ])
    expect(
      bench
        .read('rows.failed.ndjson')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        userId: 'alice',
        friends: [{ userId: 'bob', remark: '' }],
        error_code: 'FORBIDDEN',
        error_message: 'alice may not.',
      },
      {
        userId: 'anna',
        'friends.userId': 'ben',
        'custom.Level': 3,
        error_code: 'FORBIDDEN',
        error_message: 'anna may not.',
      },
    ])
    bench.gateway.answer = (asked) => doneBut(asked, {})
    expect(await bench.run({ file: path.join(bench.folder, 'rows.failed.ndjson') })).toMatchObject({ exit: 0 })
  })

  test.each([
    ['{"userId":"a","friends":[{"userId":"b"}]}\n{"userId":"a","fri', /line 2, column 15: /],
    ['{"userId":"a","remark":"b","remark":"c"}\n', /line 1, column 28: the name "remark" stands twice in this object/],
    ['{"userId":"a"}\n[1]\n', /line 2 is no JSON object/],
    ['{"userId":"a","remrak":"b"}\n', /line 1: there is no column "remrak"/],
    [
      '{"userId":"a","friends":[{"userId":"b"},{"userId":"c"}]}\n',
      /line 1 lists 2 friends: write one a line\. Nothing/,
    ],
  ])('a bad line of NDJSON refuses the file: %s', async (text, told) => {
    const bench = new Bench(text, 'rows.ndjson')
    const { exit, err } = await bench.run()
    expect({ exit, sent: bench.gateway.batches }).toEqual({ exit: 2, sent: [] })
    expect(err).toMatch(told)
  })

  test('--json tells all of it in one object', async () => {
    const bench = new Bench(
      csvOf([
        ['a', 'x', '1'],
        ['a', 'y', '2'],
      ]),
    )
    bench.gateway.answer = (asked) => doneBut(asked, { x: 'NOT_A_FRIEND' })
    const { out } = await bench.run({ json: true })
    expect(JSON.parse(out)).toMatchObject({
      operation: 'friends.update',
      rows: 2,
      ok: 1,
      failed: 1,
      unknown: 0,
      left: 0,
      codes: { NOT_A_FRIEND: 1 },
      failures: path.join(bench.folder, 'rows.failed.csv'),
      ended: null,
      exit: 1,
    })
  })

  test('a full disk loses nothing: the same command writes the file again', async () => {
    const bench = new Bench(csvOf([['a', 'x', '1']]))
    bench.gateway.answer = (asked) => doneBut(asked, { x: 'NOT_A_FRIEND' })
    symlinkSync('/dev/full', path.join(bench.folder, 'rows.failed.csv.part'))
    const { exit, err } = await bench.run()
    expect(exit).toBe(1)
    expect(err).toMatch(/can't be written to .*rows\.failed\.csv: the disk is full\. Make room/)
    expect(await bench.run()).toMatchObject({ exit: 1, err: '' })
    expect(bench.gateway.worked).toHaveLength(1)
    expect(bench.read('rows.failed.csv')).toContain('a,x,1,NOT_A_FRIEND')
  })

  test('what somebody has begun to mend is not written over by a run that does nothing', async () => {
    const bench = new Bench(csvOf([['a', 'x', '1']]))
    bench.gateway.answer = (asked) => doneBut(asked, { x: 'NOT_A_FRIEND' })
    await bench.run()
    writeFileSync(path.join(bench.folder, 'rows.failed.csv'), 'mended')
    expect(await bench.run()).toMatchObject({ exit: 1 })
    expect(bench.read('rows.failed.csv')).toBe('mended')
  })
})

describe('where nobody answers', () => {
  test('no gateway, no credentials, no table', async () => {
    const bench = new Bench(csvOf(rows(2, 1)))
    const failing = (error: Error) => async () => Promise.reject(error)
    const unreachable = await bench.run({ exchange: failing(new GatewayUnreachable('There is no gateway.', false)) })
    expect(unreachable).toMatchObject({ exit: 5, err: 'There is no gateway.\n' })
    const nobody = Object.assign(new Error('There are no credentials.'), { name: 'CredentialsError' })
    expect(await bench.run({ exchange: failing(nobody) })).toMatchObject({
      exit: 4,
      err: 'There are no credentials.\n',
    })
    const told = problem(503, 'STATE_UNAVAILABLE', { detail: 'No table.' })
    bench.gateway.beforeBatch = () => ({ headers: {}, requestId: '', ...told })
    expect(await bench.run()).toMatchObject({
      exit: 2,
      err: 'No table. (STATE_UNAVAILABLE) --no-idempotency sends without keys.\n',
    })
    bench.gateway.beforeBatch = (_, { idempotencyKey }) => {
      expect(idempotencyKey).toBeUndefined()
      return undefined
    }
    expect((await bench.run({ idempotency: false, run: 'x', journal: path.join(bench.folder, 'j') })).exit).toBe(0)
  })
})

test('a pipe is read to its end first', async () => {
  const bench = new Bench('')
  const input = Readable.from(csvOf(rows(3, 2)).match(/.{1,5}/gs) ?? [])
  const journal = path.join(bench.folder, 'pipe.journal')
  expect(await bench.run({ file: '-', input, journal })).toMatchObject({ exit: 0, err: '' })
  expect(bench.gateway.bodies()).toHaveLength(2)
})

test('a pipe for which there is no room is refused, and nothing is sent', async () => {
  const bench = new Bench('')
  const { TMPDIR } = process.env
  process.env.TMPDIR = '/nowhere'
  try {
    const { exit, err } = await bench.run({
      file: '-',
      input: Readable.from(['userId\n']),
      journal: path.join(bench.folder, 'j'),
    })
    expect({ exit, err }).toEqual({
      exit: 2,
      err: "The input can't be copied into /nowhere: there is no such folder.\n",
    })
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
})

test('so is a named pipe', async () => {
  const bench = new Bench('')
  const pipe = path.join(bench.folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const writing = writeFile(pipe, csvOf(rows(3, 2)))
  expect(await bench.run({ file: pipe })).toMatchObject({ exit: 0, err: '' })
  await writing
  expect(bench.gateway.bodies()).toHaveLength(2)
})
