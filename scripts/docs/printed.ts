import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { asyncDocument } from '../api/async-document.ts'
import { openApiDocument } from '../api/document.ts'
import { eventSchemas } from '../api/events.ts'
import { printJson } from '../api/print-json.ts'
import { clientFiles } from '../client/printed.ts'
import { fill, markersIn } from '../markdown.ts'
import { batchLimits, batchMembers } from './batch.ts'
import { callersCommands, everyCommandsOptions, exitCodesTable, operatorsCommands } from './command-line.ts'
import { COST_LISTS, costLists } from './costs.ts'
import { errorCodesPage, ourCodes } from './error-codes.ts'
import { FACTS, factsFile } from './facts.ts'
import { licencesPage } from './licences.ts'
import { metricCosts } from './metric-costs.ts'
import { logKeysTable, metricsTable } from './observability.ts'
import { familiesTable, familyPages, operationsTable } from './operations.ts'
import { rightsFiles } from './rights.ts'
import { settingsPage, settingsTable } from './settings.ts'
import { emulatorChoices } from './undocumented.ts'
import { workedExample } from './worked-example.ts'

const EMULATOR = 'local/chat/README.md'

/** Files that are printed whole. */
const pages: Readonly<Record<string, () => string>> = {
  'docs/error-codes.md': errorCodesPage,
  'docs/licences.md': licencesPage,
  'docs/settings.md': settingsPage,
  ...familyPages,
}

/** What programs read, printed whole. */
const documents: Readonly<Record<string, () => object>> = {
  'docs/api/asyncapi.json': asyncDocument,
  'docs/api/events.json': eventSchemas,
  'docs/api/openapi.json': openApiDocument,
  ...rightsFiles,
}

/** Lists that stand between markers in files written by hand. */
const lists: Readonly<Record<string, (root: string) => string>> = {
  families: familiesTable,
  operations: operationsTable,
  settings: settingsTable,
  'error-codes': ourCodes,
  commands: callersCommands,
  'operators-commands': operatorsCommands,
  'command-options': everyCommandsOptions,
  'exit-codes': exitCodesTable,
  metrics: metricsTable,
  'metric-costs': metricCosts,
  'log-keys': logKeysTable,
  ...costLists,
  'worked-example': workedExample,
  'batch-members': batchMembers,
  'batch-limits': batchLimits,
  'emulator-choices': (root) => emulatorChoices(readFileSync(path.join(root, EMULATOR), 'utf8')),
}

/** Lists that a reader of these files would miss. */
const promised: Readonly<Record<string, readonly string[]>> = {
  'README.md': ['families'],
  'docs/adding-an-operation.md': ['worked-example'],
  'docs/command-line.md': ['commands', 'operators-commands', 'command-options', 'exit-codes'],
  'docs/batch.md': ['batch-members', 'batch-limits'],
  'docs/observability.md': ['metrics', 'metric-costs', 'log-keys'],
  'docs/cost.md': COST_LISTS,
  'docs/operations/README.md': ['operations'],
  'docs/undocumented.md': ['emulator-choices'],
}

export interface Printed {
  readonly path: string
  readonly text: string
}

const NOTICE =
  '<!-- Printed by `npm run docs` from the tables in lib, or from package-lock.json; edit those instead. -->'

/** What every printed file should hold. */
export function printAll(root: string): Printed[] {
  const printed = Object.fromEntries(Object.entries(lists).map(([name, print]) => [name, print(root)]))
  return [
    ...Object.entries(pages).map(([file, print]) => ({ path: file, text: `${NOTICE}\n\n${print()}\n` })),
    ...Object.entries(clientFiles).map(([file, print]) => ({ path: file, text: print() })),
    { path: FACTS, text: factsFile() },
    ...Object.entries(documents).map(([file, print]) => ({ path: file, text: `${printJson(print())}\n` })),
    ...handWritten(root).map(({ path: file, text }) => ({ path: file, text: fill(text, printed) })),
  ]
}

/** What is wrong with the printed lists of a checkout: each sentence names the file and the cure. */
export function findStale(root: string): string[] {
  const stale = printAll(root)
    .filter(({ path: file, text }) => read(root, file) !== text)
    .map(({ path: file }) => `${file} is stale: run \`npm run docs\` and commit it.`)
  const pagesLeft = handWritten(root).filter(({ path: file }) => /^docs\/operations\/(?!README)/.test(file))
  const leftOver = [...pagesLeft.map(({ path: file }) => file), ...clientFilesLeft(root)].map(
    (file) => `${file} belongs to no family: delete it.`,
  )
  const markers = handWritten(root).flatMap(({ path: file, text }) => markerFaults(file, markersIn(text)))
  return [...markers, ...leftOver, ...stale]
}

const CLIENT_FAMILIES = 'client/src/printed/operations'

/** Types of a family that is no more. */
function clientFilesLeft(root: string): string[] {
  const files = readdirSync(path.join(root, CLIENT_FAMILIES)).map((file) => `${CLIENT_FAMILIES}/${file}`)
  return files.filter((file) => !Object.hasOwn(clientFiles, file))
}

function markerFaults(file: string, names: readonly string[]): string[] {
  const unknown = names.filter((name) => !Object.hasOwn(lists, name))
  const missing = (promised[file] ?? []).filter((name) => !names.includes(name))
  return [
    ...unknown.map((name) => `${file}: no list is called "${name}"; there are ${Object.keys(lists).join(', ')}.`),
    ...missing.map(
      (name) => `${file} lacks its list: put <!-- printed:${name} --> and <!-- /printed --> where it belongs.`,
    ),
  ]
}

const read = (root: string, file: string): string | undefined =>
  existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : undefined

/** Markdown that people write, and that may hold markers. */
function handWritten(root: string): Printed[] {
  const folders = ['.', 'docs', 'docs/operations', 'local', 'local/chat']
  const files = folders.flatMap((folder) =>
    existsSync(path.join(root, folder))
      ? readdirSync(path.join(root, folder)).map((name) => path.posix.join(folder, name))
      : [],
  )
  return files
    .filter((file) => file.endsWith('.md') && !Object.hasOwn(pages, file))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }))
}
