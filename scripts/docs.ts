import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { FACTS, factsFile } from './docs/facts.ts'
import type { Printed } from './docs/printed.ts'
import { flagsOrEnd } from './flags-or-end.ts'

const USAGE = `Usage: npm run docs [-- --check]

Prints the lists of README.md and docs/, and the client's types, and what a start knows of operations, from the tables in lib.

  --check   write nothing; fail if a list is stale or missing
  --help    show this`

const root = path.join(import.meta.dirname, '..')
const { values } = flagsOrEnd('npm run docs', { options: { check: { type: 'boolean' }, help: { type: 'boolean' } } })

if (values.help) console.log(USAGE)
else await print()

/** The facts first and by themselves: all else loads them, and could not where a merge has left them broken. */
async function print(): Promise<void> {
  if (!values.check) writeFileSync(path.join(root, FACTS), factsFile())
  const { findStale, printAll } = await import('./docs/printed.ts')
  if (!values.check) write(printAll(root))
  const faults = findStale(root)
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
}

function write(files: readonly Printed[]): void {
  for (const { path: file, text } of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
}
