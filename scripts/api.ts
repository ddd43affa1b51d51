import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { breakingChanges } from './api/breaking.ts'
import { openApiDocument } from './api/document.ts'
import { printJson } from './api/print-json.ts'

const USAGE = `Usage: npm run api -- check | release

Compares the OpenAPI document that lib and schemas make with docs/api/released.json, which callers have written against.

  check     fail, and name each place, if a caller of the released version would break
  release   from now on callers may count on today's document: it becomes docs/api/released.json,
            even where it breaks them. Nothing else moves that file.`

const released = path.join(import.meta.dirname, '../docs/api/released.json')
const [command, ...more] = process.argv.slice(2)

if (command === 'check' && more.length === 0) check()
else if (command === 'release' && more.length === 0) release()
else if (command === '--help') console.log(USAGE)
else {
  console.error(USAGE)
  process.exitCode = 2
}

function faults(): string[] {
  return breakingChanges(JSON.parse(readFileSync(released, 'utf8')), openApiDocument())
}

function check(): void {
  const found = faults()
  for (const fault of found) console.error(fault)
  if (found.length === 0) return void console.log('Callers of the released document go on without a change.')
  console.error(
    `${found.length} breaking: go another way or, where callers have agreed, run \`npm run api -- release\`.`,
  )
  process.exitCode = 1
}

function release(): void {
  writeFileSync(released, `${printJson(openApiDocument())}\n`)
  console.log('docs/api/released.json is today’s document. Commit it.')
}
