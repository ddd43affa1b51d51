import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { batch, batchEntry } from '../schemas/batch.ts'
import { formats } from '../schemas/formats.ts'
import { keywords } from './compile-schemas/keywords.ts'
import { withoutErrors } from './compile-schemas/without-errors.ts'

const folder = new URL('../schemas/', import.meta.url)

/** A schema, and how whoever loads it imports it. */
interface Source {
  /** Of the operation; of `batch`, see schemas/compiled/index.d.ts. */
  readonly name: string
  readonly schema: object
  readonly file: string
  readonly member: string
}

const ofBatch: readonly Source[] = [
  { name: 'batch.whole', schema: batch, file: 'batch.ts', member: 'batch' },
  { name: 'batch.entry', schema: batchEntry, file: 'batch.ts', member: 'batchEntry' },
]

/** The schema of each operation's body, by where it stands: `schemas/<family>/<operation>.ts` exports it as `body`. */
async function sourcesOf(family: string): Promise<readonly Source[]> {
  const files = (await readdir(new URL(`${family}/`, folder))).filter((file) => file.endsWith('.ts')).sort()
  return Promise.all(
    files.map(async (file) => {
      const { body } = await import(new URL(`${family}/${file}`, folder).href)
      if (!body) throw new Error(`schemas/${family}/${file} exports no body`)
      return {
        name: `${family}.${file.slice(0, -'.ts'.length)}`,
        schema: body,
        file: `${family}/${file}`,
        member: 'body',
      }
    }),
  )
}

/** Every family's schemas by its name. */
export async function schemaFamilies(): Promise<ReadonlyMap<string, readonly Source[]>> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory() && entry.name !== 'compiled').map(({ name }) => name)
  const families = await Promise.all(names.sort().map(async (name) => [name, await sourcesOf(name)] as const))
  return new Map([['batch', ofBatch], ...families])
}

/** Ajv as the schemas of requests need it: with formats and keywords of our own, and no words for faults. */
export function schemaReader(): Ajv {
  const ajv = new Ajv({ code: { source: true, esm: true }, strict: true, allowUnionTypes: true, messages: false })
  for (const keyword of keywords) ajv.addKeyword(keyword)
  for (const [name, { pattern }] of Object.entries(formats)) ajv.addFormat(name, pattern)
  return ajv
}

/** A family's module: one plain function per schema, and the schema itself for whoever has to say what is wrong. */
function moduleOf(sources: readonly Source[]): string {
  const ajv = schemaReader()
  for (const { name, schema } of sources) ajv.addSchema({ ...schema, $id: name }, name)
  const checks = standaloneCode.default(
    ajv,
    Object.fromEntries(sources.map(({ name }, index) => [`check${index}`, name])),
  )
  const imports = sources.map(({ file, member }, index) => `import { ${member} as schema${index} } from "../${file}"`)
  const rows = sources.map(
    ({ name }, index) => `${JSON.stringify(name)}: { isGood: check${index}, schema: schema${index} }`,
  )
  return [
    'import { hasDouble, isUtcTime, textFault } from "../text.ts"',
    ...imports,
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
  const families = await schemaFamilies()
  const target = new URL('compiled/', folder)
  await mkdir(target, { recursive: true })
  const old = (await readdir(target)).filter((file) => file.endsWith('.js'))
  await Promise.all(old.map((file) => rm(new URL(file, target))))
  for (const [name, sources] of families) await writeFile(new URL(`${name}.js`, target), moduleOf(sources))
  await writeFile(new URL('index.js', target), indexOf([...families.keys()]))
}
