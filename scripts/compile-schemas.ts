import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
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

/** Ajv as the schemas of requests need it: with formats and keywords of our own, and no words for faults. */
export function schemaReader(): Ajv {
  const ajv = new Ajv({ code: { source: true, esm: true }, strict: true, allowUnionTypes: true, messages: false })
  for (const keyword of keywords) ajv.addKeyword(keyword)
  for (const [name, { pattern }] of Object.entries(formats)) ajv.addFormat(name, pattern)
  return ajv
}

/** A family's module: one plain function per schema, and the schema itself for whoever has to say what is wrong. */
function moduleOf(family: readonly Named[]): string {
  const ajv = schemaReader()
  for (const [name, schema] of family) ajv.addSchema({ ...schema, $id: name }, name)
  const checks = standaloneCode.default(ajv, Object.fromEntries(family.map(([name], index) => [`check${index}`, name])))
  const rows = family.map(
    ([name, schema], index) => `"${name}": { isGood: check${index}, schema: ${JSON.stringify(schema)} }`,
  )
  return [
    'import { hasDouble, isUtcTime, passingFault, textFault } from "../text.ts"',
    withoutErrors(checks),
    `export const compiled = { ${rows.join(', ')} }`,
    '',
  ].join('\n')
}

/** Where each family is found. The specifiers are written out, so that the bundler makes a chunk of each. */
const indexOf = (names: readonly string[]): string =>
  `export const families = { ${names.map((name) => `"${name}": () => import("./${name}.js")`).join(', ')} }\n`

/** Writes schemas/compiled/*.js, so that no schema is ever compiled while a request waits. */
export async function compileSchemas(): Promise<void> {
  const families = Map.groupBy(all, familyOf)
  const target = new URL('compiled/', folder)
  await mkdir(target, { recursive: true })
  const old = (await readdir(target)).filter((file) => file.endsWith('.js'))
  await Promise.all(old.map((file) => rm(new URL(file, target))))
  for (const [name, family] of families) await writeFile(new URL(`${name}.js`, target), moduleOf(family))
  await writeFile(new URL('index.js', target), indexOf([...families.keys()]))
}
