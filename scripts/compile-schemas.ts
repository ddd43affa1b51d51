import { writeFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { operations } from '../lib/operations/index.ts'
import { batch, batchEntry } from '../schemas/batch.ts'
import { formats } from '../schemas/formats.ts'
import { keywords } from './compile-schemas/keywords.ts'

/** Ajv as the schemas of requests need it: with formats and keywords of our own, and no words for faults. */
export function schemaReader(): Ajv {
  const ajv = new Ajv({ code: { source: true, esm: true }, strict: true, allowUnionTypes: true, messages: false })
  for (const keyword of keywords) ajv.addKeyword(keyword)
  for (const [name, { pattern }] of Object.entries(formats)) ajv.addFormat(name, pattern)
  return ajv
}

/** Writes schemas/compiled.js: one plain function per schema, so no schema is ever compiled while a request waits. */
export async function compileSchemas(): Promise<void> {
  const ajv = schemaReader()
  const schemas = Object.entries({
    batch,
    'batch-entry': batchEntry,
    ...Object.fromEntries([...operations.values()].map((row) => [row.name, row.schema])),
  })
  for (const [name, schema] of schemas) ajv.addSchema({ ...schema, $id: name }, name)
  const exported = Object.fromEntries(schemas.map(([name], index) => [`check${index}`, name]))
  const table = schemas.map(([name], index) => `${JSON.stringify(name)}: check${index}`)
  const code = [
    'import { hasDouble, isUtcTime, textFault } from "./text.ts"',
    standaloneCode.default(ajv, exported),
    `export const validators = { ${table.join(', ')} }`,
  ]
  await writeFile(new URL('../schemas/compiled.js', import.meta.url), `${code.join('\n')}\n`)
}
