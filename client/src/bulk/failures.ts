import { constants, createWriteStream } from 'node:fs'
import { access, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Mistake } from '../cli/exit-codes.ts'
import { diskTrouble } from './input.ts'
import type { Journal } from './journal.ts'
import type { Source } from './source.ts'

/** So many rows that are not done are held at once; where there are more, the journal is read more than once. */
const MOST_HELD = 100_000

/** The file of rows that are not done could not be written; the journal still has them. */
export class FailuresLost extends Error {
  override readonly name = 'FailuresLost'
}

interface Why {
  readonly code: string
  readonly message: string
}

/**
 * Writes the rows that are not done, in the form and the order of the input, with two columns more that say why.
 * @param rowsOf the rows at places of the chunk with that first row
 * @param count how many are not done
 * @throws FailuresLost
 */
export async function writeFailures(
  file: string,
  journal: Pick<Journal, 'ends'>,
  source: Source,
  rowsOf: (first: number, places: readonly number[]) => readonly number[],
  count: number,
): Promise<void> {
  const perPass = count <= MOST_HELD ? source.index.size : MOST_HELD
  async function* lines(): AsyncGenerator<string> {
    yield source.head()
    for (let from = 0; from < source.index.size; from += perPass) {
      const found = await notDone(journal, rowsOf, from, from + perPass)
      for (const row of [...found.keys()].sort((one, other) => one - other)) {
        const { code, message } = found.get(row) as Why
        yield source.failed(row, code, message)
      }
    }
  }
  // It gets its name once it is whole: what stands under that name is never half a file. /dev/null must stay what it is.
  const isDevice = await isNoFile(file)
  const part = isDevice ? file : `${file}.part`
  try {
    // What an earlier run left there, or somebody else put there, would keep its own mode, or lead elsewhere.
    const isKept = await isNoFile(part)
    if (!isKept) await rm(part, { force: true })
    const flags = isKept ? 'w' : 'wx'
    await pipeline(Readable.from(lines()), createWriteStream(part, { mode: 0o600, flags }))
    if (!isDevice) await rename(part, file)
  } catch (error) {
    if (!isDevice) await rm(part, { force: true }).catch(() => undefined)
    throw new FailuresLost(
      `The rows that are not done can't be written to ${file}: ${diskTrouble(error as NodeJS.ErrnoException)}`,
    )
  }
}

const isNoFile = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => !found.isFile(),
    () => false,
  )

/** Finds out before anything is sent that the file could not be written afterwards. @throws Mistake */
export async function checkFailuresPath(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found?.isDirectory()) throw new Mistake(`--failures names ${file}, which is a folder; name a file in it.`)
  if (found && !found.isFile()) return
  const folder = path.dirname(file)
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw new Mistake(
      `Rows that are not done could not be written to ${file}: ${diskTrouble(error)} --failures names another file.`,
    )
  })
}

/** Rows of a range that are not done, with the reason; equal reasons are one object. */
async function notDone(
  journal: Pick<Journal, 'ends'>,
  rowsOf: (first: number, places: readonly number[]) => readonly number[],
  from: number,
  to: number,
): Promise<ReadonlyMap<number, Why>> {
  const reasons = new Map<string, Why>()
  const found = new Map<number, Why>()
  for await (const { first, not } of journal.ends()) {
    for (const [, code, message, places] of not) {
      const name = `${code} ${message}`
      const why = reasons.get(name) ?? { code, message }
      reasons.set(name, why)
      for (const row of rowsOf(first, places)) if (row >= from && row < to) found.set(row, why)
    }
  }
  return found
}
