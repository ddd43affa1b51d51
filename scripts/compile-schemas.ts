import { writeFile } from 'node:fs/promises'
import { _, Ajv, type Code, type CodeKeywordDefinition } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { operations } from '../lib/operations/index.ts'
import { batch, batchEntry } from '../schemas/batch.ts'
import { formats } from '../schemas/formats.ts'
import { hasDouble, isUtcTime, textFault } from '../schemas/text.ts'
import { shapesOf } from './shapes-of.ts'

/** They only tell good from bad: what is wrong, lib/validate/faults.ts finds out. */
const bytes: CodeKeywordDefinition = {
  keyword: 'bytes',
  type: 'string',
  schemaType: 'array',
  code(cxt) {
    const check = cxt.gen.scopeValue('func', { ref: textFault, code: _`textFault` })
    cxt.fail(_`${check}(${cxt.data}, ${cxt.schema[0]}, ${cxt.schema[1]}) !== ""`)
  },
}

const utcTime: CodeKeywordDefinition = {
  keyword: 'utcTime',
  type: 'string',
  schemaType: 'boolean',
  code(cxt) {
    const check = cxt.gen.scopeValue('func', { ref: isUtcTime, code: _`isUtcTime` })
    cxt.fail(_`!${check}(${cxt.data})`)
  },
}

const intact: CodeKeywordDefinition = {
  keyword: 'intact',
  type: 'string',
  schemaType: 'boolean',
  code(cxt) {
    cxt.fail(_`${cxt.data}.includes("\ufffd")`)
  },
}

const uniqueBy: CodeKeywordDefinition = {
  keyword: 'uniqueBy',
  type: 'array',
  schemaType: 'string',
  code(cxt) {
    const check = cxt.gen.scopeValue('func', { ref: hasDouble, code: _`hasDouble` })
    cxt.fail(_`${check}(${cxt.data}, ${cxt.schema})`)
  },
}

const changesOneOf: CodeKeywordDefinition = {
  keyword: 'changesOneOf',
  type: 'object',
  schemaType: 'array',
  code(cxt) {
    const absent: Code[] = cxt.schema.map((key: string) => _`${cxt.data}[${key}] === undefined`)
    cxt.fail(absent.reduce((all, one) => _`${all} && ${one}`))
  },
}

/** Writes schemas/compiled.js: one plain function per schema, so no schema is ever compiled while a request waits. */
export async function compileSchemas(): Promise<void> {
  const ajv = new Ajv({ code: { source: true, esm: true }, strict: true, allowUnionTypes: true, messages: false })
  for (const definition of [bytes, intact, utcTime, uniqueBy, changesOneOf]) ajv.addKeyword(definition)
  for (const [name, { pattern }] of Object.entries(formats)) ajv.addFormat(name, pattern)
  const schemas = Object.entries<object>({
    batch,
    'batch-entry': batchEntry,
    ...Object.fromEntries(
      await Promise.all([...operations.keys()].map(async (name) => [name, (await shapesOf(name)).body])),
    ),
  })
  for (const [name, schema] of schemas) ajv.addSchema({ ...schema, $id: name }, name)
  const exported = Object.fromEntries(schemas.map(([name], index) => [`check${index}`, name]))
  const table = schemas.map(([name], index) => `${JSON.stringify(name)}: check${index}`)
  const kept = `export const schemas = ${JSON.stringify(Object.fromEntries(schemas))}`
  const code = [
    'import { hasDouble, isUtcTime, textFault } from "./text.ts"',
    standaloneCode.default(ajv, exported),
    `export const validators = { ${table.join(', ')} }`,
    kept,
  ]
  await writeFile(new URL('../schemas/compiled.js', import.meta.url), `${code.join('\n')}\n`)
}
