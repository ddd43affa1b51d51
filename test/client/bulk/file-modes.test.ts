import { readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { doneBut } from '../rows/scripted-gateway.ts'
import { Bench, csvOf } from './fixture.ts'

const TEXT = csvOf([['u0', 'f0', 'Bob from the office']])

/** With a umask that takes nothing away, as in many containers. */
function allowAll(): void {
  const before = process.umask(0)
  onTestFinished(() => void process.umask(before))
}

const modesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, (statSync(path.join(folder, name)).mode & 0o777).toString(8)]),
  )

test('what a run writes is its owner’s alone: the journal and the rows that are not done, whose texts are people’s', async () => {
  allowAll()
  const bench = new Bench(TEXT)
  bench.gateway.answer = (asked) => doneBut(asked, { f0: 'NOT_A_FRIEND' })
  const [file, left] = [path.join(bench.folder, 'rows.failed.csv'), path.join(bench.folder, 'left')]
  // Of an earlier run that was killed, with another mode; and in the way of another run, a link that leads elsewhere.
  writeFileSync(`${file}.part`, 'half a row', { mode: 0o666 })
  expect(await bench.run({ failures: file })).toMatchObject({ exit: 1 })
  symlinkSync(left, `${file}.part`)
  expect(await bench.run({ failures: file, run: 'again', journal: path.join(bench.folder, 'j') })).toMatchObject({
    exit: 1,
  })
  const { 'rows.csv': _, ...written } = modesIn(bench.folder)
  expect(written).toEqual({ 'rows.csv.friends.update.journal': '600', 'rows.failed.csv': '600', j: '600' })
})

test('a pipe is kept for its owner alone while the run lasts, and is gone after it', async () => {
  allowAll()
  const bench = new Bench('')
  const before = process.env.TMPDIR
  process.env.TMPDIR = bench.folder
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  })
  const seen: Record<string, string>[] = []
  const exchange: typeof bench.gateway.exchange = (request) => {
    const [spool = ''] = readdirSync(bench.folder).filter((name) => name.startsWith('chat-gateway-bulk-'))
    seen.push({ ...modesIn(path.join(bench.folder, spool)), folder: modesIn(bench.folder)[spool] ?? 'none' })
    return bench.gateway.exchange(request)
  }
  const input = Readable.from([Buffer.from(csvOf([['u0', 'f0', 'Bob']]))])
  expect(await bench.run({ file: '-', input, exchange, journal: path.join(bench.folder, 'j') })).toMatchObject({
    exit: 0,
  })
  expect(seen[0]).toMatchObject({ folder: '700' })
  expect(
    new Set(
      Object.entries(seen[0] ?? {})
        .filter(([name]) => name !== 'folder')
        .map(([, mode]) => mode),
    ),
  ).toEqual(new Set(['600']))
  expect(readdirSync(bench.folder).toSorted()).toEqual(['j', 'rows.csv'])
})
