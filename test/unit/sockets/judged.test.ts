import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

/** Requests to a table go through StateTable, which has no purposes of its own. */
const sources = globSync('lib/**/*.ts').filter((file) => !file.endsWith('state-table.ts'))

function* callsIn(file: string): Generator<string> {
  const text = readFileSync(file, 'utf8')
  const found = [
    ...text.matchAll(/\btable\.(put|update|get|delete|query|getMany|putMany|deleteMany)\(/g),
    ...text.matchAll(/new (?:sdk\.)?(\w+)Command\(/g),
  ]
  for (const [, call] of found) yield `${path.basename(file, '.ts')}: ${call}`
}

function* judgedIn(page: string): Generator<string> {
  for (const [, cell = ''] of page.matchAll(/^\| (`[^|]+?) \|/gm)) {
    for (const [, call = '', times = '1'] of cell.matchAll(/`([^`]+)`(?: × (\d+))?/g))
      yield* Array(Number(times)).fill(call)
  }
}

test('every call of AWS is judged by what its second effect would be, place by place, and none is that there isn’t', () => {
  const judged = [...judgedIn(readFileSync('docs/decisions/0019-thaw.md', 'utf8'))]
  expect(judged.length).toBeGreaterThan(30)
  expect(judged.toSorted()).toEqual(sources.flatMap((file) => [...callsIn(file)]).toSorted())
})
