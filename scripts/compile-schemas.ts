import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { batch, batchEntry } from '../schemas/batch.ts'
import { formats } from '../schemas/formats.ts'
import { keywords } from './compile-schemas/keywords.ts'
import { withoutErrors } from './compile-schemas/without-errors.ts'
import { schemas } from './request-schemas.ts'

const folder = new URL('../schemas/', import.meta.url)

type Named = readonly [name: string, schema: object]

/** Every schema of a request by the name of its operation; of `batch`, see schemas/compiled/index.d.ts. */
const all: readonly Named[] = [['batch.whole', batch], ['batch.entry', batchEntry], ...Object.entries(schemas)]

const familyOf = ([name]: Named): string => name.slice(0, name.indexOf('.'))

/** Whether the name is an operation's, which has a row at the same address; a batch has none. */
const hasRow = (name: string): boolean => Object.hasOwn(schemas, name)

/** Ajv as the schemas of requests need it: with formats and keywords of our own, and no words for faults. */
export function schemaReader(): Ajv {
  const ajv = new Ajv({ code: { source: true, esm: true }, strict: true, allowUnionTypes: true, messages: false })
  for (const keyword of keywords) ajv.addKeyword(keyword)
  for (const [name, { pattern }] of Object.entries(formats)) ajv.addFormat(name, pattern)
  return ajv
}

/** A family's module: one plain function per schema, the schema itself for whoever has to say what is wrong, and the row. */
function moduleOf(family: readonly Named[]): string {
  const ajv = schemaReader()
  for (const [name, schema] of family) ajv.addSchema({ ...schema, $id: name }, name)
  const checks = standaloneCode.default(ajv, Object.fromEntries(family.map(([name], index) => [`check${index}`, name])))
  const entries = family.map(([name, schema], index) => {
    const row = hasRow(name) ? `, row: row${index}` : ''
    return `"${name}": { isGood: check${index}, schema: ${JSON.stringify(schema)}${row} }`
  })
  const rows = family.flatMap(([name], index) =>
    hasRow(name) ? [`import row${index} from "../../lib/operations/${name.replace('.', '/')}.ts"`] : [],
  )
  return [
    ...rows,
    'import { hasDouble, isUtcTime, passingFault, textFault } from "../text.ts"',
    withoutErrors(checks),
    `export const compiled = { ${entries.join(', ')} }`,
    '',
  ].join('\n')
}

/** Where each family is found. The specifiers are written out, so that the bundler makes a chunk of each. */
const indexOf = (names: readonly string[]): string =>
  `export const families = { ${names.map((name) => `"${name}": () => import("./${name}.js")`).join(', ')} }\n`

/**
 * Writes schemas/compiled/*.js, rows and validators by family, so that no schema is ever compiled while a request waits. Whoever reads them meanwhile finds what was
 * there or what is there now, and whole: tests and campaigns that run beside one another each see to it that they are there.
 */
export async function compileSchemas(): Promise<void> {
  const families = Map.groupBy(all, familyOf)
  const target = new URL('compiled/', folder)
  await mkdir(target, { recursive: true })
  for (const [name, family] of families) await put(new URL(`${name}.js`, target), moduleOf(family))
  await put(new URL('index.js', target), indexOf([...families.keys()]))
  const isOld = (file: string) => file.endsWith('.js') && file !== 'index.js' && !families.has(file.slice(0, -3))
  await Promise.all((await readdir(target)).filter(isOld).map((file) => rm(new URL(file, target), { force: true })))
}

/** Writes the file in one step, and not at all where this stands there already. */
async function put(file: URL, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return
  const beside = new URL(`${file.href}.${process.pid}`)
  await writeFile(beside, text)
  await rename(beside, file)
}
