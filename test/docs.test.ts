import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { codes } from '../lib/errors/codes.ts'
import { infoMeanings } from '../lib/errors/upstream/friends.ts'
import { ranges } from '../lib/errors/upstream/index.ts'
import { unnumbered } from '../lib/errors/upstream/unnumbered.ts'
import { webhookCodes } from '../lib/errors/upstream/webhooks.ts'
import { upstreamCodes } from '../lib/errors/upstream-codes.ts'
import { findStale, printAll } from '../scripts/docs/printed.ts'
import { readCheckout } from './architecture/checkout.ts'
import copiedCodes from './support/reference-codes.json' with { type: 'json' }

const root = path.join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const checkout = readCheckout(root)

describe('printed lists', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-docs-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('are fresh', () => {
    expect(findStale(root)).toEqual([])
  })

  test('are missed where they are stale, absent or asked for by a wrong name', () => {
    mkdirSync(path.join(folder, 'local/chat'), { recursive: true })
    mkdirSync(path.join(folder, 'docs/operations'), { recursive: true })
    writeFileSync(path.join(folder, 'docs/operations/README.md'), read('docs/operations/README.md'))
    writeFileSync(path.join(folder, 'local/chat/README.md'), read('local/chat/README.md'))
    for (const { path: file, text } of printAll(folder)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), text)
    }
    expect(findStale(folder)).toEqual([])
    writeFileSync(path.join(folder, 'docs/error-codes.md'), read('docs/error-codes.md').replace('409', '410'))
    writeFileSync(
      path.join(folder, 'README.md'),
      '# R\n<!-- printed:settings -->\nold\n<!-- /printed -->\n<!-- printed:settigns -->\n<!-- /printed -->\n',
    )
    writeFileSync(path.join(folder, 'client/src/printed/operations/gone.ts'), '')
    expect(findStale(folder)).toEqual([
      expect.stringContaining('README.md: no list is called "settigns"'),
      expect.stringContaining('README.md lacks its list: put <!-- printed:families -->'),
      'client/src/printed/operations/gone.ts belongs to no family: delete it.',
      'docs/error-codes.md is stale: run `npm run docs` and commit it.',
      'README.md is stale: run `npm run docs` and commit it.',
    ])
  })

  test('error-codes.md has the answers that are API Gateway’s own, those of the local one among them', () => {
    const page = read('docs/error-codes.md')
    const own = [...read('local/aws/http-api/server.ts').matchAll(/ownReply\((\d+), '([^']+)'\)/g)]
    const rows = own.map(([, status, message]) => `| ${status} | \`${message}\``)
    expect(new Set(rows).size).toBe(4)
    for (const row of [...rows, '| 403 | `Forbidden`', '| 429 | `Too Many Requests`'])
      expect(page).toContain(`\n${row}`)
  })

  test('error-codes.md has every code, ours and Chat’s', () => {
    const page = read('docs/error-codes.md')
    for (const name of Object.keys(codes)) {
      expect(page).toContain(`| [\`${name}\`](#${name.toLowerCase()}) | `)
      // What a problem's `docs` leads to: GitHub and others make the anchor of a heading's text.
      expect(page).toContain(`\n### \`${name}\`\n`)
    }
    for (const number of upstreamCodes.keys()) expect(page).toContain(`\n| ${number} | `)
  })

  test('error-codes.md has a chapter for each range, and in it that range’s numbers alone', () => {
    const chapters = read('docs/error-codes.md')
      .split(/^#{2,3} /m)
      .filter((chapter) => /^\d/.test(chapter))
    const numbers = chapters.map((chapter) =>
      [...chapter.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number)),
    )
    expect(numbers.map((list) => list.length)).toEqual(ranges.map(({ meanings }) => Object.keys(meanings).length))
    for (const [index, { bounds }] of ranges.entries()) {
      expect(chapters[index]).toContain(`${bounds.from} to ${bounds.to}: ${bounds.of}`)
      expect(numbers[index]!.filter((number) => number < bounds.from || number > bounds.to)).toEqual([])
    }
  })
})

describe('the list of Chat’s codes that the table must have', () => {
  const listed: Readonly<Record<string, (text: string) => unknown[]>> = {
    'reference/relationship-chain.json': (text) => Object.values<Coded[]>(JSON.parse(text).errors).flat().map(codeOf),
    'reference/rest-catalogue.json': (text) =>
      (JSON.parse(text) as readonly { readonly errors: readonly Coded[] }[]).flatMap(({ errors }) =>
        errors.map(codeOf),
      ),
    'operations-rest.md': contractNumbers,
  }

  test.each(Object.entries(listed))('is what %s has, where that lies beside the project', (name, read) => {
    const file = path.join(root, '../shared', name)
    const copied = (copiedCodes as Readonly<Record<string, readonly number[]>>)[path.basename(name)]
    const found = existsSync(file) ? numbersOf(read(readFileSync(file, 'utf8'))) : copied
    expect(found).toEqual(copied)
  })
})

interface Coded {
  readonly code: unknown
}
const codeOf = ({ code }: Coded): unknown => code

const numbersOf = (found: readonly unknown[]): number[] =>
  [...new Set(found.filter((code) => typeof code === 'number'))].sort((a, b) => a - b)

/** The first column of the contract's table of codes; the webhooks' own thousands are no codes of Chat's. */
function contractNumbers(text: string): number[] {
  const rows = /^## 5\. Error codes.*?(?=^## )/ms.exec(text)?.[0].match(/^\| [^|]*/gm) ?? []
  return rows
    .flatMap((cell) => [...cell.matchAll(/(\d{4,6})(?:–(\d{4,6}))?/g)])
    .map(([, from, to = from]) => [Number(from), Number(to)] as const)
    .filter(([from, to]) => to - from < 1000)
    .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
}

describe('our codes', () => {
  test('none is without a user: Chat’s table or the gateway itself answers it', () => {
    const used = new Set<string>([
      ...[...upstreamCodes.values(), webhookCodes].map(({ code }) => code),
      ...infoMeanings.meanings.map(([, code]) => code),
      ...Object.keys(unnumbered),
    ])
    const sources = checkout.sources.filter(({ path: file }) => /^lib\/(?!errors\/codes)/.test(file))
    const unused = Object.keys(codes).filter(
      (name) => !used.has(name) && !sources.some(({ code }) => code.includes(`'${name}'`)),
    )
    expect(unused).toEqual([])
  })
})

test('every dependency has its one line in docs/dependencies.md', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'))
  const { devDependencies: tools } = JSON.parse(read('tools/package.json'))
  const { dependencies: ofClient } = JSON.parse(read('client/package.json'))
  const names = Object.keys({ ...tools, ...ofClient, ...dependencies, ...devDependencies, ...optionalDependencies })
  const lines = [...read('docs/dependencies.md').matchAll(/^- `([^`]+)`: \S/gm)].map(([, name]) => name)
  expect(lines.toSorted()).toEqual(names.toSorted())
})

test('docs/security.md tells of each entry of the OWASP list, and of each test written for one', () => {
  const page = read('docs/security.md')
  const entries = [...page.matchAll(/^\| (API\d+) .*\.test\.ts\)/gm)].map(([, entry]) => entry)
  expect(entries).toEqual(Array.from({ length: 10 }, (_, index) => `API${index + 1}`))
  const tests = readdirSync(path.join(root, 'test/flow/security'))
  expect(tests.filter((file) => !page.includes(`(../test/flow/security/${file})`))).toEqual([])
})

test('README.md is short: what a newcomer does not need at first stands in pages of its own', () => {
  // The table of families grows with them.
  const written = read('README.md').replace(/<!-- printed.*?<!-- \/printed -->/gs, '')
  const lines = written.split('\n').length
  expect(lines).toBeGreaterThan(100)
  expect(lines).toBeLessThan(160)
})

test('every relative link in the documents leads somewhere', () => {
  const documents = checkout.files.filter((file) => file.path.endsWith('.md'))
  const broken = documents.flatMap((file) =>
    [...file.text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map(([, target = '']) => path.join(root, path.dirname(file.path), target))
      .filter((target) => !existsSync(target))
      .map((target) => `${file.path} links to ${path.relative(root, target)}`),
  )
  expect(broken).toEqual([])
})

test('every test and script that the documents name is there', () => {
  const documents = checkout.files.filter(({ path: file }) => file.endsWith('.md'))
  const gone = documents.flatMap(({ path: file, text }) =>
    [...text.matchAll(/`((?:test|scripts)\/[\w./-]+)`/g)]
      .map(([, named = '']) => named)
      .filter((named) => !existsSync(path.join(root, named)))
      .map((named) => `${file} names ${named}`),
  )
  expect(gone).toEqual([])
})

test('each decision has a number of its own, and whoever names one finds it', () => {
  const files = readdirSync(path.join(root, 'docs/decisions')).toSorted()
  const byNumber = Map.groupBy(files, (file) => file.slice(0, 4))
  expect([...byNumber.values()].filter((some) => some.length > 1)).toEqual([])
  const named = checkout.files.flatMap((file) =>
    [...file.text.matchAll(/\bdecisions\/(\d{4}[\w.-]*)/g)].map(([, name = '']) => ({ in: file.path, name })),
  )
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter(({ name }) => !files.some((file) => file.startsWith(name.replace(/\.$/, ''))))).toEqual([])
})
