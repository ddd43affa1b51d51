import { lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { GatewayUnreachable } from '../../../client/src/answers/errors.ts'
import type { BulkOptions } from '../../../client/src/bulk/options.ts'
import { doneBut } from '../rows/scripted-gateway.ts'
import { Bench, csvOf, remarks, rows } from './fixture.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const journalOf = ({ file }: Bench): string => `${file}.friends.update.journal`

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

  test.each<readonly [string, Partial<BulkOptions> & { readonly text?: string }]>([
    ['another input', { text: csvOf(rows(2, 1)) }],
    ['another gateway', { gateway: 'https://prod.example' }],
    ['another --set', { set: 'app=europe' }],
    ['another --run', { run: 'again' }],
  ])('not with the journal of %s', async (words, { text, ...options }) => {
    const bench = new Bench(csvOf(rows(3, 3)))
    await bench.run()
    if (text !== undefined) writeFileSync(bench.file, text)
    const { exit, err } = await bench.run(options)
    expect({ exit, sent: bench.gateway.worked.length }).toEqual({ exit: 2, sent: 3 })
    expect(err).toContain(`is the journal of ${words}`)
  })

  test('a mistyped address, where nothing was sent, is not in the way of the right one', async () => {
    const bench = new Bench(csvOf(rows(3, 3)))
    const nowhere = async () => Promise.reject(new GatewayUnreachable('ENOTFOUND', false))
    expect(await bench.run({ exchange: nowhere, gateway: 'https://misspelt.example' })).toMatchObject({ exit: 5 })
    expect(await bench.run()).toMatchObject({ exit: 0 })
  })

  test('but where something may have been done, the journal stays', async () => {
    const bench = new Bench(csvOf(rows(3, 3)))
    const lost = async () => Promise.reject(new GatewayUnreachable('no answer', true))
    expect(await bench.run({ exchange: lost })).toMatchObject({ exit: 5 })
    expect(readFileSync(journalOf(bench), 'utf8')).toContain('"sent"')
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

  test('a device that is to take the failures stays one: /dev/null is no file to be replaced', async () => {
    const bench = new Bench(csvOf([['u', 'x', 'r']]))
    bench.gateway.answer = (asked) => doneBut(asked, { x: 'NOT_A_FRIEND' })
    // Where it is replaced all the same, it is this link that is, and not the machine's own.
    const failures = path.join(bench.folder, 'null')
    symlinkSync('/dev/null', failures)
    expect(await bench.run({ failures })).toMatchObject({ exit: 1, err: '' })
    expect(lstatSync(failures).isSymbolicLink()).toBe(true)
  })

  test('after Ctrl-C: what was under way is written down, and nothing more is sent', async () => {
    const bench = new Bench(csvOf(rows(80, 80)))
    const stop = new AbortController()
    bench.gateway.answer = (asked) => {
      stop.abort()
      return doneBut(asked, {})
    }
    // A row every eighth of a second: however busy the machine, they are not all out before the first answer.
    const { exit, out, err } = await bench.run({ signal: stop.signal, rate: 8 })
    expect({ exit, err }).toEqual({ exit: 130, err: 'Stopped.\n' })
    const done = bench.gateway.worked.length
    expect(out).toContain(`${done} ok, 0 failed, 0 unknown, ${80 - done} not sent yet\nThe same command goes on`)
    expect(await bench.run()).toMatchObject({ exit: 0 })
    expect(new Set(remarks(bench).values())).toEqual(new Set([1]))
  })

  test('after the disk was full: nothing is sent that is not written down', async () => {
    const bench = new Bench(csvOf(rows(200, 200)))
    const handle = await open(bench.file)
    const prototype = Object.getPrototypeOf(handle) as typeof handle
    await handle.close()
    const write = prototype.appendFile
    let batches = 0
    vi.spyOn(prototype, 'appendFile').mockImplementation(async function (this: typeof handle, ...asked) {
      if (String(asked[0]).startsWith('{"sent"') && ++batches > 1)
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
      return write.apply(this, asked)
    })
    const { exit, err } = await bench.run({ rate: 800 })
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
