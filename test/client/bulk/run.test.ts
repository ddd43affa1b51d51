import { readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { GatewayUnreachable } from '../../../client/src/answers/errors.ts'
import { doneBut, problem } from '../rows/scripted-gateway.ts'
import { Bench, csvOf } from './fixture.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const rows = (many: number, accounts: number) =>
  Array.from({ length: many }, (_, at) => [`u${at % accounts}`, `f${Math.floor(at / accounts)}`, `r${at}`] as const)

/** How often each remark was sent to be done. */
function remarks({ gateway }: Bench): Map<unknown, number> {
  const counts = new Map<unknown, number>()
  for (const { friends } of gateway.bodies() as { friends: { remark: unknown }[] }[]) {
    for (const { remark } of friends) counts.set(remark, (counts.get(remark) ?? 0) + 1)
  }
  return counts
}

const journalOf = ({ file }: Bench): string => `${file}.friends.update.journal`

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
    ['{"userId":"a","friends":[{"userId":"b"}]}\n{"userId":"a","fri', /line 2 is no whole JSON object/],
    ['{"userId":"a"}\n[1]\n', /line 2 is no JSON object/],
    ['{"userId":"a","remrak":"b"}\n', /line 1 there is no column "remrak"/],
    ['{"userId":"a","friends":[{"userId":"b"},{"userId":"c"}]}\n', /line 1 lists 2 friends: write one a line/],
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
    const full = await bench.run({ failures: '/dev/full' })
    expect(full).toMatchObject({
      exit: 1,
      err: expect.stringContaining("can't be written to /dev/full: the disk is full. Make room"),
    })
    expect(await bench.run()).toMatchObject({ exit: 1 })
    expect(bench.gateway.worked).toHaveLength(1)
    expect(bench.read('rows.failed.csv')).toContain('a,x,1,NOT_A_FRIEND')
  })
})

describe('a run that broke off goes on', () => {
  test('nothing is lost or doubled where the gateway went away after it had done the work', async () => {
    const bench = new Bench(csvOf(rows(600, 300)))
    const { exchange } = bench.gateway
    let batches = 0
    const cut = async (request: Parameters<typeof exchange>[0]) => {
      const reply = await exchange(request)
      if (++batches === 2) throw new GatewayUnreachable('The gateway went away.', true)
      return reply
    }
    const broken = await bench.run({ exchange: cut })
    // A gateway that has answered before is given a minute; then it is there again.
    expect(broken).toMatchObject({ exit: 0, err: '' })
    expect(new Set(remarks(bench).values())).toEqual(new Set([1]))
  })

  test('and where the process ends: five times', async () => {
    const bench = new Bench(csvOf(rows(1400, 700)))
    const { exchange } = bench.gateway
    for (let run = 0; run < 5; run++) {
      const dead = new Error('killed')
      let batches = 0
      const dying = async (request: Parameters<typeof exchange>[0]) => {
        const reply = await exchange(request)
        if (++batches > 1) throw dead
        return reply
      }
      expect(await bench.run({ exchange: dying })).toMatchObject({ exit: 1 })
    }
    expect(await bench.run()).toMatchObject({ exit: 0 })
    const counts = remarks(bench)
    expect(counts.size).toBe(1400)
    expect(new Set(counts.values())).toEqual(new Set([1]))
    expect(await bench.run()).toMatchObject({ exit: 0, out: expect.stringContaining('1,400 of them were done before') })
    expect(bench.gateway.keys.size).toBe(1)
  })

  test('with a journal whose last line is torn', async () => {
    const bench = new Bench(csvOf(rows(3, 3)))
    await bench.run()
    const whole = readFileSync(journalOf(bench), 'utf8')
    const lines = whole.trimEnd().split('\n')
    writeFileSync(journalOf(bench), `${lines.slice(0, -1).join('\n')}\n${lines.at(-1)?.slice(0, 9)}`)
    expect(await bench.run()).toMatchObject({ exit: 0 })
    expect(bench.gateway.worked).toHaveLength(3)
    expect(await bench.run()).toMatchObject({ exit: 0, err: '' })
  })

  test('not what was sent so long ago that its key is forgotten: that is unknown', async () => {
    const bench = new Bench(csvOf(rows(4, 2)))
    const dying = async () => Promise.reject(new Error('killed'))
    expect(await bench.run({ exchange: dying })).toMatchObject({ exit: 1 })
    const long = String(Date.now() - 24 * 3_600_000)
    writeFileSync(journalOf(bench), readFileSync(journalOf(bench), 'utf8').replace(/"at":\d+/, `"at":${long}`))
    const { exit, out } = await bench.run()
    expect({ exit, sent: bench.gateway.worked }).toEqual({ exit: 1, sent: [] })
    expect(out).toMatch(/0 ok, 0 failed, 4 unknown\n +4 {2}INTERRUPTED/)
    expect(bench.read('rows.failed.csv')).toMatch(/u1,f1,r3,INTERRUPTED,"?It was sent at .* Look whether it was done\./)
  })

  test('nor anything that was open where there are no keys', async () => {
    const bench = new Bench(csvOf(rows(1, 1)))
    const dying = async () => Promise.reject(new Error('killed'))
    await bench.run({ exchange: dying, idempotency: false })
    expect(await bench.run({ idempotency: false })).toMatchObject({
      exit: 1,
      out: expect.stringContaining('1 unknown'),
    })
    expect(bench.gateway.worked).toEqual([])
  })

  test.each([
    ['another input', { text: csvOf(rows(2, 1)) }],
    ['another gateway', { gateway: 'https://prod.example' }],
    ['another --set', { set: 'app=europe' }],
    ['another --run', { run: 'again' }],
  ])('not with the journal of %s', async (words, { text, ...options }: { text?: string; gateway?: string }) => {
    const bench = new Bench(csvOf(rows(3, 3)))
    await bench.run()
    if (text !== undefined) writeFileSync(bench.file, text)
    const { exit, err } = await bench.run(options)
    expect({ exit, sent: bench.gateway.worked.length }).toEqual({ exit: 2, sent: 3 })
    expect(err).toContain(`is the journal of ${words}`)
  })

  test('a file that is no journal is left alone', async () => {
    const bench = new Bench(csvOf(rows(1, 1)))
    const mine = path.join(bench.folder, 'mine.txt')
    writeFileSync(mine, 'my notes\n')
    expect(await bench.run({ journal: mine })).toMatchObject({
      exit: 2,
      err: expect.stringContaining('is no journal of bulk'),
    })
    expect(bench.read('mine.txt')).toBe('my notes\n')
  })

  test('after Ctrl-C: what was under way is written down, and nothing more is sent', async () => {
    const bench = new Bench(csvOf(rows(300, 300)))
    const stop = new AbortController()
    bench.gateway.answer = (asked, nth) => {
      if (nth === 10) stop.abort()
      return doneBut(asked, {})
    }
    const { exit, out, err } = await bench.run({ signal: stop.signal, rate: 400 })
    expect({ exit, err }).toEqual({ exit: 130, err: 'Stopped.\n' })
    expect(out).toContain('100 ok, 0 failed, 0 unknown, 200 not sent yet\nThe same command goes on')
    expect(await bench.run()).toMatchObject({ exit: 0 })
    expect(new Set(remarks(bench).values())).toEqual(new Set([1]))
  })

  test('after the disk was full: nothing is sent that is not written down', async () => {
    const bench = new Bench(csvOf(rows(200, 200)))
    const handle = await open(bench.file)
    const prototype = Object.getPrototypeOf(handle) as typeof handle
    await handle.close()
    const write = prototype.appendFile
    let writes = 0
    vi.spyOn(prototype, 'appendFile').mockImplementation(async function (this: typeof handle, ...asked) {
      if (++writes > 3) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
      return write.apply(this, asked)
    })
    const { exit, err } = await bench.run({ rate: 400 })
    expect({ exit, err }).toEqual({
      exit: 1,
      err: expect.stringMatching(
        /journal .* can't be written: the disk is full. Make room, then give the same command again\.\n$/,
      ),
    })
    vi.restoreAllMocks()
    expect(await bench.run()).toMatchObject({ exit: 0 })
    expect(new Set(remarks(bench).values())).toEqual(new Set([1]))
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
