import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { compileSchemas } from '../../scripts/compile-schemas.ts'

const folder = path.join(import.meta.dirname, '../../schemas/compiled')
const written = () => readdirSync(folder).filter((file) => file.endsWith('.js'))
const textOf = (file: string) => readFileSync(path.join(folder, file), 'utf8')
const inodes = () => Object.fromEntries(written().map((file) => [file, statSync(path.join(folder, file)).ino]))

/** Other tests are reading the schemas meanwhile, and campaigns that run as processes of their own see to them as well. */
test('schemas that stand there are not touched, and one that is out of date is replaced in one step', async () => {
  const [before, texts] = [inodes(), written().map(textOf)]
  const stale = 'batch.js'
  const fresh = textOf(stale)
  // Who reads it now finds nothing missing.
  writeFileSync(path.join(folder, 'stale'), `${fresh}// out of date\n`)
  renameSync(path.join(folder, 'stale'), path.join(folder, stale))
  let isDone = false
  const compiling = compileSchemas().finally(() => {
    isDone = true
  })
  while (!isDone) {
    expect(written().length).toBeGreaterThanOrEqual(Object.keys(before).length)
    expect([fresh, `${fresh}// out of date\n`]).toContain(textOf(stale))
    await new Promise(setImmediate)
  }
  await compiling
  expect(written().map(textOf)).toEqual(texts)
  const { [stale]: _, ...others } = before
  expect(inodes()).toMatchObject(others)
})
