import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findStale, printAll } from './docs/printed.ts'
import { flagsOrEnd } from './flags-or-end.ts'

const USAGE = `Usage: npm run docs [-- --check]

Prints the lists of README.md and docs/, and the client's types, from the tables in lib.

  --check   write nothing; fail if a list is stale or missing
  --help    show this`

const root = path.join(import.meta.dirname, '..')
const { values } = flagsOrEnd('npm run docs', { options: { check: { type: 'boolean' }, help: { type: 'boolean' } } })

if (values.help) console.log(USAGE)
else {
  if (!values.check) write()
  const faults = findStale(root)
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
}

function write(): void {
  for (const { path: file, text } of printAll(root)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
}
